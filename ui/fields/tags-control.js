import { fill, h, on } from "../kit/dom.js";
import { controlId } from "../kit/control.js";
import { faithful } from "./faithful.js";

/**
 * @typedef {import("../kit/control.js").Control} Control
 * @typedef {import("../kit/control.js").Given} Given
 * @typedef {import("../host/wire.d.ts").Entry} Entry
 */

/** @param {string} text */
const split = (text) =>
  text
    .split(/[,\n]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");

/**
 * Comma-separated, with the resulting tags shown below.
 *
 * @param {Given} given
 * @returns {Control}
 */
export function tagsControl({ spec, loaded, describedBy, signal }) {
  const input = h("input", {
    type: "text",
    id: controlId(spec.name),
    name: spec.name,
    class: "control",
    autocomplete: "off",
    "aria-describedby": describedBy,
  });
  const chips = h("div", { class: "chips", "aria-hidden": "true" });
  const original = loaded.kind === "list" ? loaded.items : [];
  /** @type {import("./faithful.js").Faithful<string[]>} */
  const held = faithful(() => input.value);
  const items = () => held.value(() => split(input.value));
  const preview = () =>
    fill(
      chips,
      items().map((tag) => h("bdi", { class: "chip" }, tag)),
    );
  on(input, "input", signal, preview);
  /** @returns {Entry} */
  const whole = () => ({ kind: "list", items: items() });

  /** @param {string[]} given */
  function give(given) {
    input.value = given.join(", ");
    held.took(given);
    preview();
  }
  give(original);
  return {
    node: h("div", {}, input, chips),
    target: input,
    whole,
    entry: () => (same(items(), original) ? undefined : whole()),
    show: (entry) => give(entry === undefined ? original : entry.kind === "list" ? entry.items : []),
  };
}

/** @param {string[]} one @param {string[]} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

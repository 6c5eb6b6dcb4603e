import { fill, h, on } from "../lib/dom.js";
import { controlId } from "../lib/control.js";

/**
 * @typedef {import("../lib/control.js").Control} Control
 * @typedef {import("../lib/control.js").Given} Given
 * @typedef {import("../host/wire.d.ts").Entry} Entry
 */

/** @param {string} text */
const split = (text) => text.split(/[,\n]/).map((tag) => tag.trim()).filter((tag) => tag !== "");

/**
 * Comma-separated, with the tags as they will be read shown under it.
 *
 * @param {Given} given
 * @returns {Control}
 */
export function tagsControl({ spec, loaded, describedBy, signal }) {
  const input = h("input", { type: "text", id: controlId(spec.name), name: spec.name, class: "control", autocomplete: "off", "aria-describedby": describedBy });
  const chips = h("div", { class: "chips", "aria-hidden": "true" });
  const original = loaded.kind === "list" ? loaded.items.join(", ") : "";
  const preview = () => fill(chips, split(input.value).map((tag) => h("span", { class: "chip" }, tag)));
  on(input, "input", signal, preview);
  /** @returns {Entry} */
  const whole = () => ({ kind: "list", items: split(input.value) });
  return {
    node: h("div", {}, input, chips),
    target: input,
    whole,
    entry: () => (input.value === original ? undefined : whole()),
    show(entry) {
      input.value = entry === undefined ? original : entry.kind === "list" ? entry.items.join(", ") : "";
      preview();
    },
  };
}

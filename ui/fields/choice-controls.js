import { h } from "../kit/dom.js";
import { controlId, switchInput } from "../kit/control.js";
import { faithful } from "./faithful.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../kit/control.js").Control} Control
 * @typedef {import("../kit/control.js").Given} Given
 * @typedef {import("../host/wire.d.ts").Entry} Entry
 */

/**
 * @param {Given} given
 * @returns {Control}
 */
export function flagControl({ spec, label, loaded, describedBy }) {
  const input = switchInput({ spec, describedBy });
  const original = loaded.kind === "flag" && loaded.flag;
  /** @type {import("./faithful.js").Faithful<Entry | undefined>} */
  const held = faithful(() => String(input.checked));
  /** @returns {Entry} */
  const whole = () => ({ kind: "flag", flag: input.checked });
  return {
    node: h("label", { class: "switch-line", for: input.id }, input, h("span", {}, label)),
    target: input,
    whole,
    entry: () => held.value(() => (input.checked === original ? undefined : whole())),
    show(entry) {
      input.checked = entry?.kind === "flag" ? entry.flag : original;
      held.took(entry);
    },
  };
}

/**
 * Yes, no or unset: three states that a checkbox cannot represent.
 *
 * @param {Given} given
 * @returns {Control}
 */
export function choiceControl({ spec, loaded }) {
  const t = words().fields.choice;
  const original = loaded.kind === "flag" ? (loaded.flag ? "yes" : "no") : "unset";
  const options = /** @type {const} */ (["yes", "no", "unset"]).map((value) => {
    const input = h("input", {
      type: "radio",
      name: spec.name,
      value,
      class: "radio",
      id: value === "yes" ? controlId(spec.name) : null,
    });
    return { input, node: h("label", { class: "segment" }, input, h("span", {}, t[value])) };
  });
  const chosen = () => options.find(({ input }) => input.checked)?.input.value ?? original;
  /** @returns {Entry} */
  const whole = () => (chosen() === "unset" ? { kind: "clear" } : { kind: "flag", flag: chosen() === "yes" });
  return {
    node: h(
      "div",
      { class: "segments" },
      options.map(({ node }) => node),
    ),
    target: options[0].input,
    group: true,
    whole,
    entry: () => (chosen() === original ? undefined : whole()),
    show(entry) {
      const value =
        entry === undefined
          ? original
          : entry.kind === "clear"
            ? "unset"
            : entry.kind === "flag" && entry.flag
              ? "yes"
              : "no";
      for (const { input } of options) input.checked = input.value === value;
    },
  };
}

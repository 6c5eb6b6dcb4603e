import { h } from "../lib/dom.js";
import { controlId, textOf } from "../lib/control.js";
import { isMonospaced } from "../lib/values.js";
import { secretInput } from "./secret-input.js";

/**
 * @typedef {import("../lib/control.js").Control} Control
 * @typedef {import("../lib/control.js").Given} Given
 */

/** @type {Partial<Record<import("../host/wire.d.ts").Kind, string>>} */
const inputModes = { email: "email", phone: "tel", ip: "decimal" };

/**
 * One line of text: names, e-mail, phones, addresses. Typed e-mail and tel inputs would change or refuse
 * what is typed before the core sees it, so they are text with the right keyboard.
 *
 * @param {Given} given
 * @returns {Control}
 */
export function textControl({ spec, loaded, describedBy }) {
  const input = h("input", {
    type: "text", id: controlId(spec.name), name: spec.name, "aria-describedby": describedBy,
    class: `control${isMonospaced(spec.name) ? " mono" : ""}`,
    inputmode: inputModes[spec.kind], autocomplete: "off", autocapitalize: "off", spellcheck: "false",
  });
  const original = textOf(loaded);
  let exact = false;
  /** @returns {import("../host/wire.d.ts").Entry} */
  const whole = () => ({ kind: "text", text: input.value, exact });
  return {
    node: input,
    target: input,
    whole,
    entry: () => (input.value === original && !exact ? undefined : whole()),
    show(entry) {
      exact = entry?.kind === "text" && entry.exact;
      input.value = entry === undefined ? original : entry.kind === "text" ? entry.text : "";
    },
    use(text) {
      exact = true;
      input.value = text;
    },
  };
}

/**
 * @param {Given} given
 * @returns {Control}
 */
export function passwordControl({ spec, label, describedBy, signal }) {
  const { input, node, hide } = secretInput({ name: spec.name, id: controlId(spec.name), label, describedBy }, signal);
  /** @returns {import("../host/wire.d.ts").Entry} */
  const whole = () => ({ kind: "text", text: input.value, exact: true });
  return {
    node,
    target: input,
    whole,
    entry: () => (input.value === "" ? undefined : whole()),
    show(entry) {
      hide();
      input.value = entry?.kind === "text" ? entry.text : "";
    },
  };
}

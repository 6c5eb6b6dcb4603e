import { controlId, textOf } from "../kit/control.js";
import { faithful } from "./faithful.js";
import { grouped } from "./phone.js";
import { textBox } from "./text-box.js";
import { isMonospaced } from "./values.js";
import { secretInput } from "../kit/secret-input.js";

/**
 * @typedef {import("../kit/control.js").Control} Control
 * @typedef {import("../kit/control.js").Given} Given
 */

/** @type {Partial<Record<import("../host/wire.d.ts").Kind, string>>} */
const inputModes = { email: "email", phone: "tel", ip: "decimal" };

/**
 * Text: names, e-mail, phones, addresses. The input types `email` and `tel` would change or refuse text before
 * the core sees it, so these are text inputs with the right keyboard.
 *
 * @param {Given} given
 * @returns {Control}
 */
export function textControl({ spec, loaded, describedBy }) {
  const original = textOf(loaded);
  const held = textBox(
    {
      id: controlId(spec.name),
      name: spec.name,
      "aria-describedby": describedBy,
      class: `control${isMonospaced(spec.name) ? " mono" : ""}`,
      inputmode: inputModes[spec.kind],
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
    },
    original,
    { display: spec.kind === "phone" ? grouped : undefined },
  );
  let exact = false;
  /** @returns {import("../host/wire.d.ts").Entry} */
  const whole = () => ({ kind: "text", text: held.text, exact });
  return {
    node: held.node,
    get target() {
      return held.box;
    },
    whole,
    entry: () => (held.text === original && !exact ? undefined : whole()),
    show(entry) {
      exact = entry?.kind === "text" && entry.exact;
      held.show(entry === undefined ? original : entry.kind === "text" ? entry.text : "");
    },
    use(text) {
      exact = true;
      held.show(text);
    },
  };
}

/**
 * @param {Given} given
 * @returns {Control}
 */
export function passwordControl({ spec, label, describedBy, signal }) {
  const { input, node, hide } = secretInput({ name: spec.name, id: controlId(spec.name), label, describedBy }, signal);
  /** @type {import("./faithful.js").Faithful<string>} */
  const held = faithful(() => input.value);
  const text = () => held.value(() => input.value);
  /** @returns {import("../host/wire.d.ts").Entry} */
  const whole = () => ({ kind: "text", text: text(), exact: true });
  return {
    node,
    target: input,
    whole,
    entry: () => (text() === "" ? undefined : whole()),
    show(entry) {
      hide();
      const given = entry?.kind === "text" ? entry.text : "";
      input.value = given;
      held.took(given);
    },
  };
}

import { h } from "./dom.js";

/**
 * The interface between the form and each kind of control.
 *
 * @typedef {import("../host/wire.d.ts").Entry} Entry
 * @typedef {import("../host/wire.d.ts").FieldSpec} FieldSpec
 * @typedef {import("../host/wire.d.ts").Value} Value
 *
 * @typedef {object} Control
 * @property {HTMLElement} node
 * @property {HTMLElement} target gets the focus and the field's messages
 * @property {boolean} [group] several controls under one caption
 * @property {() => Entry | undefined} entry the edited value; undefined if it is as loaded
 * @property {() => Entry} whole its value, changed or not: for a key that cannot read
 * @property {(entry: Entry | undefined) => void} show a draft's entry, or what was loaded
 * @property {(text: string) => void} [use] applies a suggested text
 *
 * @typedef {object} Given
 * @property {FieldSpec} spec
 * @property {string} label
 * @property {Value} loaded
 * @property {string} describedBy
 * @property {AbortSignal} signal
 * @property {() => void} changed to be called for a change without an input event
 */

/** @param {Value} value */
export const textOf = (value) => (value.kind === "text" ? value.text : "");

/** @param {string} name */
export const controlId = (name) => `field-${name}`;

/** A field's switch. @param {Pick<Given, "spec" | "describedBy">} given */
export const switchInput = ({ spec, describedBy }) =>
  h("input", {
    type: "checkbox",
    role: "switch",
    class: "switch",
    id: controlId(spec.name),
    name: spec.name,
    "aria-describedby": describedBy,
  });

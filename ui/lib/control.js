/**
 * What the form asks of each kind of control.
 *
 * @typedef {import("../host/wire.d.ts").Entry} Entry
 * @typedef {import("../host/wire.d.ts").FieldSpec} FieldSpec
 * @typedef {import("../host/wire.d.ts").Value} Value
 *
 * @typedef {object} Control
 * @property {HTMLElement} node
 * @property {HTMLElement} target what takes the focus and the field's messages
 * @property {boolean} [group] several controls under one caption
 * @property {() => Entry | undefined} entry what was made of it; nothing where it is as loaded
 * @property {() => Entry} whole what it says, changed or not: for a key that cannot read
 * @property {(entry: Entry | undefined) => void} show a draft's entry, or what was loaded
 * @property {(text: string) => void} [use] takes a text that was offered
 *
 * @typedef {object} Given
 * @property {FieldSpec} spec
 * @property {string} label
 * @property {Value} loaded
 * @property {string} describedBy
 * @property {AbortSignal} signal
 * @property {() => void} changed to be called for a change that no input event tells
 */

/** @param {Value} value */
export const textOf = (value) => (value.kind === "text" ? value.text : "");

/** @param {string} name */
export const controlId = (name) => `field-${name}`;

export {};

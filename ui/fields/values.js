import { grouped, isPhone } from "./phone.js";
import { when } from "../text/time.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Value} Value
 * @typedef {import("../host/wire.d.ts").FieldName} FieldName
 */

/** @param {FieldName} field @param {string | null} key the field's name for users */
export const labelOf = (field, key = null) => key ?? words().fields.labels[field];

/** Fields where spaces, digits and case must be distinguishable. */
const monospaced = new Set(["username", "assigneeId", "tosIp", "phoneNumber", "secondaryPhoneNumber", "signature"]);

/** @param {FieldName} field */
export const isMonospaced = (field) => monospaced.has(field);

/**
 * A value in words. A password is never shown back.
 *
 * @param {FieldName} field
 * @param {Value} value
 */
export function valueWords(field, value) {
  const { values, on, off } = words().fields;
  switch (value.kind) {
    case "absent":
      return values.hidden;
    case "null":
      return field === "replyWithAssistant"
        ? values.unset
        : field === "optedOutWhatsappAt"
          ? values.notOptedOut
          : values.empty;
    case "text":
      if (field === "password") return values.secret;
      if (field === "optedOutWhatsappAt") return when(value.text);
      return isPhone(field) ? grouped(value.text) : value.text;
    case "flag":
      return value.flag ? on : off;
    case "list":
      return value.items.length === 0 ? values.noTags : value.items.join(", ");
    case "pairs":
      return value.pairs.map(({ key, value: held }) => `${key}: ${held}`).join(" · ") || values.empty;
  }
}

/** A field's new value in words; clearing it is spelled out. @param {FieldName} field @param {string | null} key @param {Value} value */
export function afterWords(field, key, value) {
  const { values } = words().fields;
  if (value.kind !== "null") return valueWords(field, value);
  if (key !== null) return values.deleted;
  return field === "replyWithAssistant" || field === "optedOutWhatsappAt" ? valueWords(field, value) : values.cleared;
}

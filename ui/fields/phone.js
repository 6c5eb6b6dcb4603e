import { h } from "../kit/dom.js";

/** @typedef {import("../host/wire.d.ts").FieldName} FieldName */

/** @param {FieldName | "otp"} field */
export const isPhone = (field) => field === "phoneNumber" || field === "secondaryPhoneNumber";

/** The areas of Mexico whose codes have two digits, by its numbering plan; all others have three. */
const shortAreas = new Set(["55", "56", "33", "81"]);

/** @param {string} national ten digits */
function parts(national) {
  const area = shortAreas.has(national.slice(0, 2)) ? 2 : 3;
  return [national.slice(0, area), national.slice(area, -4), national.slice(-4)];
}

/**
 * A phone number as it is read aloud. Whatever is not written as Quentli stores one stays as it is, so that nothing
 * unusual is hidden.
 *
 * @param {string} text
 */
export function grouped(text) {
  const [, country, mobile, national] = /^\+(52|1)(1?)(\d{10})$/.exec(text) ?? [];
  if (national === undefined) return text;
  if (country === "1")
    return mobile === "" ? `+1 ${national.slice(0, 3)} ${national.slice(3, 6)} ${national.slice(6)}` : text;
  return [`+${country}`, mobile, ...parts(national)].filter((part) => part !== "").join(" ");
}

/**
 * Parts of a phone number, counted as in `text`, counted as in `grouped(text)`.
 *
 * @param {string} text
 * @param {Array<[number, number]>} given
 * @returns {Array<[number, number]>}
 */
export function groupedParts(text, given) {
  const shown = grouped(text);
  /** @type {number[]} */
  const places = [];
  for (let at = 0; at < shown.length; at += 1) if (shown[at] === text[places.length]) places.push(at);
  return given.map(([from, to]) => [places[from] ?? 0, (places[to - 1] ?? shown.length - 1) + 1]);
}

/**
 * A phone number with the digits marked in which it differs from another.
 *
 * @param {string} text
 * @param {string} other
 * @returns {import("../kit/dom.js").Child[]}
 */
export function markedDigits(text, other) {
  if (text.length !== other.length) return [text];
  return [...text].map((digit, at) => (digit === other[at] ? digit : h("mark", {}, digit)));
}

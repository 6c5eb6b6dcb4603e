import { words } from "./words.js";

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_DIRECTIONAL_ISOLATE = "\u2069";

const bidiControls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** Unicode's paragraph separators end every isolate; the other control characters have no business in a sentence. */
const breaks = /[\p{Cc}\u2028\u2029]+/gu;
const blank = /^[\s\p{Cc}\p{Cf}\p{Zs}\u115F\u1160\u2800\u3164\uFFA0]*$/u;

/** The longest name that a sentence, a heading or a button takes, in characters. The fields show all of it. */
const longest = 120;

/** @param {string} text */
const plain = (text) => text.replace(breaks, " ").replace(bidiControls, "");

/** @param {string} text */
function cut(text) {
  // A character takes at most two code units, so the rest need not be looked at.
  const characters = [...text.slice(0, 2 * longest + 2)];
  return characters.length > longest
    ? `${characters
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`
    : text;
}

/** A text of others inside a sentence of Ficha's, which it cannot turn or break. @param {string} text */
export const isolate = (text) => `${FIRST_STRONG_ISOLATE}${plain(text)}${POP_DIRECTIONAL_ISOLATE}`;

/** A name for an element of its own. @param {string} name */
export const nameOf = (name) => (blank.test(name) ? words().noName : cut(plain(name)));

/** A name inside a sentence of Ficha's. @param {string} name */
export const nameWords = (name) => isolate(nameOf(name));

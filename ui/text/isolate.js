import { words } from "./words.js";

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_DIRECTIONAL_ISOLATE = "\u2069";

const bidiControls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** Unicode's paragraph separators end every isolate; the other control characters do not belong in a sentence. */
const breaks = /[\p{Cc}\u2028\u2029]+/gu;
const blank = /^[\s\p{Cc}\p{Cf}\p{Zs}\u115F\u1160\u2800\u3164\uFFA0]*$/u;

/** The longest name shown in a sentence, a heading or a button, in characters. The fields show all of it. */
const longest = 120;

/** @param {string} text */
const plain = (text) => text.replace(breaks, " ").replace(bidiControls, "");

/** @param {string} text */
function cut(text) {
  // A character takes at most two code units, so the rest need not be read.
  const characters = [...text.slice(0, 2 * longest + 2)];
  return characters.length > longest
    ? `${characters
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`
    : text;
}

/** Foreign text inside a sentence of Ficha's, isolated so that it cannot change its direction or break it. @param {string} text */
export const isolate = (text) => `${FIRST_STRONG_ISOLATE}${plain(text)}${POP_DIRECTIONAL_ISOLATE}`;

/** A name for a separate element. @param {string} name */
export const nameOf = (name) => (blank.test(name) ? words().noName : cut(plain(name)));

/** A name inside one of Ficha's sentences. @param {string} name */
export const nameWords = (name) => isolate(nameOf(name));

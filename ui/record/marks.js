import { h } from "../kit/dom.js";

/** @typedef {import("../kit/dom.js").Child} Child */

const invisible =
  /[\u00A0\u00AD\u061C\u2000-\u200F\u2028-\u202F\u205F-\u2064\u2066-\u206F\u3000\uFEFF]|[\u0000-\u001F\u007F]/u;

/** A visible form of a character. @param {string} character */
function drawn(character) {
  if (character === " ") return "·";
  if (invisible.test(character))
    return `[U+${/** @type {number} */ (character.codePointAt(0)).toString(16).toUpperCase().padStart(4, "0")}]`;
  return /\p{M}/u.test(character) ? `◌${character}` : character;
}

/**
 * One of two texts that look the same, with the differences marked.
 *
 * @param {string} text
 * @param {string} other
 * @returns {Child[]}
 */
export function marked(text, other) {
  const mine = [...text];
  const theirs = [...other];
  let head = 0;
  while (head < mine.length && head < theirs.length && mine[head] === theirs[head]) head += 1;
  let tail = 0;
  while (
    tail < mine.length - head &&
    tail < theirs.length - head &&
    mine[mine.length - 1 - tail] === theirs[theirs.length - 1 - tail]
  )
    tail += 1;
  const differs = mine.slice(head, mine.length - tail);
  return [
    mine.slice(0, head).join(""),
    differs.length > 0 && h("mark", {}, differs.map(drawn).join("")),
    mine.slice(mine.length - tail).join(""),
  ];
}

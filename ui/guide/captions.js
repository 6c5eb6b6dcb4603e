import { h } from "../kit/dom.js";
import { words } from "../text/words.js";

/** @typedef {import("../kit/dom.js").Child} Child */

/**
 * Text that names controls, as in `Press {start.practice}`: each name becomes the control's own caption.
 *
 * @param {string} text
 * @returns {Child[]}
 */
export function captioned(text) {
  return text
    .split(/\{([\w.]+)\}/)
    .map((part, index) => (index % 2 === 0 ? part : h("b", { class: "caption" }, captionOf(part))));
}

/** @param {string} path */
function captionOf(path) {
  /** @type {any} */
  let found = words();
  for (const key of path.split(".")) found = found[key];
  if (typeof found !== "string") throw new Error(`no caption ${path}`);
  return found;
}

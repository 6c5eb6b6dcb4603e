import { h } from "./dom.js";

/** @typedef {import("./dom.js").Child} Child */

/**
 * A screen's only heading; it takes the focus on arrival.
 *
 * @param {string} title
 * @param {...Child} below
 */
export function pageHead(title, ...below) {
  return h("div", { class: "page-head" }, h("h1", { tabindex: -1 }, title), below);
}

/** @param {...Child} children */
export const lead = (...children) => h("p", { class: "lead" }, children);

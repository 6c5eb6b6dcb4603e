import { h } from "../lib/dom.js";

/** @typedef {import("../lib/dom.js").Child} Child */

/**
 * Sticks to the bottom: what is about to happen on the left, one primary act on the right.
 *
 * @param {{ says: Child[], acts: Child[] }} parts
 */
export const actionBar = ({ says, acts }) =>
  h("div", { class: "action-bar" }, h("div", { class: "action-says" }, says), h("div", { class: "actions" }, acts));

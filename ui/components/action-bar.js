import { h } from "../lib/dom.js";

/** @typedef {import("../lib/dom.js").Child} Child */

/**
 * Sticks to the bottom: what is about to happen on the left, one primary act on the right.
 *
 * @param {{ says: Child[], acts: Child[] }} parts
 */
export const actionBar = ({ says, acts }) =>
  h("div", { class: "action-bar" }, h("div", { class: "action-says" }, says), h("div", { class: "actions" }, acts));

/**
 * The bar of an act that cannot be undone. Its words lie below the acts, where other screens have theirs: whoever
 * clicks there once too often clicks on words.
 *
 * @param {{ says: Child[], acts: Child[] }} parts
 */
export const finalBar = ({ says, acts }) =>
  h(
    "div",
    { class: "action-bar action-bar-final" },
    h("div", { class: "actions" }, acts),
    h("div", { class: "action-says" }, says),
  );

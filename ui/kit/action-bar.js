import { h } from "./dom.js";

/** @typedef {import("./dom.js").Child} Child */

/**
 * Sticks to the bottom: what is about to happen on the left, one primary act on the right.
 *
 * @param {{ problem?: Child, says: Child[], acts: Child[] }} parts
 */
export const actionBar = ({ problem, says, acts }) =>
  h(
    "div",
    { class: "action-bar" },
    problem,
    h("div", { class: "action-says" }, says),
    h("div", { class: "actions" }, acts),
  );

/**
 * The bar of an act that cannot be undone. Its text is below the buttons, where other screens have theirs, so that
 * one click too many there hits text.
 *
 * @param {{ asks?: Child, says: Child[], acts: Child[] }} parts
 */
export const finalBar = ({ asks, says, acts }) =>
  h(
    "div",
    { class: "action-bar action-bar-final" },
    asks,
    h("div", { class: "actions" }, acts),
    h("div", { class: "action-says" }, says),
  );

import { h } from "../kit/dom.js";
import { captioned } from "./captions.js";
import { words } from "../text/words.js";
import { pictures } from "./pictures.js";
import { shortcutTable } from "./shortcut-table.js";

/**
 * @typedef {import("../kit/dom.js").Child} Child
 * @typedef {import("../host/wire.d.ts").ErrorCode} ErrorCode
 *
 * @typedef {object} Part
 * @property {string} [title]
 * @property {string[]} [text]
 * @property {string[]} [steps]
 * @property {string} [caption] of its picture
 */

/** What parts show besides their text. @type {Record<string, () => Child>} */
const extras = { "keyboard.keys": shortcutTable, "trouble.common": commonErrors };

/**
 * One section of the guide: text and pictures, part by part.
 *
 * @param {string} name
 * @param {{ title: string, parts: Record<string, Part> }} section
 * @param {AbortSignal} signal
 */
export function helpSection(name, { title, parts }, signal) {
  const titleId = `help-${name}`;
  return h(
    "section",
    { class: "help-section", "data-section": name, "aria-labelledby": titleId },
    h("h2", { id: titleId, tabindex: -1 }, title),
    Object.entries(parts).map(([key, part]) => partOf(`${name}.${key}`, part, signal)),
  );
}

/** @param {string} name @param {Part} part @param {AbortSignal} signal */
function partOf(name, { title, text = [], steps = [], caption }, signal) {
  return h(
    "div",
    { class: "help-part" },
    title && h("h3", {}, title),
    text.map((paragraph) => h("p", {}, captioned(paragraph))),
    steps.length > 0 &&
      h(
        "ol",
        { class: "steps" },
        steps.map((step) => h("li", {}, captioned(step))),
      ),
    extras[name]?.(),
    caption && figure(pictures[name](signal), caption),
  );
}

/** A picture is inert and hidden from screen readers: its caption describes it. @param {Child[]} picture @param {string} caption */
const figure = (picture, caption) =>
  h(
    "figure",
    { class: "picture" },
    h("div", { class: "picture-frame", inert: true }, picture),
    h("figcaption", { class: "fine" }, caption),
  );

/** In the notices' own words. */
function commonErrors() {
  /** @type {ErrorCode[]} */
  const codes = ["connect", "redirected", "unauthorized", "forbidden", "conflict", "rateLimited", "keychain"];
  const { errors } = words();
  return h(
    "dl",
    { class: "common" },
    codes.map((code) => h("div", {}, h("dt", {}, errors[code].what), h("dd", {}, errors[code].todo))),
  );
}

import { h } from "../kit/dom.js";
import { faithful, hasLines, withLineEnds } from "./faithful.js";

/**
 * A text control that returns its value unchanged until it is edited: one line, or several if the text has several.
 *
 * @typedef {HTMLInputElement | HTMLTextAreaElement} Box
 * @typedef {ReturnType<typeof textBox>} TextBox
 */

/** Longer text scrolls. */
const mostRows = 8;

/**
 * @param {Record<string, string | undefined>} attributes of the control, of either kind
 * @param {string} original
 * @param {{ oneLine?: boolean, display?: (text: string) => string }} [options] one line even if the text has several, for names; how the original is shown
 */
export function textBox(attributes, original, { oneLine = false, display = (text) => text } = {}) {
  const node = h("div", { class: "text-box" });
  /** @type {Box} */
  let box;
  /** @type {import("./faithful.js").Faithful<string>} */
  let held;

  /** @param {string} text @param {boolean} several */
  function build(text, several) {
    box = several
      ? h("textarea", { ...attributes, rows: Math.min(Math.max(text.split("\n").length, 2), mostRows) })
      : h("input", { type: "text", ...attributes });
    node.replaceChildren(box);
    held = faithful(() => box.value);
    give(original);
  }

  /** @param {string} text */
  function give(text) {
    box.value = text === original ? display(text) : text;
    held.took(text);
  }

  /** @param {string} text */
  function show(text) {
    const several = !oneLine && (hasLines(text) || hasLines(original));
    if (several !== box instanceof HTMLTextAreaElement) build(text, several);
    give(text);
  }

  build(original, !oneLine && hasLines(original));
  return {
    node,
    get box() {
      return box;
    },
    get text() {
      return held.value(() => withLineEnds(box.value, original));
    },
    show,
    /** Becomes multi-line if the text that replaces the selection has several lines. @param {string} pasted */
    insertLines(pasted) {
      const { value, selectionStart, selectionEnd } = box;
      const before = value.slice(0, selectionStart ?? value.length);
      build(pasted, true);
      box.value = before + pasted + value.slice(selectionEnd ?? value.length);
      const end = before.length + pasted.replace(/\r\n?/g, "\n").length;
      box.setSelectionRange(end, end);
    },
  };
}

import { h } from "./dom.js";
import { faithful, hasLines, withLineEnds } from "./faithful.js";

/**
 * A control for text that gives back untouched what it was given: a line, or several where the text has several.
 *
 * @typedef {HTMLInputElement | HTMLTextAreaElement} Box
 * @typedef {ReturnType<typeof textBox>} TextBox
 */

/** More lines than this scroll. */
const mostRows = 8;

/**
 * @param {Record<string, string | undefined>} attributes of the control, whichever it is
 * @param {string} original
 * @param {{ oneLine?: boolean }} [options] whatever the text has, for names
 */
export function textBox(attributes, original, { oneLine = false } = {}) {
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
    box.value = text;
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
    /** Makes room for several lines that come in place of what is selected. @param {string} pasted */
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

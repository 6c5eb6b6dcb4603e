import { isPhone, markedDigits } from "../fields/phone.js";
import { afterWords, isMonospaced, valueWords } from "../fields/values.js";
import { h } from "../kit/dom.js";
import { words } from "../text/words.js";
import { marked } from "./marks.js";

/** @typedef {import("../host/wire.d.ts").Change} Change */

/**
 * What is there and what will be there instead, with the differences marked that are hard to see.
 *
 * @param {Change} change
 */
export function oldAndNew({ field, key, before, after, lookAlike }) {
  const t = words().review;
  const unknown = before === null || before.kind === "absent";
  // Only an existing value can be struck out.
  const held = !unknown && before.kind !== "null";
  let old = unknown
    ? t.unknownBefore
    : before.kind === "null" && key !== null
      ? words().fields.values.newRow
      : valueWords(field, before);
  let next = afterWords(field, key, after);
  // Read aloud alike, but not the same.
  if (held && old === next && before.kind === "text" && after.kind === "text") [old, next] = [before.text, after.text];
  /** @param {string} text @param {string} other */
  const shown = (text, other) =>
    !held || after.kind === "null"
      ? text
      : lookAlike
        ? marked(text, other)
        : isPhone(field)
          ? markedDigits(text, other)
          : text;
  const mono = isMonospaced(field) ? "mono" : null;
  const gone = after.kind === "null" && (key !== null || next === words().fields.values.cleared);
  return {
    old: [
      h("span", { class: "visually-hidden" }, `${t.from}: `),
      held ? h("del", { class: mono }, h("bdi", {}, shown(old, next))) : h("span", { class: "muted" }, old),
    ],
    next: [
      h("span", { class: "visually-hidden" }, `${t.to}: `),
      h("strong", { class: gone ? "gone" : mono }, h("bdi", {}, shown(next, old))),
    ],
  };
}

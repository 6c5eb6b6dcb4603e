import { h, on } from "../kit/dom.js";
import { isolate } from "../text/isolate.js";
import { marked } from "./marks.js";
import { isPhone, markedDigits } from "../fields/phone.js";
import { go, to } from "../state/places.js";
import { afterWords, isMonospaced, labelOf, valueWords } from "../fields/values.js";
import { words } from "../text/words.js";
import { workOn } from "../state/work.js";

/** @typedef {import("../host/wire.d.ts").Change} Change */

/**
 * Old → new, one line per field, each with a link back to its control.
 *
 * @param {string} id
 * @param {Change[]} changes
 * @param {AbortSignal} signal
 */
export function changeList(id, changes, signal) {
  return h(
    "dl",
    { class: "changes" },
    changes.map((change) => line(id, change, signal)),
  );
}

/** @param {string} id @param {Change} change @param {AbortSignal} signal */
function line(id, change, signal) {
  const t = words().review;
  const { field, key, before, after, lookAlike, sensitive } = change;
  const label = labelOf(field, key);
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
  const link = h(
    "a",
    { href: to.edit(id), "data-change": field, "aria-label": t.changeField(isolate(label)) },
    t.change,
  );
  on(link, "click", signal, (event) => {
    event.preventDefault();
    const work = workOn(id);
    if (work) work.focus = field;
    go(to.edit(id));
  });
  return h(
    "div",
    {
      class: "change",
      "data-change-of": key === null ? field : `${field}.${key}`,
      "data-sensitive": String(sensitive),
    },
    h("dt", {}, h("bdi", {}, label)),
    h(
      "dd",
      { class: "change-old" },
      h("span", { class: "visually-hidden" }, `${t.from}: `),
      held ? h("del", { class: mono }, h("bdi", {}, shown(old, next))) : h("span", { class: "muted" }, old),
    ),
    h(
      "dd",
      { class: "change-new" },
      h("span", { class: "visually-hidden" }, `${t.to}: `),
      h("strong", { class: gone ? "gone" : mono }, h("bdi", {}, shown(next, old))),
      lookAlike && h("p", { class: "fine" }, t.lookAlike),
    ),
    h("dd", { class: "change-link" }, link),
  );
}

import { h, on } from "../kit/dom.js";
import { isolate } from "../text/isolate.js";
import { go, to } from "../state/places.js";
import { labelOf } from "../fields/values.js";
import { words } from "../text/words.js";
import { workOn } from "../state/work.js";
import { oldAndNew } from "./old-new.js";

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
  const { field, key, lookAlike, sensitive } = change;
  const label = labelOf(field, key);
  const { old, next } = oldAndNew(change);
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
    h("dd", { class: "change-old" }, old),
    h("dd", { class: "change-new" }, next, lookAlike && h("p", { class: "fine" }, t.lookAlike)),
    h("dd", { class: "change-link" }, link),
  );
}

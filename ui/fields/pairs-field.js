import { button, fill, h, on } from "../kit/dom.js";
import { fillFrom } from "../kit/announce.js";
import { isolate } from "../text/isolate.js";
import { noticeWords, problemWords } from "./messages.js";
import { afterWords, valueWords } from "./values.js";
import { words } from "../text/words.js";
import { icon } from "../kit/icon.js";
import { pairsControl } from "./pairs-control.js";

/**
 * @typedef {import("../host/wire.d.ts").Change} Change
 * @typedef {import("../host/wire.d.ts").Draft} Draft
 * @typedef {import("../host/wire.d.ts").Notice} Notice
 * @typedef {import("../host/wire.d.ts").Opened} Opened
 * @typedef {import("../host/wire.d.ts").Pair} Pair
 * @typedef {import("../host/wire.d.ts").Problem} Problem
 */

/** Both of Quentli's shapes, each key once. @param {Opened} opened @returns {Pair[]} */
function loadedPairs({ values }) {
  const metadata = values.metadata?.kind === "pairs" ? values.metadata.pairs : [];
  const meta = values.meta?.kind === "pairs" ? values.meta.pairs : [];
  return [...metadata, ...meta.filter(({ key }) => !metadata.some((pair) => pair.key === key))];
}

/**
 * The custom data field: its rows with undo, messages, and a checkbox if the key cannot read.
 *
 * @param {{ opened: Opened, ticks: boolean, signal: AbortSignal, changed: () => void, left: () => void }} given
 */
export function pairsField({ opened, ticks, signal, changed, left }) {
  const t = words().fields;
  const control = pairsControl({ loaded: loadedPairs(opened), signal, changed: touch });
  const tick = h("input", {
    type: "checkbox",
    name: "send.metadata",
    class: "tick",
    "aria-label": t.sendField(t.labels.metadata),
  });
  const undo = button(t.undo, { action: "undo", kind: "quiet", label: t.undoField(t.labels.metadata) }, signal, () => {
    control.show(undefined, "metadata");
    tick.checked = false;
    changed();
    control.target.focus();
  });
  undo.dataset.undo = "metadata";
  undo.prepend(icon("undo"));
  const before = h("ul", { class: "before" });
  const notice = h("div", { class: "field-notice", id: "notice-metadata", "aria-live": "polite" });
  const error = h("div", { class: "error", id: "error-metadata" });
  const node = h(
    "div",
    {
      class: "field field-pairs",
      "data-field": "metadata",
      "data-changed": "false",
      role: "group",
      "aria-labelledby": "group-customData",
      "aria-describedby": "hint-metadata notice-metadata error-metadata",
    },
    h(
      "div",
      { class: "field-head" },
      ticks && h("label", { class: "send" }, tick, h("span", { "aria-hidden": "true" }, t.send)),
      h("div", { class: "hint", id: "hint-metadata" }, h("p", {}, t.hints.metadata)),
      h("span", { class: "field-tools" }, undo),
    ),
    control.node,
    before,
    notice,
    error,
  );
  on(node, "input", signal, (event) => {
    if (event.target === tick) return;
    touch();
  });
  on(tick, "change", signal, changed);
  on(node, "focusout", signal, (event) => {
    if (!(event.relatedTarget instanceof Node && node.contains(event.relatedTarget))) left();
  });

  function touch() {
    tick.checked = true;
    changed();
  }

  const entry = () => (ticks && !tick.checked ? undefined : control.entry());

  return {
    node,
    /** @returns {Draft} */
    draft() {
      const made = entry();
      return made === undefined ? {} : { [control.way()]: made };
    },
    /** @param {Draft} draft */
    show(draft) {
      const way = draft.meta === undefined ? "metadata" : "meta";
      tick.checked = draft[way] !== undefined;
      control.show(draft[way], way);
    },
    /** @param {number | null} row */
    target: (row) => (row === null ? control.target : (control.rowTarget(row) ?? control.target)),
    /** @param {{ changes: Change[], problems: Problem[], notices: Notice[], refusal: string | undefined }} about */
    report({ changes, problems, notices, refusal }) {
      node.dataset.changed = String(changes.length > 0);
      undo.hidden = entry() === undefined;
      fill(
        before,
        changes.map((change) => h("li", {}, changeWords(change))),
      );
      fillFrom(notice, notices, () => notices.map((one) => h("p", {}, noticeWords(one))));
      const byRow = new Map(
        problems.flatMap((problem) => (problem.row === null ? [] : [[problem.row, problemWords(problem)]])),
      );
      control.report(/** @type {Map<number, string>} */ (byRow));
      fill(
        error,
        problems.filter(({ row }) => row === null).map((problem) => h("p", {}, problemWords(problem))),
        problems
          .filter(({ row }) => row !== null)
          .map((problem) =>
            h(
              "p",
              { class: "visually-hidden" },
              t.rowProblem(/** @type {number} */ (problem.row) + 1, problemWords(problem)),
            ),
          ),
        refusal !== undefined && h("p", {}, `${words().errorWords.said} ${words().errorWords.quote(isolate(refusal))}`),
      );
      node.dataset.invalid = String(problems.length > 0 || refusal !== undefined);
    },
  };
}

/** @param {Change} change */
function changeWords({ field, key, before, after }) {
  const name = isolate(key ?? "");
  if (before === null || before.kind === "absent" || before.kind === "null")
    return `${name}: ${isolate(afterWords(field, key, after))}`;
  return `${name}: ${isolate(valueWords(field, before))} → ${isolate(afterWords(field, key, after))}`;
}

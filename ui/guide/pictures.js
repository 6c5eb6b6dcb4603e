import { button, h } from "../kit/dom.js";
import { words } from "../text/words.js";
import { figures } from "../bulk/figures.js";
import { runCounts } from "../bulk/run-counts.js";
import { actionBar, finalBar } from "../kit/action-bar.js";
import { strip } from "../frame/band.js";
import { changeList } from "../record/change-list.js";
import { conflictTable } from "../record/conflict-table.js";
import { errorPicture } from "../kit/error-panel.js";
import { field } from "../fields/field.js";
import { hitList } from "../find/hit-list.js";
import { icon } from "../kit/icon.js";
import { outcomeHead } from "../record/outcome.js";
import { probeReport } from "../connect/probe-report.js";
import { refusal } from "../record/refusal.js";
import { resultTable } from "../record/result-table.js";
import { privacySection } from "../settings/privacy.js";
import { schoolsSection } from "../settings/schools.js";
import { updateCaption } from "../record/update-caption.js";
import * as sample from "./sample.js";

/** @typedef {(signal: AbortSignal) => import("../kit/dom.js").Child[]} Picture */

const nothing = () => {};

/**
 * The guide's pictures, by section and part: Ficha's own components with sample data, so that they always match
 * this version and the current language and theme. The caller makes them inert.
 *
 * @type {Record<string, Picture>}
 */
export const pictures = {
  "first.practice": () => [
    strip({ environment: "practice", name: "", server: "" }),
    strip({ environment: "production", name: sample.school.name, server: "" }),
  ],

  "first.connect": () => [probeReport(sample.probe)],

  "find.search": (signal) => [
    h(
      "div",
      { class: "search-box" },
      icon("find"),
      h("input", {
        type: "search",
        class: "control search-control",
        value: sample.typed,
        "aria-label": words().find.label,
      }),
    ),
    hitList(sample.hits, signal, { up: nothing }),
  ],

  "edit.fields": (signal) => {
    const t = words();
    const name = recordField(sample.name, signal);
    const email = recordField(sample.email, signal);
    return [
      h("div", { class: "record" }, h("div", { class: "group" }, h("div", { class: "group-fields" }, name, email))),
      actionBar({
        says: [h("p", { class: "action-count" }, t.edit.changes(1)), h("p", { class: "fine" }, t.edit.kept.disk)],
        acts: [still(t.edit.discard, "quiet", signal), still(t.edit.review(1), "primary", signal)],
      }),
    ];
  },

  "review.changes": (signal) => {
    const t = words();
    const update = still("", "primary", signal);
    update.append(updateCaption(sample.family, "production"));
    update.classList.add("button-update");
    update.dataset.environment = "production";
    return [
      h("div", { class: "sheet" }, changeList(sample.id, sample.changes, signal)),
      finalBar({ says: [], acts: [still(t.review.back, "quiet", signal), update] }),
    ];
  },

  "result.done": (signal) => [
    outcomeHead(
      { kind: "applied", title: sample.family, rows: sample.rows, at: sample.at, proof: { kind: "answer" } },
      sample.school,
    ),
    h("div", { class: "sheet" }, resultTable(sample.rows, signal, { accepted: true })),
  ],

  "result.refused": (signal) => [
    refusal({ id: sample.id, updated: sample.refused, work: sample.work, code: { focus: nothing }, signal }),
  ],

  "result.unknown": (signal) => [
    outcomeHead(
      {
        kind: "unknown",
        title: sample.family,
        rows: [],
        at: sample.at,
        cause: sample.timedOut,
        seen: { kind: "notYet" },
      },
      sample.school,
    ),
    h("div", { class: "actions" }, still(words().result.readBack, "primary", signal)),
  ],

  "conflict.choices": (signal) => [
    conflictTable({ id: sample.id, conflict: sample.conflict, signal, rebased: nothing }),
  ],

  "bulk.check": () => [figures(sample.check)],

  "run.run": (signal) => {
    const counts = runCounts(nothing, signal);
    counts.show(sample.run);
    return [h("div", { class: "sheet counts" }, counts.node)];
  },

  "settings.schools": (signal) => [schoolsSection(sample.session, signal, nothing)],

  "settings.privacy": (signal) => [privacySection(sample.session, signal)],

  "trouble.notice": (signal) => [errorPicture(sample.offline, signal, { retry: nothing })],
};

/** A button of another screen that does nothing here. @param {string} caption @param {"primary" | "quiet"} kind @param {AbortSignal} signal */
const still = (caption, kind, signal) => button(caption, { action: "still", kind }, signal, nothing);

/** @param {import("./sample.js").Typed} typed @param {AbortSignal} signal */
function recordField({ spec, loaded, entry, change }, signal) {
  const one = field({ spec, loaded, lastSent: undefined, ticks: false, signal, changed: nothing, left: nothing });
  one.show(entry);
  one.report({ change, problems: [], notices: [], refusal: undefined });
  return one.node;
}

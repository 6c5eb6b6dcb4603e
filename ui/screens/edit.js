import { actionBar } from "../components/action-bar.js";
import { conflictTable } from "../components/conflict-table.js";
import { ask } from "../components/dialog.js";
import { errorPanel } from "../components/error-panel.js";
import { errorSummary } from "../components/error-summary.js";
import { factsList } from "../components/facts.js";
import { banner } from "../components/banner.js";
import { pageHead } from "../components/page-head.js";
import { recordForm } from "../components/record-form.js";
import { waiting } from "../components/waiting.js";
import { host } from "../host/host.js";
import { lastWins } from "../lib/debounce.js";
import { after, button, fill, h, on } from "../lib/dom.js";
import { nameOf } from "../lib/isolate.js";
import { go, to } from "../lib/routes.js";
import { when } from "../lib/time.js";
import { words } from "../lib/words.js";
import { begin, onFlush, passwordIn, workOn } from "../lib/work.js";

/**
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../lib/work.js").Work} Work
 * @typedef {import("../router.js").Screen} Screen
 */

/** @param {Screen} screen */
export async function mountEdit(screen) {
  const { main, signal, id } = screen;
  const t = words();
  const begun = workOn(id);
  if (begun !== null && begun.updated === null) {
    draw(screen, begun);
    return;
  }
  fill(main, h("h1", { class: "visually-hidden", tabindex: -1 }, t.edit.loading));
  const place = h("div", {});
  main.append(place);
  const stop = button(t.waiting.stop, { action: "stop" }, signal, () => go(to.find()));
  const done = waiting(place, { words: t.waiting.loading, skeleton: 7, stop }, signal);
  try {
    const opened = await host.open(id);
    if (signal.aborted) return;
    done();
    draw(screen, begin(opened));
  } catch (thrown) {
    if (signal.aborted) return;
    done();
    fill(main, pageHead(t.edit.failed), errorPanel(/** @type {CommandError} */ (thrown), signal, { retry: screen.again }));
    screen.ready(t.edit.failed);
  }
}

/** @param {Screen} screen @param {Work} work */
function draw(screen, work) {
  const { main, signal, id } = screen;
  const t = words();
  const { opened } = work;
  const says = h("p", { class: "action-count", role: "status" });
  const kept = h("p", { class: "fine" });
  const review = button("", { action: "review", kind: "primary" }, signal, () => void toReview());
  const discard = button(t.edit.discard, { action: "discard", kind: "quiet" }, signal, () => void drop());
  const summaryPlace = h("div", {});
  let reviewing = false;

  const checks = lastWins(150, signal, check);
  const form = recordForm({ opened, draft: work.draft, signal, changed() {
    const draft = form.draft();
    work.refusals = work.refusals.filter(({ field }) => field !== "otp" && same(draft[field], work.draft[field]));
    work.draft = draft;
    main.dataset.checking = "true";
    checks.soon();
  } });
  onFlush(signal, checks.now);

  async function check() {
    const sent = work.draft;
    try {
      const checked = await host.edit(id, sent);
      if (workOn(id) !== work) return;
      work.checked = checked;
      if (!signal.aborted) showOncePressEnds();
    } catch (thrown) {
      delete main.dataset.checking;
      if (!signal.aborted) fill(summaryPlace, errorPanel(/** @type {CommandError} */ (thrown), signal, { retry: checks.soon }));
    }
  }

  // A line that appears between press and release moves what is pressed, and the click is lost.
  let pressing = false;
  on(document, "pointerdown", signal, () => { pressing = true; });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel", "keydown"])) {
    on(document, end, signal, () => {
      if (!pressing) return;
      pressing = false;
      // The click comes after the release.
      after(signal, 0, show);
    });
  }
  function showOncePressEnds() {
    if (!pressing) show();
  }

  function show() {
    delete main.dataset.checking;
    const count = work.checked.changes.length;
    form.tell(work.checked, work.refusals, work.showProblems);
    says.textContent = count === 0 ? t.edit.noChanges : t.edit.changes(count);
    kept.textContent = keptWords(work);
    review.textContent = t.edit.review(count);
    review.toggleAttribute("data-waits", count === 0 && work.checked.problems.length === 0);
    discard.hidden = Object.keys(work.draft).length === 0;
  }

  async function toReview() {
    if (reviewing) return;
    reviewing = true;
    await checks.now();
    reviewing = false;
    if (signal.aborted) return;
    if (work.checked.problems.length > 0) {
      work.showProblems = true;
      show();
      summarize();
    } else if (work.checked.changes.length === 0) {
      says.textContent = t.edit.nothing;
    } else {
      go(to.review(id));
    }
  }

  function summarize() {
    const lines = form.summary(work.checked.problems, work.refusals);
    const box = errorSummary(lines, signal);
    fill(summaryPlace, lines.length > 0 && box);
    if (lines.length > 0) box.focus();
  }

  async function drop() {
    const answer = await ask({
      title: t.edit.discardTitle,
      body: t.edit.discardBody,
      choices: [{ answer: "drop", caption: t.edit.discard, kind: "danger" }, { answer: "stay", caption: t.leave.stay }],
    }, signal);
    if (answer === "stay") return;
    await checks.now();
    try {
      begin(await host.discard(id));
      screen.again();
    } catch (thrown) {
      fill(summaryPlace, errorPanel(/** @type {CommandError} */ (thrown), signal));
    }
  }

  fill(main,
    h("div", { class: "record-head" }, pageHead(nameOf(opened.title))),
    h("div", { class: "banners" }, banners(work, screen)),
    summaryPlace,
    opened.conflict ? conflictTable({ id, conflict: opened.conflict, signal, rebased: screen.again }) : null,
    h("div", { class: "record-desk" }, form.node, opened.facts && factsList(opened.facts)),
    actionBar({ says: [says, kept], acts: [discard, review] }));
  screen.shortcuts({ review: () => void toReview() });
  show();
  screen.ready(t.edit.short);
  arrive(work, form, summarize);
}

/** @param {Work} work */
function keptWords({ draft, checked }) {
  const t = words().edit;
  if (Object.keys(draft).length === 0) return "";
  const kept = checked.kept ? t.kept : t.notKept;
  return { none: kept, some: t.withoutPassword(kept), only: t.passwordNotKept }[passwordIn(draft)];
}

/** Review sends back here to a field, or with what the server refused. @param {Work} work @param {{ focus: (name: import("../host/wire.d.ts").FieldName | "otp") => void }} form @param {() => void} summarize */
function arrive(work, form, summarize) {
  const { focus } = work;
  work.focus = null;
  if (focus !== null) form.focus(focus);
  else if (work.showProblems && work.checked.problems.length > 0) summarize();
}

/** @param {Work} work @param {Screen} screen */
function banners({ opened, id }, { signal }) {
  const t = words();
  return [
    opened.draftSavedAt !== null && Object.keys(opened.draft).length > 0
      && banner("info", t.edit.restored(when(opened.draftSavedAt)), t.edit.restoredLead, { "data-draft-restored": true }),
    opened.facts === null && banner("info", t.edit.cannotRead, t.edit.cannotReadLead),
    opened.facts?.archivedAt != null && banner("info", t.edit.archived),
    opened.pending !== null && banner("unknown", t.edit.pending, null, {},
      button(t.find.check, { action: "check-now" }, signal, () => go(to.result(id)))),
  ];
}

/** @param {unknown} one @param {unknown} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

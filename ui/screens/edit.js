import { actionBar } from "../kit/action-bar.js";
import { conflictTable } from "../record/conflict-table.js";
import { ask } from "../kit/dialog.js";
import { errorPanel } from "../kit/error-panel.js";
import { errorSummary } from "../kit/error-summary.js";
import { factsList } from "../record/facts.js";
import { findField } from "../record/field-finder.js";
import { banner } from "../kit/banner.js";
import { pageHead } from "../kit/page-head.js";
import { recordForm } from "../record/record-form.js";
import { attempts } from "../kit/attempt.js";
import { load } from "../kit/load.js";
import { host } from "../host/host.js";
import { lastWins } from "../kit/debounce.js";
import { oncePressEnds } from "../kit/press.js";
import { announce, fillFrom } from "../kit/announce.js";
import { button, fill, h, on } from "../kit/dom.js";
import { nameOf } from "../text/isolate.js";
import { go, to } from "../state/places.js";
import { isOpen, isReadBack, onFoundOut } from "../state/pending.js";
import { when } from "../text/time.js";
import { labelOf, valueWords } from "../fields/values.js";
import { words } from "../text/words.js";
import { begin, goOn, onFlush, passwordIn, renew, same, workOn } from "../state/work.js";

/**
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../state/work.js").Work} Work
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** @param {Screen} screen */
export async function mountEdit(screen) {
  const { main, signal, id, from } = screen;
  const t = words();
  // Back from Review, or drawn again. Opening a family shows what Quentli holds, not what was remembered.
  const here = from !== null && from.id === id && (from.screen === "review" || from.screen === "edit");
  // An update to be undone was read with the press that led here.
  const undoes = from?.screen === "result" && workOn(id)?.undo != null;
  const begun = here || undoes ? workOn(id) : null;
  if (begun !== null && begun.updated === null) {
    draw(screen, begun);
    return;
  }
  fill(main, h("h1", { class: "visually-hidden", tabindex: -1 }, t.edit.loading));
  const place = h("div", {});
  main.append(place);
  const stop = button(t.waiting.stop, { action: "stop" }, signal, () => go(to.find()));
  const opened = await load(() => host.open(id), {
    place,
    signal,
    skeleton: 7,
    stop,
    failed: (error) => void drawFailed(screen, error),
  });
  if (opened !== null) draw(screen, begin(opened));
}

/** @param {Screen} screen @param {CommandError} error */
async function drawFailed(screen, error) {
  const { main, signal, id } = screen;
  const { failed } = words().edit;
  const draft = await keptDraft(id, signal);
  if (signal.aborted) return;
  fill(main, pageHead(failed), errorPanel(error, signal, { retry: screen.remount }), draft);
  screen.ready(failed);
}

/** @param {Screen} screen @param {Work} work */
function draw(screen, work) {
  const { main, signal, id } = screen;
  const t = words();
  const { opened } = work;
  const says = h("p", { class: "action-count", role: "status" });
  const kept = h("p", { class: "fine", "data-kept": true });
  const review = button("", { action: "review", kind: "primary" }, signal, () => void toReview());
  const discard = button(t.edit.discard, { action: "discard", kind: "quiet" }, signal, () => void drop());
  const summaryPlace = h("div", {});
  const attempt = attempts(summaryPlace, signal);
  // Within the bar, which is always in sight: it appears while something is typed anywhere in the form.
  const problem = h("div", { class: "action-problem" });
  let retries = 0;
  let reviewing = false;
  /** What was last sent to the core; anything typed since is only here. */
  let handed = work.draft;

  const checks = lastWins(150, signal, check);
  const form = recordForm({
    opened,
    draft: work.draft,
    signal,
    changed() {
      const draft = form.draft();
      work.refusals = work.refusals.filter(({ field }) => field !== "otp" && same(draft[field], work.draft[field]));
      work.draft = draft;
      work.refused = false;
      work.undo = null;
      work.code = "";
      main.dataset.checking = "true";
      showKept();
      checks.soon();
    },
  });
  onFlush(signal, () => {
    if (work.unchecked) checks.soon();
    return checks.now();
  });
  /** Asks the core even if nothing was typed: the choices on screen must be current. */
  async function flush() {
    checks.soon();
    await checks.now();
  }
  // The outcome of an earlier update may have changed what is left to send.
  onFoundOut(id, signal, checks.soon);

  async function check() {
    // Typed for the previous connection, if it has changed by now.
    if (workOn(id) !== work) return;
    const sent = work.draft;
    try {
      const { checked, moved } = await host.edit(id, work.opened.revision, sent);
      if (workOn(id) !== work) return;
      work.checked = checked;
      work.unchecked = false;
      handed = sent;
      if (moved !== null) {
        // More was typed meanwhile into the old form: send that first.
        if (work.draft !== sent) checks.soon();
        else {
          goOn(work, moved);
          if (!signal.aborted) screen.remount();
        }
        return;
      }
      if (!signal.aborted) whenPressEnds(show);
    } catch (thrown) {
      delete main.dataset.checking;
      work.checked = { ...work.checked, kept: "failed" };
      work.unchecked = true;
      kept.textContent = t.edit.kept.failed;
      if (!signal.aborted) whenPressEnds(() => showFailure(/** @type {CommandError} */ (thrown)));
    }
  }

  const whenPressEnds = oncePressEnds(signal);

  /** Why what was typed is not kept; null if it is. @param {CommandError | null} error */
  function showFailure(error) {
    const retry = () => {
      retries += 1;
      checks.soon();
    };
    fillFrom(
      problem,
      error && [error, retries],
      () => [error && errorPanel(error, signal, { retry })],
      () => problem.querySelector("button") ?? review,
    );
  }

  function showKept() {
    const saving = work.draft !== handed && work.checked.kept === "disk" && passwordIn(work.draft) !== "only";
    kept.textContent = saving ? t.edit.saving : keptWords(work);
  }

  function show() {
    if (work.draft === handed) delete main.dataset.checking;
    const count = work.checked.changes.length;
    form.report(work.checked, work.refusals, work.showProblems);
    const open = work.checked.problems.length;
    announce(says, count > 0 ? t.edit.changes(count) : open > 0 ? t.edit.toCorrect(open) : t.edit.noChanges);
    if (!work.unchecked) showFailure(null);
    showKept();
    kept.dataset.kept = work.checked.kept;
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
      announce(says, t.edit.nothing);
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
    const answer = await ask(
      {
        title: t.edit.discardTitle,
        body: t.edit.discardBody,
        choices: [
          { answer: "drop", caption: t.edit.discard, kind: "danger" },
          { answer: "stay", caption: t.leave.stay },
        ],
      },
      signal,
    );
    if (answer === "stay") return;
    // What is typed into the form from here on would go with it.
    main.toggleAttribute("inert", true);
    await checks.now();
    if (signal.aborted) return;
    const done = await attempt(async () => {
      renew(work, await host.discard(id));
      if (!signal.aborted) screen.remount();
    });
    if (!done) main.toggleAttribute("inert", false);
  }

  fill(
    main,
    h("div", { class: "record-head" }, pageHead(nameOf(opened.title))),
    h("div", { class: "banners" }, banners(work, screen)),
    summaryPlace,
    opened.conflict ? conflictTable({ id, conflict: opened.conflict, signal, flush, rebased: screen.remount }) : null,
    h("div", { class: "record-desk" }, form.node, opened.facts && factsList(opened.facts, signal)),
    actionBar({ problem, says: [says, kept], acts: [discard, review] }),
  );
  screen.shortcuts({ review: () => void toReview() });
  jumpByKeys(screen, form);
  show();
  screen.ready(t.edit.short);
  arrive(work, form, summarize);
}

/**
 * Alt with a digit leads to a group, Alt+F to a field by its name. The letter's place counts: Option types another one.
 *
 * @param {Screen} screen @param {ReturnType<typeof recordForm>} form
 */
function jumpByKeys({ main, signal }, form) {
  on(document.body, "keydown", signal, (event) => {
    const plainAlt = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!plainAlt || !main.isConnected || document.querySelector("dialog[open]")) return;
    const digit = /^(?:Digit|Numpad)([1-7])$/.exec(event.code)?.[1];
    if (digit === undefined && event.code !== "KeyF") return;
    event.preventDefault();
    if (event.repeat) return;
    if (digit !== undefined) form.focusGroup(Number(digit) - 1);
    else
      void findField(form.names, signal).then((name) => {
        if (name !== null) form.focus(name);
      });
  });
}

/** @param {Work} work */
function keptWords({ draft, checked }) {
  const t = words().edit;
  if (Object.keys(draft).length === 0) return "";
  const kept = t.kept[checked.kept];
  return { none: kept, some: t.withoutPassword(kept), only: t.passwordNotKept }[passwordIn(draft)];
}

/** Review links back to a field, or returns with the server's refusals. @param {Work} work @param {{ focus: (name: import("../host/wire.d.ts").FieldName | "otp") => void }} form @param {() => void} summarize */
function arrive(work, form, summarize) {
  const { focus } = work;
  work.focus = null;
  if (focus !== null) form.focus(focus);
  else if (work.showProblems && work.checked.problems.length > 0) summarize();
}

/** @param {Work} work @param {Screen} screen */
function banners({ opened, id, moved, restored }, { signal }) {
  const t = words();
  return [
    moved && banner("info", t.edit.moved, t.edit.movedLead, { "data-moved": true }),
    restored &&
      opened.draftSavedAt !== null &&
      banner("info", t.edit.restored(when(opened.draftSavedAt)), t.edit.restoredLead, { "data-draft-restored": true }),
    opened.facts === null && banner("info", t.edit.cannotRead, t.edit.cannotReadLead),
    opened.facts?.archivedAt != null && banner("info", t.edit.archived),
    opened.pending !== null && pendingBanner(opened.pending, id, signal),
  ];
}

/** @param {import("../host/wire.d.ts").Pending} pending @param {string} id @param {AbortSignal} signal */
function pendingBanner({ state }, id, signal) {
  const t = words();
  const see = button(t.find.see, { action: "see-result" }, signal, () => go(to.result(id)));
  if (state === "sending") return banner("unknown", t.edit.sending, null, {}, see);
  if (isOpen(state) && !isReadBack(state))
    return banner("unknown", `${t.edit.pending} ${t.find.foundAs[state]}`, null, {}, see);
  if (isOpen(state))
    return banner(
      "unknown",
      t.edit.pending,
      null,
      {},
      button(t.find.check, { action: "check-now" }, signal, () => go(to.result(id))),
    );
  return banner("info", `${t.edit.unseen} ${t.find.foundAs[state]}`, null, {}, see);
}

/**
 * The draft of a family that cannot be opened: it can be read and discarded.
 *
 * @param {string} id
 * @param {AbortSignal} signal
 */
async function keptDraft(id, signal) {
  const t = words().edit;
  const draft = await host.keptDraft(id).catch(() => null);
  if (draft === null || signal.aborted) return null;
  const entries = /** @type {Array<[import("../host/wire.d.ts").FieldName, import("../host/wire.d.ts").Entry]>} */ (
    Object.entries(draft.draft)
  );
  const drop = button(t.discardDraft, { action: "drop-draft", kind: "danger" }, signal, async () => {
    const answer = await ask(
      {
        title: t.discardTitle,
        body: t.discardDraftBody,
        choices: [
          { answer: "drop", caption: t.discardDraft, kind: "danger" },
          { answer: "stay", caption: words().leave.stay },
        ],
      },
      signal,
    );
    if (answer === "stay") return;
    await attempt(async () => {
      await host.dropDraft(id, null);
      if (!signal.aborted) go(to.find());
    });
  });
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  return h(
    "section",
    { class: "sheet kept-draft", "data-kept-draft": id },
    h("h2", {}, t.keptDraft),
    h("p", { class: "fine" }, draft.savedAt === null ? t.kept.failed : t.restored(when(draft.savedAt))),
    h(
      "dl",
      { class: "kept-lines" },
      entries.flatMap(([field, entry]) =>
        typedLines(field, entry).map(([label, text]) =>
          h("div", {}, h("dt", {}, h("bdi", {}, label)), h("dd", {}, h("bdi", {}, text))),
        ),
      ),
    ),
    problem,
    h("div", { class: "actions" }, drop),
  );
}

/** @param {import("../host/wire.d.ts").FieldName} field @param {import("../host/wire.d.ts").Entry} entry @returns {Array<[string, string]>} */
function typedLines(field, entry) {
  const { values } = words().fields;
  switch (entry.kind) {
    case "clear":
      return [[labelOf(field), values.cleared]];
    case "text":
      return [[labelOf(field), entry.text]];
    case "flag":
      return [[labelOf(field), valueWords(field, entry)]];
    case "list":
      return [[labelOf(field), valueWords(field, entry)]];
    case "pairs":
      return entry.rows
        .filter(({ key, original, value, remove }) => remove || original === null || key !== original || value !== "")
        .map(({ key, value, remove }) => [key, remove ? values.deleted : value]);
  }
}

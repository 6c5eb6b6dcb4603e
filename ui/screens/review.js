import { banner } from "../kit/banner.js";
import { finalBar } from "../kit/action-bar.js";
import { changeList } from "../record/change-list.js";
import { codeField } from "../record/code-field.js";
import { conflictTable } from "../record/conflict-table.js";
import { cannotUndoWords } from "../record/undo-button.js";
import { archivedNotice } from "../record/archived-notice.js";
import { errorPanel } from "../kit/error-panel.js";
import { pageHead, lead } from "../kit/page-head.js";
import { refusal } from "../record/refusal.js";
import { requestView } from "../record/request-view.js";
import { sideEffects } from "../record/side-effects.js";
import { updateCaption } from "../record/update-caption.js";
import { load } from "../kit/load.js";
import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { guard } from "../kit/armed.js";
import { announce } from "../kit/announce.js";
import { after, button, fill, h } from "../kit/dom.js";
import { nameOf, nameWords } from "../text/isolate.js";
import { problemWords } from "../fields/messages.js";
import { acknowledge, onFoundOut } from "../state/pending.js";
import { go, to } from "../state/places.js";
import { words } from "../text/words.js";
import { goOn, workOn } from "../state/work.js";

/**
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../host/wire.d.ts").Reviewed} Reviewed
 * @typedef {import("../host/wire.d.ts").UpdateReport} UpdateReport
 * @typedef {import("../state/work.js").Work} Work
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** How long the changes are on the screen, with nothing pressed, before they can be sent. */
const calmMs = 700;

/** @param {Screen} screen */
export async function mountReview(screen) {
  const { main, signal, id } = screen;
  const t = words();
  const work = workOn(id);
  if (work === null || work.updated !== null) {
    screen.instead(to.edit(id));
    return;
  }
  fill(main, pageHead(t.review.title));
  const place = h("div", {});
  main.append(place);
  const reviewed = await load(() => host.review(id, work.opened.revision, work.draft), {
    place,
    signal,
    skeleton: 4,
    failed(error) {
      fill(place, errorPanel(error, signal, { retry: screen.remount }));
      screen.ready(t.review.title);
    },
  });
  if (reviewed === null) return;
  if (reviewed.moved !== null) {
    goOn(work, reviewed.moved);
    screen.instead(to.edit(id));
  } else if (reviewed.problems.length > 0) {
    work.checked = { ...work.checked, problems: reviewed.problems, notices: reviewed.notices };
    work.showProblems = true;
    screen.instead(to.edit(id));
  } else {
    draw(screen, work, reviewed);
  }
}

/** @param {Screen} screen @param {Work} work @param {Reviewed} reviewed */
function draw(screen, work, reviewed) {
  const { main, signal, id } = screen;
  const t = words();
  const { title, changes, request } = reviewed;
  const back = button(t.review.back, { action: "back", kind: "quiet" }, signal, () => go(to.edit(id)));
  const connection = app.connection;
  if (changes.length === 0 || connection === null) {
    fill(main, pageHead(t.review.nothing), lead(t.review.nothingLead), h("div", { class: "actions" }, back));
    screen.ready(t.review.title);
    return;
  }

  const head = h("div", {}, pageHead(t.review.title, lead(t.review.lead(nameWords(title), changes.length))));
  const outcome = h("div", { class: "outcome-place" });
  const saying = h("p", { role: "status" });
  const fate = h("p", {}, fateWords(connection, changes.length));
  const code = codeField(reviewed.codeNeeded, work, signal);
  const archived = reviewed.archivedAt === null ? null : archivedNotice(reviewed.archivedAt, nameWords(title), signal);
  const caption = updateCaption(title, connection.environment);
  const update = button("", { action: "update", kind: "primary" }, signal, () => void send());
  update.dataset.environment = connection.environment;
  update.classList.add("button-update");
  update.append(caption);
  update.setAttribute("aria-describedby", "reviewed");
  const hands = guard(update, calmMs, signal);

  /** @param {boolean} on */
  function busy(on) {
    work.sending = on;
    update.setAttribute("aria-disabled", String(on));
    update.setAttribute("aria-busy", String(on));
    fill(update, on ? t.review.updating : caption);
    back.disabled = on;
  }

  async function send() {
    if (work.sending || !hands.take()) return;
    if (archived !== null && !archived.confirmed()) {
      archived.ask();
      return;
    }
    busy(true);
    const soon = after(signal, 2000, () => {
      announce(saying, t.waiting.sending);
      fate.hidden = true;
    });
    fill(outcome);
    // If this page dies, the next one waits for the outcome.
    host.arrived(to.result(id)).catch(() => {});
    try {
      showUpdated(await host.update(id, code.value()));
    } catch (thrown) {
      refuse(/** @type {CommandError} */ (thrown));
    } finally {
      soon();
      host.arrived(to.review(id)).catch(() => {});
      announce(saying, "");
      fate.hidden = false;
      busy(false);
      hands.calm();
    }
  }

  /** @param {CommandError} error Ficha's own: nothing was sent */
  function refuse(error) {
    const bad = error.problems.find(({ field }) => field === "otp");
    if (bad) code.refuse(problemWords(bad));
    else fill(outcome, errorPanel(error, signal, { retry: screen.remount }));
  }

  /** @param {UpdateReport} updated */
  function showUpdated(updated) {
    if (updated.kind === "conflict") {
      // Changed again meanwhile: Edit shows what there is to decide now.
      const rebased = () => (workOn(id)?.opened.conflict ? screen.instead(to.edit(id)) : screen.remount());
      work.opened = { ...work.opened, conflict: updated.conflict };
      const table = conflictTable({ id, conflict: updated.conflict, signal, rebased });
      // There is nothing to review before this is decided.
      fill(head, pageHead(nameOf(title)));
      fill(body, table, h("div", { class: "actions" }, back));
      bar.remove();
      back.disabled = false;
      table.querySelector("h2")?.focus();
    } else if (updated.kind === "refused") {
      work.refusals = updated.fields;
      work.refused = true;
      if (updated.codeNeeded) {
        outcome.after(code.node);
        code.offer(updated.fields.find(({ field }) => field === "otp")?.message ?? null);
      }
      const panel = refusal({ id, updated, work, code, signal });
      fill(outcome, panel);
      panel.focus();
      void acknowledge(updated);
    } else {
      work.updated = updated;
      if (!signal.aborted) go(to.result(id));
    }
  }

  /** The key that led here may still be held. */
  function leadToUpdate() {
    hands.calm();
    update.focus();
  }

  const body = h(
    "div",
    { class: "sheet-stack" },
    outcome,
    work.undo && banner("info", t.review.undoing, cannotUndoWords(work.undo), { "data-undoing": true }),
    h("section", { class: "sheet", id: "reviewed" }, changeList(id, changes, signal)),
    archived && archived.node,
    sideEffects(changes, work.opened.values),
    code.node,
    request && requestView(request, signal),
  );
  const bar = finalBar({ says: [fate, saying], acts: [back, update] });
  fill(main, head, body, bar);
  // The outcome of an earlier update may have changed what is left to send.
  onFoundOut(id, signal, () => {
    if (!work.sending && work.updated === null) screen.remount();
  });
  screen.shortcuts({ review: leadToUpdate });
  // What comes next; it accepts a press once the changes have been on the screen for a moment.
  if (archived !== null) archived.focus();
  else if (reviewed.codeNeeded) code.focus();
  else update.focus({ preventScroll: true });
  screen.ready(t.review.title);
}

/** What the button does, and in which environment. @param {import("../host/wire.d.ts").Connection} connection @param {number} count */
function fateWords({ environment, name, server }, count) {
  const t = words();
  const { band, note } = t.environments[environment];
  const place = environment === "practice" ? band : `${band} · ${nameWords(name)}`;
  return t.review.fate(count, place, environment === "other" ? server : note);
}

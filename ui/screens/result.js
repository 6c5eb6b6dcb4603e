import { ask } from "../kit/dialog.js";
import { cannotUndoWords, undoButton } from "../record/undo-button.js";
import { errorPanel } from "../kit/error-panel.js";
import { isComparable, outcomeHead, outcomeTitle } from "../record/outcome.js";
import { pageHead } from "../kit/page-head.js";
import { resultTable } from "../record/result-table.js";
import { attempts } from "../kit/attempt.js";
import { load } from "../kit/load.js";
import { host } from "../host/host.js";
import { app, onPending } from "../state/app.js";
import { guard } from "../kit/armed.js";
import { button, fill, h, on } from "../kit/dom.js";
import { acknowledge, isOpen } from "../state/pending.js";
import { go, to } from "../state/places.js";
import { words } from "../text/words.js";
import { endWork, workOn } from "../state/work.js";

/**
 * @typedef {import("../host/wire.d.ts").UpdateReport} UpdateReport
 * @typedef {Exclude<UpdateReport, { kind: "refused" } | { kind: "conflict" }>} Outcome
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** How long a result is on the screen, with nothing pressed, before a press can leave it. */
const calmMs = 500;

/** @param {Screen} screen */
export async function mountResult(screen) {
  const updated = workOn(screen.id)?.updated ?? null;
  // An unknown outcome may be known by now.
  if (isOutcome(updated) && (updated.kind !== "unknown" || screen.from?.screen === "review")) draw(screen, updated);
  else await learn(screen);
}

/** @param {UpdateReport | null} updated @returns {updated is Outcome} */
const isOutcome = (updated) => updated !== null && updated.kind !== "refused" && updated.kind !== "conflict";

/** Requests the outcome of the update, which is read back if it is unknown. @param {Screen} screen */
async function learn(screen) {
  const { main, signal, id } = screen;
  const t = words();
  fill(main, pageHead(t.waiting.reading));
  const place = h("div", {});
  main.append(place);
  const stop = h("a", { class: "button button-plain", href: to.find(), "data-action": "stop" }, t.waiting.stop);
  const updated = await load(() => host.outcome(id), {
    place,
    signal,
    skeleton: 4,
    stop,
    failed(error) {
      // Already seen: nothing is pending for this family.
      const title = error.code === "nothingPending" ? t.result.title : t.result.unknown;
      fill(
        main,
        pageHead(title),
        errorPanel(error, signal, { retry: screen.remount }),
        h("div", { class: "actions" }, h("a", { class: "button button-plain", href: to.find() }, t.errorWords.goFind)),
      );
      screen.ready(t.result.title);
    },
  });
  if (updated === null) return;
  if (updated.kind === "refused") drawRefusal(screen, updated);
  else if (isOutcome(updated)) draw(screen, updated);
  else go(to.edit(id));
}

/** A refusal that arrived after a reload of the page. @param {Screen} screen @param {Extract<UpdateReport, { kind: "refused" }>} updated */
function drawRefusal(screen, updated) {
  const { main, signal, id } = screen;
  const t = words();
  fill(
    main,
    h(
      "div",
      { "data-outcome": "refused" },
      pageHead(t.review.refusedTitle),
      errorPanel(updated.error, signal, { record: updated.confirmed ? undefined : t.review.notConfirmed }),
    ),
    h(
      "div",
      { class: "actions actions-page" },
      h("a", { class: "button button-quiet", href: to.edit(id), "data-action": "open-record" }, t.result.edit),
      button(t.result.next, { action: "next" }, signal, () => go(to.find())),
    ),
  );
  void acknowledge(updated);
  screen.ready(t.review.refusedTitle);
}

/** @param {Screen} screen @param {Outcome} outcome */
function draw(screen, outcome) {
  const { main, signal, id } = screen;
  const t = words();
  const next = () => go(to.find());
  const unknown = outcome.kind === "unknown";
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  const end = button(
    t.result.giveUp,
    { action: "give-up", kind: "quiet" },
    signal,
    () => void giveUp(screen, attempt, end),
  );
  const { update, undo } = outcome;
  const putBack = update !== null && undo.possible ? undoButton({ id, update, attempt, signal }) : null;
  const acts = [
    unknown && end,
    h(
      "a",
      { class: "button button-quiet", href: to.edit(id), "data-action": "open-record" },
      outcome.kind === "applied" ? t.result.open : t.result.edit,
    ),
    putBack,
    button(t.result.next, { action: "next", kind: unknown ? "plain" : "primary" }, signal, next),
    outcome.kind === "unknown" &&
      isComparable(outcome.seen) &&
      button(t.result.readBack, { action: "read-back", kind: "primary" }, signal, () => {
        endWork();
        screen.remount();
      }),
  ];
  if (unknown) {
    const follow = new AbortController();
    signal.addEventListener("abort", () => follow.abort(), { signal: follow.signal });
    // Ficha reads it back by itself; this page follows.
    const at = app.session?.generation;
    onPending(follow.signal, () => {
      if (app.session?.generation !== at) return;
      const now = app.session?.pending.find(({ customerId }) => customerId === id);
      if (now === undefined || isOpen(now.state)) return;
      follow.abort();
      endWork();
      screen.remount();
    });
  } else {
    void acknowledge(outcome);
  }
  const bar = h("div", { class: "actions actions-page", role: "group" }, acts);
  fill(
    main,
    outcomeHead(outcome, app.connection),
    outcome.rows.length > 0 &&
      h(
        "section",
        { class: "sheet" },
        resultTable(outcome.rows, signal, {
          accepted: outcome.kind === "applied" && outcome.proof.kind === "answer",
          final: !unknown,
          heldAt: outcome.recorded ? outcome.at : null,
        }),
      ),
    undo.impossible.length > 0 &&
      h("p", { class: "fine cannot-undo", "data-cannot-undo": true }, cannotUndoWords(undo.impossible)),
    bar,
    problem,
  );
  // A second press on Update must not dismiss the outcome.
  const hands = guard(bar, calmMs, signal);
  bar.addEventListener(
    "click",
    (event) => {
      if (hands.take()) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true, signal },
  );
  // One key for the next family, unless the focused control uses it itself. Enter, which may be pressed once too often,
  // only where there is nothing to be done about the result: shown once, it is listed nowhere any more.
  const isDone = outcome.kind === "applied";
  on(document.body, "keydown", signal, (event) => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.repeat ||
      event.defaultPrevented ||
      !main.isConnected ||
      document.querySelector("dialog[open]")
    )
      return;
    const onControl =
      event.target instanceof Element && event.target.closest("a, button, input, select, textarea, summary") !== null;
    if (event.key.toLowerCase() === "n" || event.key === "/" || (event.key === "Enter" && !onControl && isDone)) {
      event.preventDefault();
      if (hands.take()) next();
    }
  });
  screen.shortcuts({ back: next });
  screen.ready(outcomeTitle(outcome));
}

/** Only the user can end an update whose outcome is unknown. @param {Screen} screen @param {import("../kit/attempt.js").Attempt} attempt @param {HTMLButtonElement} pressed */
async function giveUp({ signal, id }, attempt, pressed) {
  const t = words().result;
  const answer = await ask(
    {
      title: t.giveUpTitle,
      body: t.giveUpBody,
      choices: [
        { answer: "giveUp", caption: t.giveUp, kind: "danger" },
        { answer: "stay", caption: words().leave.stay },
      ],
    },
    signal,
  );
  if (answer === "stay") return;
  await attempt(
    async () => {
      const at = app.session?.generation;
      app.setPending(at, await host.giveUp(id));
      // It may have waited for a read to end, and the user may have left.
      if (signal.aborted) return;
      endWork();
      go(to.find());
    },
    { pressed },
  );
}

import { errorPanel } from "../components/error-panel.js";
import { outcomeHead, outcomeTitle } from "../components/outcome.js";
import { pageHead } from "../components/page-head.js";
import { resultTable } from "../components/result-table.js";
import { waiting } from "../components/waiting.js";
import { host } from "../host/host.js";
import { app } from "../lib/app.js";
import { button, fill, h, on } from "../lib/dom.js";
import { go, to } from "../lib/routes.js";
import { takeSettled } from "../lib/settled.js";
import { words } from "../lib/words.js";
import { endWork, workOn } from "../lib/work.js";

/**
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../host/wire.d.ts").Updated} Updated
 * @typedef {import("../components/outcome.js").Outcome} Outcome
 * @typedef {import("../router.js").Screen} Screen
 */

/** @param {Screen} screen */
export async function mountResult(screen) {
  const settled = takeSettled(screen.id);
  if (settled !== null) endWork();
  const updated = settled?.kind === "unknown" ? null : settled ?? workOn(screen.id)?.updated ?? null;
  if (isOutcome(updated)) draw(screen, updated);
  else await readBack(screen);
}

/** @param {Updated | null} updated @returns {updated is Outcome} */
const isOutcome = (updated) => updated !== null && updated.kind !== "refused" && updated.kind !== "conflict";

/** @param {Screen} screen */
async function readBack(screen) {
  const { main, signal, id } = screen;
  const t = words();
  fill(main, pageHead(t.waiting.reading));
  const place = h("div", {});
  main.append(place);
  const done = waiting(place, { words: t.waiting.loading, skeleton: 4 }, signal);
  try {
    const updated = await host.readBack(id);
    if (signal.aborted) return;
    done();
    if (isOutcome(updated)) draw(screen, updated);
    else go(to.edit(id));
  } catch (thrown) {
    if (signal.aborted) return;
    done();
    fill(main, pageHead(t.result.unknown), errorPanel(/** @type {CommandError} */ (thrown), signal, { retry: screen.again }),
      h("div", { class: "actions" }, h("a", { class: "button button-plain", href: to.find() }, t.errorWords.goFind)));
    screen.ready(t.result.title);
  }
}

/** @param {Screen} screen @param {Outcome} outcome */
function draw(screen, outcome) {
  const { main, signal, id } = screen;
  const t = words();
  const next = () => go(to.find());
  const unknown = outcome.kind === "unknown";
  const acts = [
    unknown && button(t.result.readBack, { action: "read-back", kind: "primary" }, signal, () => {
      endWork();
      void readBack(screen);
    }),
    button(t.result.next, { action: "next", kind: unknown ? "plain" : "primary" }, signal, next),
    h("a", { class: "button button-quiet", href: to.edit(id), "data-action": "open-record" }, outcome.kind === "applied" ? t.result.open : t.result.edit),
  ];
  fill(main,
    outcomeHead(outcome, app.connection),
    outcome.rows.length > 0 && h("section", { class: "sheet" }, resultTable(outcome.rows, outcome.kind === "applied" && outcome.proof.kind === "answer")),
    h("div", { class: "actions actions-page" }, acts));
  // One key for the next family, wherever the focus is but in a control that has its own use for it.
  on(document.body, "keydown", signal, (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !main.isConnected || document.querySelector("dialog[open]")) return;
    const onControl = event.target instanceof Element && event.target.closest("a, button, input, select, textarea, summary") !== null;
    if (event.key.toLowerCase() === "n" || event.key === "/" || (event.key === "Enter" && !onControl && !unknown)) {
      event.preventDefault();
      next();
    }
  });
  screen.shortcuts({ back: next });
  void renewPending();
  screen.ready(outcomeTitle(outcome));
}

/** Find lists the updates nobody knows the outcome of, and this one may have joined or left them. */
async function renewPending() {
  try {
    app.session = await host.session();
  } catch {
    // The list of before stays; the outcome on the screen does not depend on it.
  }
}

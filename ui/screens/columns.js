import { columnsTable } from "../bulk/columns-table.js";
import { openSheetFor } from "../bulk/open-sheet.js";
import { readingQuestions } from "../bulk/reading-questions.js";
import { stepList } from "../bulk/steps.js";
import { host } from "../host/host.js";
import { actionBar } from "../kit/action-bar.js";
import { announce } from "../kit/announce.js";
import { attempts } from "../kit/attempt.js";
import { lastWins } from "../kit/debounce.js";
import { button, fill, h } from "../kit/dom.js";
import { lead, pageHead } from "../kit/page-head.js";
import { go, to } from "../state/places.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Reading} Reading
 * @typedef {import("../host/wire.d.ts").Sheet} Sheet
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** @param {Screen} screen */
export async function mountColumns(screen) {
  const t = words().bulk.columns;
  const sheet = await openSheetFor(screen, t.title, t.short);
  if (sheet !== null) draw(screen, sheet);
}

/** @param {Screen} screen @param {Sheet} first */
function draw(screen, first) {
  const { main, signal } = screen;
  const t = words().bulk.columns;
  let sheet = first;
  /** @type {Reading} */
  let reading = { ...first.reading };
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  const says = h("p", { class: "action-count", role: "status" });
  const next = button(t.next, { action: "check", kind: "primary" }, signal, () => void check());
  const sending = lastWins(0, signal, send);
  const table = columnsTable(first, sending.soon, signal);
  const questions = readingQuestions((answer) => {
    reading = { ...reading, ...answer };
    sending.soon();
  }, signal);

  async function send() {
    const uses = table.uses();
    const sent = reading;
    await attempt(async () => {
      const now = await host.useColumns(uses, sent);
      // More was chosen meanwhile: its answer is on its way.
      if (reading !== sent || JSON.stringify(table.uses()) !== JSON.stringify(uses)) sending.soon();
      sheet = now;
      if (!signal.aborted) show();
    });
  }

  function show() {
    table.show(sheet);
    questions.show(sheet);
    const { columnsProblem, columns } = sheet;
    const ignored = columns.filter(({ use }) => use.kind === "ignored").length;
    const changing = columns.filter(({ use }) => ["field", "namePart", "pair"].includes(use.kind)).length;
    announce(says, columnsProblem === null ? t.summary(changing, ignored) : t.problems[columnsProblem.code]);
    says.classList.toggle("error", columnsProblem !== null);
  }

  async function check() {
    await sending.now();
    if (signal.aborted || problem.hasChildNodes()) return;
    const { columnsProblem } = sheet;
    if (columnsProblem === null) go(to.check());
    else table.focusOn(columnsProblem.columns[0] ?? 0);
  }

  fill(
    main,
    stepList("columns"),
    pageHead(t.title, lead(t.lead)),
    h(
      "div",
      { class: "sheet-stack" },
      problem,
      h("div", { class: "sheet" }, table.node),
      questions.asked,
      h("p", { class: "hint blank-rule" }, t.blank(t.clearWord)),
      questions.more,
    ),
    actionBar({
      says: [says],
      acts: [h("a", { class: "button button-quiet", href: to.sheet(), "data-action": "back" }, t.back), next],
    }),
  );
  show();
  screen.shortcuts({ review: () => void check() });
  screen.ready(t.short);
}

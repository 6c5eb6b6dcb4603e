import { runList, titleOf } from "../bulk/run-list.js";
import { sourceArea } from "../bulk/source-area.js";
import { exportFamilies } from "../find/export-families.js";
import { host } from "../host/host.js";
import { attempts } from "../kit/attempt.js";
import { banner } from "../kit/banner.js";
import { askBefore } from "../kit/dialog.js";
import { after, button, fill, h } from "../kit/dom.js";
import { lead, pageHead } from "../kit/page-head.js";
import { familiesWords } from "../kit/workbook-words.js";
import { app } from "../state/app.js";
import { takeDrop } from "../state/drop.js";
import { go, to } from "../state/places.js";
import { isOver, onRun } from "../state/runs.js";
import { forgetMends, hasMends } from "../state/sheet.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Run} Run
 * @typedef {import("../host/wire.d.ts").Sheet} Sheet
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** How many runs that are over are listed. */
const most = 10;

/** @param {Screen} screen */
export async function mountBulk(screen) {
  const { main, signal } = screen;
  const t = words().bulk;
  const problem = h("div", {});
  const said = h("p", { class: "fine", role: "status" });
  const attempt = attempts(problem, signal);
  const unfinished = h("div", {});
  const opened = h("div", {});
  const over = h("div", {});
  const canRead = app.connection?.canRead === true;

  /** @param {() => Promise<Sheet | null>} act @param {HTMLElement} [pressed] */
  async function open(act, pressed) {
    if (!(await mayReplace(signal))) return;
    const soon = after(signal, 500, () => {
      said.textContent = t.start.opening;
    });
    await attempt(
      async () => {
        const sheet = await act();
        if (sheet === null) return;
        forgetMends();
        if (!signal.aborted) go(to.sheet());
      },
      { pressed },
    );
    soon();
    said.textContent = "";
  }

  async function showRuns() {
    const runs = await host.runs().catch(() => /** @type {Run[]} */ ([]));
    if (signal.aborted) return;
    const open = runs.filter((run) => !isOver(run));
    const last = runs.filter(isOver).slice(0, most);
    fill(unfinished, open.length > 0 && section(t.start.openRuns, "open-runs", runList(open)));
    fill(over, last.length > 0 && section(t.start.lastRuns, "last-runs", runList(last)));
  }

  async function showOpened() {
    const sheet = await host.sheet().catch(() => null);
    if (signal.aborted) return;
    const close = button(
      t.start.close,
      { action: "close-sheet", kind: "quiet" },
      signal,
      () =>
        void attempt(async () => {
          if (!(await mayReplace(signal))) return;
          await host.closeSheet();
          forgetMends();
          await showOpened();
        }),
    );
    fill(
      opened,
      sheet !== null &&
        h(
          "section",
          { class: "sheet opened-sheet", "data-open-sheet": true },
          h("h2", { class: "quiet-heading" }, t.start.openTitle),
          h("p", { class: "opened-name" }, h("bdi", {}, titleOf(sheet.name))),
          h(
            "div",
            { class: "actions" },
            close,
            h("a", { class: "button button-plain", href: to.columns(), "data-action": "go-on" }, t.start.goOn),
          ),
        ),
    );
  }

  const exporting = exportFamilies(signal, () => ({ filter: "all", text: "" }), "plain");
  const begin = h(
    "section",
    { class: "sheet begin", "data-begin": true },
    h(
      "div",
      { class: "begin-words" },
      h("h2", {}, t.start.beginTitle),
      h(
        "ol",
        { class: "begin-steps" },
        t.start.beginSteps.map((step) => h("li", {}, step)),
      ),
    ),
    h("div", { class: "actions" }, exporting.button),
    exporting.below,
  );
  const isPractice = app.connection?.environment === "practice";
  const practice = button(
    t.start.practice,
    { action: "practice-sheet" },
    signal,
    () => void open(() => host.practiceSheet(familiesWords()), practice),
  );
  fill(
    main,
    pageHead(t.title, lead(t.lead)),
    problem,
    unfinished,
    opened,
    canRead
      ? sourceArea(
          {
            choose: (pressed) => void open(host.chooseSheet, pressed),
            paste: (text) => void open(() => host.pasteSheet(text)),
          },
          signal,
        )
      : banner("warning", t.start.cannotRead, t.start.cannotReadLead, { "data-cannot-read": true }),
    said,
    canRead &&
      h(
        "div",
        { class: "ways" },
        begin,
        isPractice &&
          h(
            "section",
            { class: "sheet begin" },
            h(
              "div",
              { class: "begin-words" },
              h("h2", {}, t.start.practiceTitle),
              h("p", { class: "muted" }, t.start.practiceLead),
            ),
            h("div", { class: "actions" }, practice),
          ),
      ),
    over,
  );
  onRun(signal, () => void showRuns());
  await Promise.all([showRuns(), showOpened()]);
  if (signal.aborted) return;
  screen.ready(t.title);
  if (takeDrop() && canRead) void open(host.openDropped);
}

/** @param {string} title @param {string} name @param {HTMLElement} list */
const section = (title, name, list) =>
  h("section", { class: "run-section", [`data-${name}`]: true }, h("h2", { class: "quiet-heading" }, title), list);

/** What was corrected by hand in the open sheet would be lost. @param {AbortSignal} signal */
async function mayReplace(signal) {
  if (!hasMends()) return true;
  const t = words().bulk.start;
  return askBefore(
    { title: t.replaceTitle, body: t.replaceBody, act: { answer: "replace", caption: t.replace } },
    signal,
  );
}

import { rowsTable } from "../bulk/rows-table.js";
import { runActs } from "../bulk/run-acts.js";
import { runCounts } from "../bulk/run-counts.js";
import { runHead, windowTitle } from "../bulk/run-head.js";
import { runRow } from "../bulk/run-row.js";
import { searchBox } from "../bulk/search-box.js";
import { host } from "../host/host.js";
import { actionBar } from "../kit/action-bar.js";
import { announce } from "../kit/announce.js";
import { attempts } from "../kit/attempt.js";
import { after, fill, h } from "../kit/dom.js";
import { errorPanel } from "../kit/error-panel.js";
import { load } from "../kit/load.js";
import { pageHead } from "../kit/page-head.js";
import { isGoing, onRun, tookRun } from "../state/runs.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").LineState} LineState
 * @typedef {import("../host/wire.d.ts").Run} Run
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** How long the rows stay as they are while families are being sent, so that they can be read. */
const stillMs = 1000;

/** @param {Screen} screen */
export async function mountRun(screen) {
  const { main, signal, id } = screen;
  const t = words().run;
  const place = h("div", {});
  fill(main, h("h1", { class: "visually-hidden", tabindex: -1 }, t.loading), place);
  const run = await load(() => host.run(Number(id)), {
    place,
    signal,
    skeleton: 6,
    failed(error) {
      fill(main, pageHead(t.failed), errorPanel(error, signal, { retry: screen.remount }));
      screen.ready(t.failed);
    },
  });
  if (run !== null) draw(screen, run);
}

/** @param {Screen} screen @param {Run} first */
function draw(screen, first) {
  const { main, signal } = screen;
  const { id } = first;
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  const said = h("p", { class: "fine", role: "status", "data-saved": true });
  const head = runHead();
  const table = linesTable(id, signal);
  const counts = runCounts(table.pick, signal);
  const acts = runActs({ id, attempt, took: tookRun, say: (text) => announce(said, text), signal });
  const besides = h("p", { class: "fine besides" });
  let renewing = false;

  /** @param {Run} run */
  function show(run) {
    head.show(run);
    counts.show(run);
    acts.show(run);
    besides.textContent = besidesWords(run);
    screen.retitle(windowTitle(run));
  }

  /** The rows follow at their own pace. @param {Run} run */
  function follow(run) {
    if (run.id !== id) return;
    show(run);
    if (renewing) return;
    renewing = true;
    after(signal, isGoing(run) ? stillMs : 0, () => {
      renewing = false;
      table.renew();
    });
  }

  fill(
    main,
    head.node,
    h(
      "div",
      { class: "sheet-stack" },
      problem,
      h("section", { class: "sheet counts", "aria-label": words().run.counts }, counts.node),
      besides,
      table.node,
    ),
    actionBar({ says: [said], acts: [acts.node] }),
  );
  onRun(signal, follow);
  tookRun(first);
  screen.ready(windowTitle(first));
}

/** What the sheet had besides. @param {Run} run */
function besidesWords({ same, repeated, leftOut }) {
  const t = words().run;
  const parts = [
    leftOut > 0 ? t.leftOut(leftOut) : "",
    same > 0 ? t.same(same) : "",
    repeated > 0 ? t.repeated(repeated) : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${t.besides}: ${parts.join(", ")}.`;
}

/** All families of a run, by outcome and searchable. @param {number} id @param {AbortSignal} signal */
function linesTable(id, signal) {
  const t = words().run;
  /** @type {LineState[]} */
  let states = [];
  let text = "";
  const found = h("p", { class: "fine", role: "status" });
  const { node, rows } = rowsTable({
    signal,
    label: t.rows,
    kind: "lines",
    captions: [t.row, t.family, t.state, t.changes],
    ask: async (from, most) => {
      const answer = await host.runLines(id, states, text, from, most);
      const isAll = text === "" && states.length === 0;
      announce(found, answer.total === 0 ? t.none : isAll ? "" : words().bulk.families(answer.total));
      return { total: answer.total, rows: answer.lines };
    },
    build: runRow,
    keyOf: ({ row, id: family }) => `${row} ${family}`,
    target: (element) => element.querySelector("a"),
    up: () => search.input.focus(),
  });
  const search = searchBox(
    { name: "run-search", label: t.search, hint: t.searchHint, down: () => void rows.goTo(0) },
    (typed) => {
      text = typed;
      void rows.restart();
    },
    signal,
  );
  return {
    node: h(
      "section",
      { class: "rows-section", "aria-label": t.rows },
      h("div", { class: "rows-bar" }, h("h2", {}, t.rows), found, search.node),
      node,
    ),
    /** @param {LineState | null} state */
    pick(state) {
      states = state === null ? [] : [state];
      void rows.restart();
    },
    renew: () => void rows.renew(),
  };
}

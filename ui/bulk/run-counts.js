import { announce } from "../kit/announce.js";
import { button, h } from "../kit/dom.js";
import { icon } from "../kit/icon.js";
import { isOver } from "../state/runs.js";
import { number } from "../text/time.js";
import { words } from "../text/words.js";
import { looks, states } from "./run-states.js";

/**
 * @typedef {import("../host/wire.d.ts").LineState} LineState
 * @typedef {import("../host/wire.d.ts").Run} Run
 */

/** Shown from the beginning: other outcomes appear with their first family. @type {ReadonlySet<LineState>} */
const usual = new Set(/** @type {const} */ (["applied", "planned"]));

/**
 * How many families had which outcome; one can be picked, to see only those.
 *
 * @param {(state: LineState | null) => void} pick
 * @param {AbortSignal} signal
 */
export function runCounts(pick, signal) {
  const t = words().run;
  const caption = h("caption", { class: "visually-hidden" }, t.counts);
  /** @type {LineState | null} */
  let chosen = null;
  const lines = states.map((state) => line(state));
  const total = h("td", { "data-caption": t.count }, "");
  const all = button(t.all, { action: "state", kind: "quiet" }, signal, () => take(null));
  all.dataset.state = "all";

  /** @param {LineState | null} state */
  function take(state) {
    chosen = state;
    mark();
    pick(state);
  }

  function mark() {
    all.setAttribute("aria-pressed", String(chosen === null));
    for (const { state, press } of lines) press.setAttribute("aria-pressed", String(state === chosen));
  }

  /** @param {LineState} state */
  function line(state) {
    const count = h("td", { "data-caption": t.count });
    const press = button(t.states[state], { action: "state", kind: "quiet" }, signal, () => take(state));
    press.dataset.state = state;
    const hint = t.hints[state];
    const node = h(
      "tr",
      { "data-count-of": state, "data-tone": looks[state].tone },
      h(
        "th",
        { scope: "row" },
        h("span", { class: "state-mark" }, icon(looks[state].icon)),
        press,
        hint !== "" && h("span", { class: "fine" }, hint),
      ),
      count,
    );
    return { state, node, count, press };
  }

  mark();
  return {
    node: h(
      "table",
      { class: "table counts-table states-table" },
      caption,
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          [t.outcome, t.count].map((one) => h("th", { scope: "col" }, one)),
        ),
      ),
      h(
        "tbody",
        {},
        lines.map(({ node }) => node),
        h("tr", { class: "total" }, h("th", { scope: "row" }, all), total),
      ),
    ),
    /** @param {Run} run */
    show(run) {
      announce(caption, isOver(run) ? t.countsDone : t.counts);
      for (const { state, node, count } of lines) {
        const n = run.counts[state];
        count.textContent = number(n);
        node.hidden = n === 0 && state !== chosen && !(usual.has(state) && !isOver(run));
      }
      total.textContent = number(run.lines);
    },
  };
}

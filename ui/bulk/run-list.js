import { h } from "../kit/dom.js";
import { nameOf } from "../text/isolate.js";
import { stamp } from "../text/time.js";
import { to } from "../state/places.js";
import { isGoing, isOver, percentOf } from "../state/runs.js";
import { words } from "../text/words.js";

/** @typedef {import("../host/wire.d.ts").Run} Run */

/** Of the table of states: what a person still has to look at. */
const open = /** @type {const} */ ([
  "different",
  "refused",
  "notApplied",
  "unknown",
  "conflict",
  "needsCode",
  "skipped",
]);

/** @param {Run} run */
const toLookAt = ({ counts }) => open.reduce((sum, state) => sum + counts[state], 0);

/** @param {Run} run */
export const leftOf = ({ counts }) => counts.planned + counts.intent;

/** What its file was called, or that it was pasted. @param {string} title */
export const titleOf = (title) => (title === "" ? words().bulk.start.openPasted : nameOf(title));

/** Runs as links, each with what came of it so far. @param {Run[]} runs */
export const runList = (runs) => h("ul", { class: "runs" }, runs.map(line));

/** @param {Run} run */
function line(run) {
  const t = words();
  const { brief, titles } = t.run;
  const tasks = toLookAt(run);
  const facts = [
    run.counts.applied > 0 ? brief.applied(run.counts.applied) : "",
    tasks > 0 ? brief.other(tasks) : "",
    !isOver(run) && leftOf(run) > 0 ? brief.left(leftOf(run)) : "",
  ].filter((fact) => fact !== "");
  return h(
    "li",
    { "data-run": run.id, "data-state": run.state },
    h(
      "a",
      {
        class: "run-link",
        href: to.run(run.id),
      },
      h("strong", { class: "run-name" }, h("bdi", {}, titleOf(run.title))),
      h(
        "span",
        { class: "run-state" },
        isGoing(run) ? t.run.percentTitle(percentOf(run), titles[run.state]) : titles[run.state],
      ),
      h("span", { class: "fine" }, stamp(run.createdAt)),
      h("span", { class: "fine" }, facts.join(" · ")),
    ),
  );
}

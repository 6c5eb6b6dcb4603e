import { host } from "../host/host.js";
import { app, onAppChange } from "./app.js";
import { onEvent } from "./events.js";

/**
 * The run of a sheet that is under way, wherever in the app one is.
 *
 * @typedef {import("../host/wire.d.ts").Run} Run
 */

const changes = new EventTarget();
/** @type {Run | null} */
let going = null;
/** The connection that was asked for its runs. */
let generation = 0;

/** @param {Run} run */
export const isGoing = ({ state }) => state === "running" || state === "pausing";

/** Nothing more of it will be sent. @param {Run} run */
export const isOver = ({ state }) => state === "done" || state === "cancelled";

/** All of it is sent, and Quentli is asked what came of the rest. @param {Run} run */
export const isConfirming = (run) => isGoing(run) && run.counts.planned + run.counts.intent === 0;

/** How many of its families have an outcome, or will have none. @param {Run} run */
export const doneOf = (run) =>
  run.lines - run.counts.planned - run.counts.intent - (isGoing(run) ? run.counts.unknown : 0);

/** How many families it is about; one that exchanges a value with another is sent twice. @param {Run} run */
export const familiesOf = ({ rows, same, repeated, leftOut }) => rows - same - repeated - leftOut;

/** In whole percent; a hundred only at the end. @param {Run} run */
export const percentOf = (run) => (run.lines === 0 ? 100 : Math.floor((100 * doneOf(run)) / run.lines));

/** The run of the current connection that is under way. */
export const goingRun = () => (generation === app.session?.generation ? going : null);

/** @param {Run} run as the core has it now */
export function tookRun(run) {
  if (isGoing(run)) going = run;
  else if (going?.id === run.id) going = null;
  changes.dispatchEvent(new CustomEvent("run", { detail: run }));
}

/** @param {AbortSignal} signal @param {(run: Run) => void} listener */
export function onRun(signal, listener) {
  changes.addEventListener("run", (event) => listener(/** @type {CustomEvent} */ (event).detail), { signal });
}

/** Runs that changed while one was being asked for. @type {Set<number>} */
const due = new Set();
let asking = false;

/** Asks for one at a time: a run reports more often than it has to be shown. @param {number} id */
async function ask(id) {
  due.add(id);
  if (asking) return;
  asking = true;
  while (due.size > 0) {
    const [next] = due;
    due.delete(next);
    // It is asked for again with its next change.
    const run = await host.run(next).catch(() => null);
    if (run !== null) tookRun(run);
  }
  asking = false;
}

/** @param {AbortSignal} signal */
export function followRuns(signal) {
  onEvent(signal, "run", (event) => {
    if (event.generation === app.session?.generation) void ask(event.id);
  });
  onAppChange(signal, () => void begin());
}

/** One may go on since before this page. */
async function begin() {
  const { session } = app;
  if (session === null || session.generation === generation) return;
  generation = session.generation;
  going = null;
  if (session.current === null) return;
  const runs = await host.runs().catch(() => []);
  const found = runs.find(isGoing);
  if (found !== undefined && generation === app.session?.generation) tookRun(found);
}

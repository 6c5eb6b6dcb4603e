/** Every screen by its name, and what may be unfinished on one. */
import { afterPaint } from "../kit/dom.js";
import { openSheet, runUnderWay } from "../bulk/unfinished.js";
import { editedFamily } from "../record/unfinished.js";
import { mountFind } from "./find.js";
import { mountStart } from "./start.js";

/** @typedef {import("../frame/router.js").Mount} Mount */

/** @type {(() => Promise<unknown>)[]} */
const rest = [];

/**
 * A screen that is never the first: its files are loaded once the first one is usable, or when it is opened.
 *
 * @template {string} Name
 * @param {() => Promise<Record<Name, Mount>>} load
 * @param {Name} name
 * @returns {Mount}
 */
function later(load, name) {
  rest.push(load);
  return async (screen) => {
    const module = await load();
    if (!screen.signal.aborted) await module[name](screen);
  };
}

/** @type {Record<import("../state/places.js").ScreenName, Mount>} */
export const screens = {
  "already-open": later(() => import("./already-open.js"), "mountAlreadyOpen"),
  bulk: later(() => import("./bulk.js"), "mountBulk"),
  changes: later(() => import("./changes.js"), "mountChanges"),
  check: later(() => import("./check.js"), "mountCheck"),
  columns: later(() => import("./columns.js"), "mountColumns"),
  connect: later(() => import("./connect.js"), "mountConnect"),
  edit: later(() => import("./edit.js"), "mountEdit"),
  find: mountFind,
  help: later(() => import("./help.js"), "mountHelp"),
  keychain: later(() => import("./keychain.js"), "mountKeychain"),
  result: later(() => import("./result.js"), "mountResult"),
  review: later(() => import("./review.js"), "mountReview"),
  run: later(() => import("./run.js"), "mountRun"),
  settings: later(() => import("./settings.js"), "mountSettings"),
  sheet: later(() => import("./sheet.js"), "mountSheet"),
  start: mountStart,
};

/** Loads the files of the other screens, once the usable one is painted. @param {AbortSignal} signal */
export function readAhead(signal) {
  afterPaint(signal, () => {
    for (const load of rest.splice(0)) void load();
  });
}

/** @type {import("../state/unfinished.js").Unfinished[]} */
export const unfinished = [editedFamily, runUnderWay, openSheet];

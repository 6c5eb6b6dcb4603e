import { app } from "./app.js";

/** @typedef {import("../host/wire.d.ts").Settled} Settled */

/**
 * What reading back found of updates without an answer, until the person has looked at it: the
 * journal has settled them by then and would not say it again.
 *
 * @type {{ connection: string, settled: Settled }[]}
 */
let found = [];

const isHere = (/** @type {{ connection: string }} */ { connection }) => connection === (app.connection?.id ?? "");

/** Of the connection in use. */
export const settledUpdates = () => found.filter(isHere).map(({ settled }) => settled);

/** @param {Settled[]} news */
export function keepSettled(news) {
  const connection = app.connection?.id ?? "";
  const again = (/** @type {string} */ id) => news.some(({ update }) => update.customerId === id);
  found = [
    ...found.filter((one) => !isHere(one) || !again(one.settled.update.customerId)),
    ...news.map((settled) => ({ connection, settled })),
  ];
}

/** What was found of a family, which counts as looked at from now on. @param {string} id */
export function takeSettled(id) {
  const one = found.find((entry) => isHere(entry) && entry.settled.update.customerId === id);
  found = found.filter((entry) => entry !== one);
  return one?.settled.updated ?? null;
}

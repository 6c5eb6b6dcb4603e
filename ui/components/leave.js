import { host } from "../host/host.js";
import { nameWords } from "../lib/isolate.js";
import { words } from "../lib/words.js";
import { endWork, passwordIn, unsentCount } from "../lib/work.js";
import { ask } from "./dialog.js";

/**
 * @typedef {import("../lib/work.js").Work} Work
 * @typedef {import("../host/wire.d.ts").Unsent} Unsent
 */

/**
 * Asks what becomes of unsent changes when the person goes elsewhere.
 *
 * @param {Work} work
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether to go
 */
export async function askToLeave(work, signal) {
  const t = words().leave;
  const password = passwordIn(work.draft);
  // What lives in memory only survives going elsewhere; a password does not.
  const survives = password !== "only";
  const body = t.bodies[work.checked.kept];
  const answer = await ask({
    title: t.title(unsentCount(work)),
    body: { none: body, some: `${body} ${t.andPassword}`, only: t.bodyPassword }[password],
    choices: [
      ...(survives ? [{ answer: /** @type {const} */ ("keep"), caption: t.keep, kind: /** @type {const} */ ("primary") }] : []),
      { answer: /** @type {const} */ ("drop"), caption: survives ? t.drop : t.dropPassword, kind: "danger" },
      { answer: /** @type {const} */ ("stay"), caption: t.stay },
    ],
  }, signal);
  if (answer === "stay") return false;
  if (answer === "drop") await discard(work.id);
  endWork();
  return true;
}

/**
 * Asks what becomes of everything unsent when the window closes.
 *
 * @param {Work | null} work what is on the screen
 * @param {Unsent[]} others what was left without being sent and is not on the disk
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether to close
 */
export async function askToClose(work, others, signal) {
  const t = words().leave;
  const lost = others.filter(({ id }) => id !== work?.id);
  const password = work === null ? "none" : passwordIn(work.draft);
  const keeps = work !== null && work.checked.kept === "disk" && password !== "only" && lost.length === 0;
  const own = work === null ? "" : { none: t.bodies[work.checked.kept], some: `${t.bodies[work.checked.kept]} ${t.andPassword}`, only: t.bodyPassword }[password];
  const answer = await ask({
    title: t.title((work === null ? 0 : unsentCount(work)) + lost.reduce((sum, { count }) => sum + count, 0)),
    body: [own, lost.length > 0 ? t.others(lost.map(({ title }) => nameWords(title))) : ""].filter((line) => line !== "").join(" "),
    choices: [
      ...(keeps ? [{ answer: /** @type {const} */ ("keep"), caption: t.closeKeep, kind: /** @type {const} */ ("primary") }] : []),
      { answer: /** @type {const} */ ("drop"), caption: keeps ? t.closeDrop : password === "only" && lost.length === 0 ? t.closePassword : t.closeLose, kind: "danger" },
      { answer: /** @type {const} */ ("stay"), caption: t.stay },
    ],
  }, signal);
  if (answer === "stay") return false;
  if (answer === "drop" && keeps && work !== null) await discard(work.id);
  return true;
}

/** @param {string} id */
async function discard(id) {
  try {
    await host.discard(id);
  } catch {
    // The draft stays, and is offered again when the family is opened.
  }
}

/**
 * Closing while an update is on its way: its outcome is then found at the next start.
 *
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether to close
 */
export async function askToAbandon(signal) {
  const t = words().leave;
  const answer = await ask({
    title: t.sendingTitle,
    body: t.sendingBody,
    choices: [{ answer: "close", caption: t.sendingClose, kind: "danger" }, { answer: "stay", caption: t.sendingWait, kind: "primary" }],
  }, signal);
  return answer === "close";
}

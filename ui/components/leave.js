import { host } from "../host/host.js";
import { words } from "../lib/words.js";
import { endWork } from "../lib/work.js";
import { ask } from "./dialog.js";

/** @typedef {import("../lib/work.js").Work} Work */

/**
 * Asks what becomes of unsent changes.
 *
 * @param {Work} work
 * @param {"leave" | "close"} why
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether to go
 */
export async function askToLeave(work, why, signal) {
  const t = words().leave;
  const { kept, changes } = work.checked;
  const closing = why === "close";
  // What lives in memory only survives going elsewhere, but not closing.
  const survives = kept || !closing;
  const answer = await ask({
    title: t.title(changes.length),
    body: kept ? t.body : t.bodyMemory,
    choices: [
      ...(survives ? [{ answer: /** @type {const} */ ("keep"), caption: closing ? t.closeKeep : t.keep, kind: /** @type {const} */ ("primary") }] : []),
      { answer: /** @type {const} */ ("drop"), caption: survives ? (closing ? t.closeDrop : t.drop) : t.closeLose, kind: "danger" },
      { answer: /** @type {const} */ ("stay"), caption: t.stay },
    ],
  }, signal);
  if (answer === "stay") return false;
  if (answer === "drop" && survives) {
    try {
      await host.discard(work.id);
    } catch {
      // The draft stays on disk and is offered again when the family is opened.
    }
  }
  endWork();
  return true;
}

/**
 * Closing while an update is on its way: its outcome is then settled at the next start.
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

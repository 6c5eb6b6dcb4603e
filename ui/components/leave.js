import { host } from "../host/host.js";
import { words } from "../lib/words.js";
import { endWork, passwordIn } from "../lib/work.js";
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
  const password = passwordIn(work.draft);
  // What lives in memory only survives going elsewhere, but not closing; a password survives neither.
  const survives = password !== "only" && (kept || !closing);
  const body = kept ? t.body : t.bodyMemory;
  const lose = password === "only" ? (closing ? t.closePassword : t.dropPassword) : t.closeLose;
  const answer = await ask({
    title: t.title(changes.length),
    body: { none: body, some: `${body} ${t.andPassword}`, only: t.bodyPassword }[password],
    choices: [
      ...(survives ? [{ answer: /** @type {const} */ ("keep"), caption: closing ? t.closeKeep : t.keep, kind: /** @type {const} */ ("primary") }] : []),
      { answer: /** @type {const} */ ("drop"), caption: survives ? (closing ? t.closeDrop : t.drop) : lose, kind: "danger" },
      { answer: /** @type {const} */ ("stay"), caption: t.stay },
    ],
  }, signal);
  if (answer === "stay") return false;
  if (answer === "drop" && (survives || !closing)) {
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

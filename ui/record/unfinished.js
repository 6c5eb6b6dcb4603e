import { host } from "../host/host.js";
import { nameWords } from "../text/isolate.js";
import { isOpen } from "../state/pending.js";
import { words } from "../text/words.js";
import { endWork, flushWork, passwordIn, renew, sending, unsent, unsentCount, workOn } from "../state/work.js";
import { ask } from "../kit/dialog.js";

/**
 * @typedef {import("../state/work.js").Work} Work
 * @typedef {import("../host/wire.d.ts").Unsent} Unsent
 */

/** What is known of changes that Quentli does not have, as far as is known. @param {Work | null} work */
function standing(work) {
  const t = words().leave;
  const pending = work?.opened.pending ?? null;
  if (pending !== null && isOpen(pending.state)) return { title: t.unconfirmedTitle, state: t.unconfirmed };
  return work?.refused ? { title: t.refusedTitle, state: t.refused } : { title: t.title, state: t.unsent };
}

/** The family being edited. @type {import("../state/unfinished.js").Unfinished} */
export const editedFamily = {
  flush: flushWork,
  busy: sending,
  unsent(by) {
    const work = unsent();
    if (by.kind === "close") return work !== null || by.lost.length > 0;
    return work !== null && ["edit", "review"].includes(by.from.screen) && !staysIn(work, by.next);
  },
  async ask(by, signal) {
    const work = unsent();
    if (by.kind === "close") return sending() ? askToAbandon(by.lost, signal) : askToClose(work, by.lost, signal);
    if (work === null) return "keep";
    const answer = await askToLeave(work, signal);
    if (workOn(work.id) !== work) return "stay";
    return answer === "drop" ? { discard: () => discard(work) } : answer;
  },
  end: endWork,
};

/** Whether nothing typed is lost by going there: a password lasts no longer than Edit and Review. @param {Work} work @param {import("../state/places.js").Route | null} next */
function staysIn({ id, draft }, next) {
  if (next?.id !== id) return false;
  return ["edit", "review"].includes(next.screen) || (next.screen === "result" && passwordIn(draft) === "none");
}

/** @typedef {"keep" | "drop" | "stay"} Answer */

/** @param {Work} work @param {AbortSignal} signal @returns {Promise<Answer>} */
function askToLeave(work, signal) {
  const t = words().leave;
  const password = passwordIn(work.draft);
  const { title, state } = standing(work);
  // A draft in memory survives leaving the screen; a password does not.
  const survives = password !== "only";
  const body = `${state} ${t.bodies[work.unchecked ? "unchecked" : work.checked.kept]}`;
  return ask(
    {
      title: title(unsentCount(work)),
      body: { none: body, some: `${body} ${t.andPassword}`, only: `${state} ${t.andPassword}` }[password],
      choices: [
        ...(survives
          ? [{ answer: /** @type {const} */ ("keep"), caption: t.keep, kind: /** @type {const} */ ("primary") }]
          : []),
        { answer: /** @type {const} */ ("drop"), caption: survives ? t.drop : t.dropPassword, kind: "danger" },
        { answer: /** @type {const} */ ("stay"), caption: t.stay },
      ],
    },
    signal,
  );
}

/**
 * @param {Work | null} work what is on the screen
 * @param {Unsent[]} others what was left unsent and is not on the disk
 * @param {AbortSignal} signal
 * @returns {Promise<"stay" | "keep" | import("../state/unfinished.js").Discard>}
 */
async function askToClose(work, others, signal) {
  const t = words().leave;
  const lost = others.filter(({ id }) => id !== work?.id);
  // What was saved may have been deleted since, and what did not reach the core is nowhere else.
  const saved = others.find(({ id }) => id === work?.id)?.kept ?? work?.checked.kept ?? "disk";
  const kept = work?.unchecked ? "failed" : saved;
  const password = work === null ? "none" : passwordIn(work.draft);
  const survives = work !== null && kept === "disk" && password !== "only" && lost.length === 0;
  const { title, state } = standing(work);
  const body = `${state} ${t.bodies[kept]}`;
  const own =
    work === null ? "" : { none: body, some: `${body} ${t.andPassword}`, only: `${state} ${t.andPassword}` }[password];
  const count = (work === null ? 0 : unsentCount(work)) + lost.reduce((sum, { count }) => sum + count, 0);
  const answer = await ask(
    {
      title: lost.length === 0 ? title(count) : t.title(count),
      body: [own, lostWords(lost, work !== null)].filter((line) => line !== "").join(" "),
      choices: [
        ...(survives
          ? [{ answer: /** @type {const} */ ("keep"), caption: t.closeKeep, kind: /** @type {const} */ ("primary") }]
          : []),
        {
          answer: /** @type {const} */ ("drop"),
          caption: survives ? t.closeDrop : password === "only" && lost.length === 0 ? t.closePassword : t.closeLose,
          kind: "danger",
        },
        { answer: /** @type {const} */ ("stay"), caption: t.stay },
      ],
    },
    signal,
  );
  if (answer !== "drop") return answer;
  return survives ? { discard: () => discard(work) } : "keep";
}

/** Returns to what Quentli holds, unless the family belongs to a connection other than the current one. @param {Work} work */
async function discard(work) {
  if (workOn(work.id) !== work) return;
  try {
    renew(work, await host.discard(work.id));
  } catch {
    // The draft stays, and is offered again when the family is opened.
  }
}

/** Closing while an update is on its way: its outcome is then found at the next start. @param {Unsent[]} lost @param {AbortSignal} signal @returns {Promise<"keep" | "stay">} */
function askToAbandon(lost, signal) {
  const t = words().leave;
  return ask(
    {
      title: t.sendingTitle,
      body: [t.sendingBody, lostWords(lost, true)].filter((line) => line !== "").join(" "),
      choices: [
        { answer: /** @type {const} */ ("keep"), caption: t.sendingClose, kind: "danger" },
        { answer: /** @type {const} */ ("stay"), caption: t.sendingWait, kind: "primary" },
      ],
    },
    signal,
  );
}

/** @param {Unsent[]} lost @param {boolean} besides follows another statement */
function lostWords(lost, besides) {
  if (lost.length === 0) return "";
  const t = words().leave;
  const names = lost.map(({ title }) => nameWords(title));
  return besides ? t.others(names) : t.lost(names);
}

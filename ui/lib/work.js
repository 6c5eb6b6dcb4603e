/**
 * The family being worked on, from Edit through Review to Result. One at a time, in memory only:
 * it may hold a new password, which the core never writes down either.
 *
 * @typedef {import("../host/wire.d.ts").Opened} Opened
 * @typedef {import("../host/wire.d.ts").Draft} Draft
 * @typedef {import("../host/wire.d.ts").Checked} Checked
 * @typedef {import("../host/wire.d.ts").FieldName} FieldName
 * @typedef {import("../host/wire.d.ts").FieldRefusal} FieldRefusal
 * @typedef {import("../host/wire.d.ts").UpdateReport} UpdateReport
 *
 * @typedef {object} Work
 * @property {string} id
 * @property {Opened} opened
 * @property {Draft} draft
 * @property {Checked} checked
 * @property {FieldRefusal[]} refusals what the server said about fields, until they are edited again
 * @property {FieldName | "otp" | null} focus the field Edit goes to on arrival
 * @property {boolean} showProblems
 * @property {boolean} unchecked what was typed last did not reach the core
 * @property {boolean} sending an update is on its way; nothing may be claimed of it yet
 * @property {UpdateReport | null} updated
 * @property {boolean} moved the record moved on while it was being typed into, which is said once
 */

/** @type {Work | null} */
let work = null;
/** @type {(() => Promise<void>) | null} */
let flush = null;

/** @param {string} id @returns {Work | null} */
export const workOn = (id) => (work?.id === id ? work : null);

/** @param {Opened} opened @returns {Work} */
export function begin(opened) {
  work = {
    id: opened.id,
    opened,
    draft: { ...opened.draft },
    checked: opened.checked,
    refusals: [],
    focus: null,
    showProblems: false,
    unchecked: false,
    sending: false,
    updated: null,
    moved: false,
  };
  return work;
}

/**
 * Begins anew with what the core answered about a work, unless the person is at another by now.
 *
 * @param {Work} of
 * @param {Opened} opened
 */
export function renew(of, opened) {
  if (work === of) begin(opened);
}

/** The record moved on while it was being typed into; nothing that was typed is lost. @param {Work} of @param {Opened} opened */
export function goOn(of, opened) {
  if (work === of) begin(opened).moved = true;
}

export function endWork() {
  work = null;
}

/** How much of what is typed was not sent, problems included. @param {Work} of */
export const unsentCount = ({ checked, unchecked }) =>
  Math.max(checked.changes.length + checked.problems.length, unchecked ? 1 : 0);

/** The work that leaving would interrupt. */
export const unsent = () =>
  work !== null && work.updated === null && !work.sending && unsentCount(work) > 0 ? work : null;

/** Whether an update is on its way. */
export const sending = () => work?.sending ?? false;

/** Edit says here how to hand over what is typed but not checked yet. @param {AbortSignal} signal @param {() => Promise<void>} now */
export function onFlush(signal, now) {
  flush = now;
  signal.addEventListener(
    "abort",
    () => {
      if (flush === now) flush = null;
    },
    { once: true },
  );
}

/** A password is in no draft. @param {Draft} draft @returns {"none" | "some" | "only"} how much of what is typed is one */
export function passwordIn(draft) {
  if (!("password" in draft)) return "none";
  return Object.keys(draft).length === 1 ? "only" : "some";
}

export async function flushWork() {
  await flush?.();
}

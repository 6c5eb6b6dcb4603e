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
 * @typedef {import("../host/wire.d.ts").ConflictRow} ConflictRow
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
 * @property {boolean} restored the draft was kept from before the family was opened
 * @property {ConflictRow[]} mine the rows of a conflict where the person chose their own side
 * @property {string} code the verification code typed for this draft
 */

/** @type {Work | null} */
let work = null;
/** @type {(() => Promise<void>) | null} */
let flush = null;

/** @param {string} id @returns {Work | null} */
export const workOn = (id) => (work?.id === id ? work : null);

/** @param {Opened} opened @returns {Work} */
export function begin(opened) {
  work = fresh(opened);
  return work;
}

/** @param {Opened} opened @returns {Work} */
function fresh(opened) {
  return {
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
    restored: opened.draftSavedAt !== null && Object.keys(opened.draft).length > 0,
    mine: [],
    code: "",
  };
}

/**
 * Begins anew with what the core answered about a work, unless the person is at another by now.
 *
 * @param {Work} of
 * @param {Opened} opened
 */
export function renew(of, opened) {
  if (work === of) begin(opened).restored = false;
}

/** The record moved on while it was being typed into; nothing that was typed is lost. @param {Work} of @param {Opened} opened */
export function goOn(of, opened) {
  if (work !== of) return;
  const { mine, code, draft } = of;
  // The same work: a question about it that is open is still about it.
  Object.assign(of, fresh(opened), { moved: true, restored: false, mine, code: same(draft, opened.draft) ? code : "" });
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

/** @param {unknown} one @param {unknown} other */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** A password is in no draft. @param {Draft} draft @returns {"none" | "some" | "only"} how much of what is typed is one */
export function passwordIn(draft) {
  if (!("password" in draft)) return "none";
  return Object.keys(draft).length === 1 ? "only" : "some";
}

export async function flushWork() {
  await flush?.();
}

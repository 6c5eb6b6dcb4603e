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
 * @property {FieldRefusal[]} refusals the server's refusals by field, until those are edited again
 * @property {FieldName | "otp" | null} focus the field that Edit focuses on arrival
 * @property {boolean} refused the draft, as it is, was sent and refused
 * @property {boolean} showProblems
 * @property {boolean} unchecked the last edit did not reach the core
 * @property {boolean} sending an update is in progress, and its outcome unknown
 * @property {UpdateReport | null} updated
 * @property {boolean} moved the record changed while it was being edited, which is reported once
 * @property {boolean} restored the draft was kept from before the family was opened
 * @property {ConflictRow[]} mine the rows of a conflict where the user chose their own side
 * @property {FieldName[] | null} undo this takes back an update: the fields that it cannot put back
 * @property {string} code the verification code typed for this draft
 */

/** @type {Work | null} */
let work = null;
/** @type {(() => Promise<void>) | null} */
let flush = null;

/** @param {string} id @returns {Work | null} */
export const workOn = (id) => (work?.id === id ? work : null);

/** @param {Opened} opened @param {FieldName[] | null} [undo] @returns {Work} */
export function begin(opened, undo = null) {
  work = { ...fresh(opened), undo };
  if (undo !== null) work.restored = false;
  return work;
}

/** @param {Draft} draft */
const isEmpty = (draft) => Object.keys(draft).length === 0;

/** @param {Opened} opened @returns {Work} */
function fresh(opened) {
  return {
    id: opened.id,
    opened,
    draft: { ...opened.draft },
    checked: opened.checked,
    refusals: [],
    refused: false,
    focus: null,
    showProblems: false,
    unchecked: false,
    sending: false,
    updated: null,
    moved: false,
    restored: opened.draftSavedAt !== null && !isEmpty(opened.draft),
    mine: [],
    undo: null,
    code: "",
  };
}

/**
 * Starts over with the core's answer about a work, unless the user has moved to another by now.
 *
 * @param {Work} of
 * @param {Opened} opened
 */
export function renew(of, opened) {
  if (work === of) begin(opened, isEmpty(opened.draft) ? null : of.undo).restored = false;
}

/** The record changed while it was being edited; nothing typed is lost. @param {Work} of @param {Opened} opened */
export function goOn(of, opened) {
  if (work !== of) return;
  const { mine, undo, code, draft, refused } = of;
  // The same work: an open question about it remains valid.
  const isSame = same(draft, opened.draft);
  Object.assign(of, fresh(opened), {
    moved: true,
    restored: false,
    mine,
    undo,
    code: isSame ? code : "",
    refused: isSame && refused,
  });
}

export function endWork() {
  work = null;
}

/** How many changes are unsent, problems included. @param {Work} of */
export const unsentCount = ({ checked, unchecked }) =>
  Math.max(checked.changes.length + checked.problems.length, unchecked ? 1 : 0);

/** The work that leaving would interrupt. */
export const unsent = () =>
  work !== null && work.updated === null && !work.sending && unsentCount(work) > 0 ? work : null;

/** Whether an update is in progress. */
export const sending = () => work?.sending ?? false;

/** Edit registers here how to send the core what is typed but not checked yet. @param {AbortSignal} signal @param {() => Promise<void>} now */
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

/** A password is in no draft. @param {Draft} draft @returns {"none" | "some" | "only"} how much of the draft is a password */
export function passwordIn(draft) {
  if (!("password" in draft)) return "none";
  return Object.keys(draft).length === 1 ? "only" : "some";
}

export async function flushWork() {
  await flush?.();
}

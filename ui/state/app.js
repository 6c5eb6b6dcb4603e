/**
 * State shared by the whole page: the core's answer at the start, and the session.
 *
 * @typedef {import("../host/wire.d.ts").Started} Started
 * @typedef {import("../host/wire.d.ts").Session} Session
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../host/wire.d.ts").Newest} Newest
 */

const changes = new EventTarget();
/** @type {Started | null} */
let started = null;
/** @type {Session | null} */
let session = null;
/** @type {Newest | null} */
let newest = null;
/** The last session's generation, if its connection could be used. */
let usableAt = -1;
let keychainOpened = false;

export const app = {
  /** The answer of the releases page, if any. @returns {Newest | null} */
  get newest() {
    return newest;
  },
  set newest(value) {
    newest = value;
    changes.dispatchEvent(new Event("change"));
  },
  /** @returns {Started} */
  get started() {
    if (started === null) throw new Error("read before start answered");
    return started;
  },
  set started(value) {
    started = value;
    changes.dispatchEvent(new Event("change"));
  },
  /** Null until the keychain answered. @returns {Session | null} */
  get session() {
    return session;
  },
  set session(value) {
    // A late answer describes the state before the switch.
    if (value !== null && session !== null && value.generation < session.generation) return;
    session = value;
    if (value !== null && canUse(value)) usableAt = value.generation;
    if (value?.keychain === "ready") keychainOpened = true;
    changes.dispatchEvent(new Event("change"));
  },
  /**
   * The state of the updates that are unknown or were not seen.
   *
   * @param {number | undefined} generation of the connection that was asked, to ignore another's
   * @param {import("../host/wire.d.ts").Pending[]} pending
   */
  setPending(generation, pending) {
    if (session === null || session.generation !== generation) return;
    session = { ...session, pending };
    changes.dispatchEvent(new Event("pending"));
  },
  /** More families of the current connection are in hand. @param {number} generation of the connection */
  familiesCame(generation) {
    if (session?.generation === generation) changes.dispatchEvent(new Event("families"));
  },
  /** Only a developer's build may load its page anew. */
  get mayReload() {
    return started !== null && started.reloads;
  },
  /** The current connection, if any. */
  get connection() {
    return session?.current ?? null;
  },
  /**
   * Whether keys and drafts can be stored, or need not be (practice). A keychain that is locked later does not affect
   * the current connection.
   */
  get usable() {
    return session !== null && (canUse(session) || usableAt === session.generation);
  },
  /** Whether the keychain answered once: what is stored in it cannot be used without it any more. */
  get keychainOpened() {
    return keychainOpened;
  },
};

/** @param {Session} of */
const canUse = ({ keychain, memoryOnly, current }) =>
  keychain === "ready" || memoryOnly || current?.environment === "practice";

/**
 * Not called where only `pending` changed, which happens twice in every update: the frame does not show it, and drawing
 * the frame keeps the engine from answering.
 *
 * @param {AbortSignal} signal @param {() => void} listener
 */
export function onAppChange(signal, listener) {
  changes.addEventListener("change", listener, { signal });
}

/** @param {AbortSignal} signal @param {() => void} listener */
export function onPending(signal, listener) {
  changes.addEventListener("pending", listener, { signal });
  onAppChange(signal, listener);
}

/** @param {AbortSignal} signal @param {() => void} listener */
export function onFamilies(signal, listener) {
  changes.addEventListener("families", listener, { signal });
}

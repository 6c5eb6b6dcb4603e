/**
 * What the whole page shares: what the core said at the start and about the session.
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

export const app = {
  /** What the releases page said, once it was asked. @returns {Newest | null} */
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
    session = value;
    changes.dispatchEvent(new Event("change"));
  },
  /** How the updates stand that are not known or were not looked at. @param {import("../host/wire.d.ts").Pending[]} pending */
  setPending(pending) {
    if (session !== null) app.session = { ...session, pending };
  },
  /** The connection in use, if any. */
  get connection() {
    return session?.current ?? null;
  },
  /** Whether keys and drafts have a place to live, or need none (practice). */
  get usable() {
    return session !== null && (session.keychain === "ready" || session.memoryOnly || session.current?.environment === "practice");
  },
};

/** @param {AbortSignal} signal @param {() => void} listener */
export function onAppChange(signal, listener) {
  changes.addEventListener("change", listener, { signal });
}

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
/** The generation of a connection that could be used, if the last one could. */
let usableAt = -1;
let keychainOpened = false;

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
    // What comes late says how things stood before the switch.
    if (value !== null && session !== null && value.generation < session.generation) return;
    session = value;
    if (value !== null && canUse(value)) usableAt = value.generation;
    if (value?.keychain === "ready") keychainOpened = true;
    changes.dispatchEvent(new Event("change"));
  },
  /**
   * How the updates stand that are not known or were not looked at.
   *
   * @param {number | undefined} generation of the connection that was asked; another's are not this one's
   * @param {import("../host/wire.d.ts").Pending[]} pending
   */
  setPending(generation, pending) {
    if (session !== null && session.generation === generation) app.session = { ...session, pending };
  },
  /** The connection in use, if any. */
  get connection() {
    return session?.current ?? null;
  },
  /**
   * Whether keys and drafts have a place to live, or need none (practice). A keychain that is locked later on takes
   * nothing from the connection in use.
   */
  get usable() {
    return session !== null && (canUse(session) || usableAt === session.generation);
  },
  /** Whether the keychain answered once: what is kept in it is not to be had without it any more. */
  get keychainOpened() {
    return keychainOpened;
  },
};

/** @param {Session} of */
const canUse = ({ keychain, memoryOnly, current }) =>
  keychain === "ready" || memoryOnly || current?.environment === "practice";

/** @param {AbortSignal} signal @param {() => void} listener */
export function onAppChange(signal, listener) {
  changes.addEventListener("change", listener, { signal });
}

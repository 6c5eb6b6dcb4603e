/**
 * What the core reports without being asked, for whoever shows it.
 *
 * @typedef {import("../host/wire.d.ts").AppEvent} AppEvent
 */

const events = new EventTarget();

/** @param {AppEvent} event */
export const report = (event) => void events.dispatchEvent(new CustomEvent(event.kind, { detail: event }));

/**
 * @template {AppEvent["kind"]} Kind
 * @param {AbortSignal} signal
 * @param {Kind} kind
 * @param {(event: Extract<AppEvent, { kind: Kind }>) => void} listener
 */
export function onEvent(signal, kind, listener) {
  events.addEventListener(kind, (event) => listener(/** @type {CustomEvent} */ (event).detail), { signal });
}

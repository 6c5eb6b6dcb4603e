import { app, onAppChange } from "./app.js";

/** @typedef {import("../host/wire.d.ts").PendingState} PendingState */

/** States in which nobody knows yet what came of an update. @type {ReadonlySet<PendingState>} */
const open = new Set(/** @type {const} */ (["sending", "unknown", "otherKey", "damaged"]));

/** @param {PendingState} state @returns {state is "sending" | "unknown" | "otherKey" | "damaged"} */
export const isOpen = (state) => open.has(state);

/** @param {string} id */
const stateOf = (id) => app.session?.pending.find(({ customerId }) => customerId === id)?.state ?? null;

/** Something new is known of a family's updates. @param {string} id @param {AbortSignal} signal @param {() => void} listener */
export function onPendingChange(id, signal, listener) {
  let before = stateOf(id);
  onAppChange(signal, () => {
    const now = stateOf(id);
    if (now === before) return;
    before = now;
    listener();
  });
}

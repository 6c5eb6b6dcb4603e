/** @typedef {import("../host/wire.d.ts").PendingState} PendingState */

/** States in which nobody knows yet what came of an update. @type {ReadonlySet<PendingState>} */
const open = new Set(/** @type {const} */ (["sending", "unknown", "otherKey", "damaged"]));

/** @param {PendingState} state @returns {state is "sending" | "unknown" | "otherKey" | "damaged"} */
export const isOpen = (state) => open.has(state);

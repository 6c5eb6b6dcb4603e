import { host } from "../host/host.js";
import { app, onPending } from "./app.js";

/** @typedef {import("../host/wire.d.ts").PendingState} PendingState */

/** States in which an update's outcome may still be found. @type {ReadonlySet<PendingState>} */
const readBack = new Set(/** @type {const} */ (["sending", "unknown"]));

/** States in which an update's outcome is not known yet. @type {ReadonlySet<PendingState>} */
const open = new Set(/** @type {const} */ ([...readBack, "keyUnused", "keyElsewhere", "keyGone", "damaged"]));

/** @param {PendingState} state */
export const isOpen = (state) => open.has(state);

/** Whether Ficha reads it back by itself: without readable details there is nothing to compare with. @param {PendingState} state */
export const isReadBack = (state) => readBack.has(state);

/** @param {string} id */
const stateOf = (id) => app.session?.pending.find(({ customerId }) => customerId === id)?.state ?? null;

/** Called when an unknown outcome was found. @param {string} id @param {AbortSignal} signal @param {() => void} listener */
export function onFoundOut(id, signal, listener) {
  let before = stateOf(id);
  onPending(signal, () => {
    const now = stateOf(id);
    const found = before === "unknown" && now !== before && now !== "sending";
    before = now;
    if (found) listener();
  });
}

/** An outcome that was shown counts as seen, so Find need not list it any more. @param {import("../host/wire.d.ts").UpdateReport} shown */
export async function acknowledge({ update }) {
  const at = app.session?.generation;
  if (update === null) return;
  try {
    app.setPending(at, await host.acknowledge(update));
  } catch {
    // It stays on the list, which is harmless.
  }
}

import { after } from "./dom.js";

/**
 * Runs an act a while after the first call for it since it ran, one at a time; a call during a run leads to one more run.
 * Calls that keep coming do not put it off: whoever types without a pause must not lose all of it to a crash.
 *
 * @param {number} ms
 * @param {AbortSignal} signal
 * @param {() => Promise<void>} act
 */
export function lastWins(ms, signal, act) {
  /** @type {(() => void) | null} */
  let cancel = null;
  let due = false;
  /** @type {Promise<void> | null} */
  let running = null;

  async function drain() {
    while (due) {
      due = false;
      await act();
    }
  }

  /** Resolves when nothing is left to do. */
  async function now() {
    cancel?.();
    cancel = null;
    while (due || running !== null) {
      running ??= drain().finally(() => {
        running = null;
      });
      await running;
    }
  }

  return {
    soon() {
      due = true;
      cancel ??= after(signal, ms, () => void now());
    },
    now,
  };
}

import { after } from "./dom.js";

/**
 * Runs an act some time after the first call since its last run, one run at a time; a call during a run leads to one
 * more run. Further calls do not delay it: typing without a pause must not be lost in a crash.
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

  /** Resolves when no run is pending. */
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

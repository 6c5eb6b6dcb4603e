import { after } from "./dom.js";

/**
 * Runs an act a while after the last call for it, one at a time; a call during a run leads to one more run.
 *
 * @param {number} ms
 * @param {AbortSignal} signal
 * @param {() => Promise<void>} act
 */
export function lastWins(ms, signal, act) {
  let cancel = () => {};
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
    cancel();
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
      cancel();
      cancel = after(signal, ms, () => void now());
    },
    now,
  };
}

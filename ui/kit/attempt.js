import { fill } from "./dom.js";
import { errorPanel } from "./error-panel.js";

/**
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 *
 * @typedef {object} How
 * @property {HTMLElement} [pressed] the button: one press is taken at a time; what controls with a value ask for is done in turn instead, as the last value counts
 * @property {(error: CommandError) => void} [failed] shows what went wrong, in place of the panel
 *
 * @typedef {(act: () => Promise<void>, how?: How & Parameters<typeof errorPanel>[2]) => Promise<boolean>} Attempt
 */

/**
 * Does what a control asks for, and shows at `place` what went wrong, unless the screen was left.
 *
 * @param {Element} place
 * @param {AbortSignal} signal
 * @returns {Attempt} resolves to whether it was done
 */
export function attempts(place, signal) {
  /** @type {Promise<unknown>} */
  let before = Promise.resolve();
  let busy = false;

  /** @type {Attempt} */
  async function attempt(act, { pressed, failed, ...panel } = {}) {
    const again = place.contains(document.activeElement);
    fill(place);
    if (again) pressed?.focus();
    pressed?.setAttribute("aria-busy", "true");
    try {
      await act();
      return true;
    } catch (thrown) {
      const error = /** @type {CommandError} */ (thrown);
      if (signal.aborted) return false;
      if (failed) failed(error);
      else fill(place, errorPanel(error, signal, panel));
      return false;
    } finally {
      pressed?.removeAttribute("aria-busy");
    }
  }

  return async (act, how = {}) => {
    const { pressed } = how;
    if (pressed === undefined) {
      const done = before.then(() => attempt(act, how));
      before = done;
      return done;
    }
    if (busy) return false;
    busy = true;
    try {
      return await attempt(act, how);
    } finally {
      busy = false;
    }
  };
}

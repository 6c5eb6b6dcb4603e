import { waiting } from "./waiting.js";
import { words } from "../text/words.js";

/**
 * Requests what a place shows, which holds the placeholder meanwhile.
 *
 * @template Answer
 * @param {() => Promise<Answer>} request rejects with a CommandError
 * @param {object} how
 * @param {HTMLElement} how.place
 * @param {AbortSignal} how.signal
 * @param {number} how.skeleton lines of the placeholder
 * @param {HTMLElement} [how.stop] a way to stop waiting
 * @param {(error: import("../host/wire.d.ts").CommandError) => void} how.failed
 * @returns {Promise<Answer | null>} null if it failed, or if the screen was left
 */
export async function load(request, { place, signal, skeleton, stop, failed }) {
  const done = waiting(place, { words: words().waiting.loading, skeleton, stop }, signal);
  try {
    const answer = await request();
    done();
    return signal.aborted ? null : answer;
  } catch (thrown) {
    done();
    if (!signal.aborted) failed(/** @type {import("../host/wire.d.ts").CommandError} */ (thrown));
    return null;
  }
}

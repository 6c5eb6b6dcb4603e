import { host } from "../host/host.js";
import { app } from "./app.js";
import { after, button, fill, h } from "../kit/dom.js";
import { to } from "./places.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Session} Session
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {(error: CommandError, connection?: string) => void} Report
 */

/** @type {(target: string) => void} */
let show = () => {};
/** @type {Report} */
let report = () => {};
let under = false;

/** @param {(target: string) => void} jump shows another place without asking @param {Report} failed asks what to do about a failure, over the current screen */
export function onSwitched(jump, failed) {
  show = jump;
  report = failed;
}

/** Whether a switch to another connection is in progress, during which nothing else can be opened. */
export const isSwitching = () => under;

/**
 * Switches to another connection as one step: the window is blocked meanwhile, then Find is shown. If it fails,
 * everything stays as it was, and the caller shows why on the current screen.
 *
 * @param {() => Promise<Session>} choose rejects with a CommandError
 * @param {string} [awaited] describes what is being waited for
 * @param {() => void} [stop] makes `choose` reject, as far as it can still be stopped
 */
export async function switchConnection(choose, awaited = words().waiting.switching, stop) {
  if (under) return;
  under = true;
  const end = blockWindow(awaited, stop);
  try {
    app.session = await choose();
    show(to.find());
  } catch (thrown) {
    await readAgain();
    throw thrown;
  } finally {
    under = false;
    end();
  }
}

/**
 * The same from a screen: rejects if it fails, unless the screen was left, where the failure is reported over another.
 *
 * @param {() => Promise<Session>} choose
 * @param {AbortSignal} signal
 * @param {string} [awaited]
 * @param {() => void} [stop]
 */
export async function switchFrom(choose, signal, awaited, stop) {
  try {
    await switchConnection(choose, awaited, stop);
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    report(/** @type {CommandError} */ (thrown));
  }
}

/** A failed switch may have changed the state of the keychain. */
async function readAgain() {
  try {
    app.session = await host.session();
  } catch {
    // The switch's own failure is reported.
  }
}

/** @param {string} awaited @param {() => void} [stop] */
function blockWindow(awaited, stop) {
  const own = new AbortController();
  const focused = document.activeElement;
  const action = focused?.getAttribute("data-action");
  const said = h("div", { class: "floating", role: "status", "data-switching": true });
  const parts = () => document.querySelectorAll("body > :not(dialog, .floating)");
  for (const part of parts()) part.toggleAttribute("inert", true);
  document.body.setAttribute("aria-busy", "true");
  document.body.append(said);
  const stopper = stop && button(words().waiting.stop, { action: "stop", kind: "plain" }, own.signal, stop);
  after(own.signal, 2000, () =>
    fill(said, h("div", { class: "floating-panel" }, h("p", {}, awaited), stopper ?? null)),
  );
  return () => {
    own.abort();
    said.remove();
    for (const part of parts()) part.toggleAttribute("inert", false);
    document.body.removeAttribute("aria-busy");
    if (document.activeElement !== document.body) return;
    // The frame is drawn again with the new session.
    const back = focused?.isConnected
      ? focused
      : action
        ? document.querySelector(`[data-action="${CSS.escape(action)}"]`)
        : null;
    if (back instanceof HTMLElement) back.focus();
  };
}

import { app } from "./app.js";
import { to } from "./routes.js";

/** @typedef {import("../host/wire.d.ts").Session} Session */

/** @type {(target: string) => void} */
let show = () => {};
let under = false;

/** @param {(target: string) => void} jump shows another place without asking */
export function onSwitched(jump) {
  show = jump;
}

/**
 * Goes over to another connection as one step: the screen stands still meanwhile, then Find is shown. Where it
 * fails everything stays as it was, and the caller says why where the person is.
 *
 * @param {() => Promise<Session>} choose rejects with a CommandError
 */
export async function switchConnection(choose) {
  if (under) return;
  under = true;
  const outlet = document.querySelector(".outlet");
  const focused = document.activeElement;
  outlet?.toggleAttribute("inert", true);
  document.body.setAttribute("aria-busy", "true");
  try {
    app.session = await choose();
    show(to.find());
  } finally {
    under = false;
    outlet?.toggleAttribute("inert", false);
    document.body.removeAttribute("aria-busy");
    if (focused instanceof HTMLElement && focused.isConnected && document.activeElement === document.body) focused.focus();
  }
}

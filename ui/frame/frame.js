import { app } from "../state/app.js";
import { button, fill } from "../kit/dom.js";
import { isSwitching } from "../state/switching.js";
import { words } from "../text/words.js";
import { band } from "./band.js";
import { drawRail } from "./rail.js";

/**
 * @typedef {import("../state/places.js").Route} Route
 * @typedef {import("./band.js").Switch} Switch
 */

let drawn = new AbortController();

/**
 * The window around the screen: band on top, rail at the side. Drawn again whenever its contents may have changed.
 *
 * @param {HTMLElement} outlet the container of the screens; it always stays in the page
 * @param {Route | null} route
 * @param {Switch} change
 */
export function drawFrame(outlet, route, change) {
  drawn.abort();
  drawn = new AbortController();
  const t = words();
  const skip = button(t.frame.skip, { action: "skip", kind: "quiet" }, drawn.signal, () => {
    outlet.querySelector("h1")?.focus();
  });
  skip.classList.add("skip");
  const top = band(drawn.signal, change);
  top?.prepend(skip);
  const parts = [top, app.connection && drawRail(route)];
  for (const part of parts) part?.toggleAttribute("inert", isSwitching());
  if (outlet.isConnected) {
    for (const old of document.querySelectorAll("body > :not(.outlet, .floating, dialog)")) old.remove();
    outlet.before(...parts.filter((part) => part !== null));
  } else {
    fill(document.body, ...parts, outlet);
  }
}

import { app } from "../state/app.js";
import { button, fill, h } from "../kit/dom.js";
import { to } from "../state/routes.js";
import { isSwitching } from "../state/switching.js";
import { words } from "../text/words.js";
import { band } from "./band.js";
import { icon } from "../kit/icon.js";

/**
 * @typedef {import("../state/routes.js").Route} Route
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
  const parts = [top, rail(route)];
  for (const part of parts) part?.toggleAttribute("inert", isSwitching());
  if (outlet.isConnected) {
    for (const old of document.querySelectorAll("body > :not(.outlet, .switching, .announcer, dialog)")) old.remove();
    outlet.before(...parts.filter((part) => part !== null));
  } else {
    fill(document.body, ...parts, outlet);
  }
}

/** @param {Route | null} route */
function rail(route) {
  if (app.connection === null) return null;
  const t = words();
  const inSettings = route?.screen === "settings" || route?.screen === "connect";
  const inHelp = route?.screen === "help";
  /** @param {string} href @param {string} word @param {import("../kit/icon.js").IconName} drawing @param {"page" | "true" | null} current */
  const item = (href, word, drawing, current) =>
    h("li", {}, h("a", { href, class: "rail-item", "aria-current": current }, icon(drawing), h("span", {}, word)));
  return h(
    "nav",
    { class: "rail", "aria-label": t.frame.nav },
    h(
      "ul",
      {},
      item(to.find(), t.frame.find, "find", inSettings || inHelp ? null : route?.screen === "find" ? "page" : "true"),
      item(
        to.settings(),
        t.frame.settings,
        "settings",
        inSettings ? (route?.screen === "settings" ? "page" : "true") : null,
      ),
      item(to.help(), t.help.title, "question", inHelp ? "page" : null),
    ),
  );
}

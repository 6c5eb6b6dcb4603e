import { app } from "../state/app.js";
import { button, fill } from "../kit/dom.js";
import { goingRun, percentOf } from "../state/runs.js";
import { isSwitching } from "../state/switching.js";
import { words } from "../text/words.js";
import { band } from "./band.js";
import { drawRail } from "./rail.js";

/**
 * @typedef {import("../state/places.js").Route} Route
 * @typedef {import("./band.js").Switch} Switch
 */

/**
 * A part of the frame, and what it was drawn from. One that would look the same stays: a new one would lose the focus,
 * and a press that began on it.
 *
 * @typedef {{ from: unknown[], node: HTMLElement | null, controller: AbortController }} Part
 */

/** @type {Part} */
let bandPart = { from: [], node: null, controller: new AbortController() };
/** @type {Part} */
let railPart = { from: [], node: null, controller: new AbortController() };

/** @param {Part} before @param {unknown[]} from @param {(signal: AbortSignal) => HTMLElement | null} build @returns {Part} */
function redrawn(before, from, build) {
  const isSame = from.length === before.from.length && from.every((one, at) => one === before.from[at]);
  if (isSame && (before.node === null || before.node.isConnected)) return before;
  before.controller.abort();
  const controller = new AbortController();
  return { from, node: build(controller.signal), controller };
}

/**
 * The window around the screen: band on top, rail at the side. Drawn again whenever its contents may have changed.
 *
 * @param {HTMLElement} outlet the container of the screens; it always stays in the page
 * @param {Route | null} route
 * @param {Switch} change
 */
export function drawFrame(outlet, route, change) {
  const t = words();
  const focused = focusedPart();
  bandPart = redrawn(bandPart, [t, JSON.stringify(shownInBand())], (signal) => {
    const skip = button(t.frame.skip, { action: "skip", kind: "quiet" }, signal, () => {
      outlet.querySelector("h1")?.focus();
    });
    skip.classList.add("skip");
    const drawn = band(signal, change);
    drawn?.prepend(skip);
    return drawn;
  });
  railPart = redrawn(
    railPart,
    [t, app.connection === null, route?.screen, railShows()],
    () => app.connection && drawRail(route),
  );
  const parts = [bandPart.node, railPart.node].filter((node) => node !== null);
  for (const node of parts) node.toggleAttribute("inert", isSwitching());
  if (outlet.isConnected) {
    for (const old of document.querySelectorAll("body > :not(.outlet, .floating, .announcer, dialog)"))
      if (!parts.some((node) => node === old)) old.remove();
    // Moving one that is there would take its focus away.
    if (bandPart.node?.isConnected === false) document.body.prepend(bandPart.node);
    if (railPart.node?.isConnected === false) outlet.before(railPart.node);
  } else {
    fill(document.body, ...parts, outlet);
  }
  if (focused !== null && document.activeElement === document.body)
    alike(parts, focused)?.focus({ preventScroll: true });
}

/** How far the run under way is. */
function railShows() {
  const run = goingRun();
  return run === null ? null : percentOf(run);
}

/** What the band shows, besides words. */
function shownInBand() {
  const { session } = app;
  if (session === null) return null;
  const { current, connections, generation, memoryOnly, practice } = session;
  return { current, connections, generation, memoryOnly, practice };
}

/** What a focused link or button of the frame is found by once it was drawn anew. */
function focusedPart() {
  const at = document.activeElement;
  if (at === null || at.closest(".band, .rail") === null) return null;
  return { action: at.getAttribute("data-action"), href: at.getAttribute("href") };
}

/** @param {HTMLElement[]} parts @param {{ action: string | null, href: string | null }} like */
const alike = (parts, { action, href }) =>
  parts
    .flatMap((node) => [...node.querySelectorAll("a, button")])
    .filter((one) => one instanceof HTMLElement)
    .find((one) => one.getAttribute("data-action") === action && one.getAttribute("href") === href);

import { to } from "../state/routes.js";

/**
 * @typedef {import("../state/routes.js").Route} Route
 * @typedef {import("../state/routes.js").ScreenName} ScreenName
 * @typedef {keyof import("../text/words.js").Words["help"]["sections"]} Section
 */

/** The section of the guide about each screen. @type {Record<Exclude<ScreenName, "help">, Section>} */
const sections = {
  start: "first",
  connect: "first",
  keychain: "first",
  find: "find",
  edit: "edit",
  review: "review",
  result: "result",
  settings: "settings",
  "already-open": "trouble",
};

/** The section of the guide about the current screen. @param {Route | null} route */
export function helpFor(route) {
  if (route === null) return to.help();
  if (route.screen === "help") return to.help(route.id || undefined);
  // A conflict shows on Edit or Review, and needs more explanation than either.
  return to.help(document.querySelector("main [data-outcome=conflict]") ? "conflict" : sections[route.screen]);
}

import { app } from "../state/app.js";
import { places } from "../state/places.js";

/**
 * @typedef {import("../state/places.js").Route} Route
 * @typedef {import("../state/places.js").ScreenName} ScreenName
 */

/** @param {ScreenName} screen @param {string} [id] @returns {Route} */
const only = (screen, id = "") => ({ screen, id });

/** Which screen an address leads to right now: the one that gets what is missing, where the screen needs it. @param {Route | null} route @returns {Route} */
export function resolve(route) {
  const { alreadyOpen, first } = app.started;
  const needs = places[route?.screen ?? "find"].needs;
  if (route !== null && needs === "nothing") return route;
  if (alreadyOpen) return only("already-open");
  if (app.session === null) {
    return first && (route === null || route.screen === "start") ? only("start") : only("keychain");
  }
  if (route !== null && needs === "session") return route;
  const { connections, current } = app.session;
  if (current === null && connections.length === 0 && needs === "school") return only("start");
  if (!app.usable) return only("keychain");
  if (route !== null && needs === "keychain") return route;
  if (current === null) return only("settings");
  if (!current.hasKey && current.environment !== "practice") return only("connect", current.id);
  return route ?? only("find");
}

import { app } from "../state/app.js";

const keys = new Set(["F5", "BrowserRefresh"]);

/** @param {KeyboardEvent} event */
function reloads({ key, ctrlKey, metaKey, altKey }) {
  return keys.has(key) || ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === "r");
}

/** @param {EventTarget | null} target */
const takesText = (target) => target instanceof Element && target.closest("input, textarea") !== null;

/**
 * Loading the page anew drops what is typed and kept nowhere, such as a password. A web view offers it by keys and in
 * its context menu, which stays only where it has what a text field needs.
 *
 * @param {AbortSignal} signal
 */
export function preventReload(signal) {
  const options = { capture: true, signal };
  addEventListener(
    "keydown",
    (event) => {
      if (reloads(event) && !app.mayReload) event.preventDefault();
    },
    options,
  );
  addEventListener(
    "contextmenu",
    (event) => {
      if (!takesText(event.target) && !app.mayReload) event.preventDefault();
    },
    options,
  );
}

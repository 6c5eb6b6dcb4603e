import { isMac } from "../kit/keys.js";
import { app } from "../state/app.js";

/** Keys with which a browser does something of its own: find, load anew, move a cursor, show developer tools. */
const alone = new Set(["F3", "F5", "F7", "F12", "BrowserRefresh", "BrowserSearch", "BrowserHome", "BrowserFavorites"]);
/** The same with Ctrl. What Ficha itself uses is in here too: where it does nothing just now, neither does the browser. */
const withControl = new Set(["r", "p", "f", "s", "g", "u", "d", "h", "j", "o", "n", "t"]);
const withControlAndShift = new Set(["r", "p", "f", "s", "g", "i", "j", "c", "k", "n", "t", "o", "b"]);
/** A Mac's menu and its text fields have most of those keys for something else. */
const withCommand = new Set(["r", "p", "f", "s", "g"]);

/** @param {KeyboardEvent} event */
function isBrowsers({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (alone.has(key)) return true;
  const letter = key.toLowerCase();
  if (isMac) return metaKey && !altKey && withCommand.has(letter);
  return ctrlKey && !altKey && (shiftKey ? withControlAndShift : withControl).has(letter);
}

const textless = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);

/** @param {EventTarget | null} target */
const takesText = (target) =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !textless.has(target.type));

/**
 * Loading the page anew drops what is typed and kept nowhere, such as a password. A web view offers that, and more, by
 * keys and in its context menu, which stays only where it has what a text field needs.
 *
 * @param {AbortSignal} signal
 */
export function preventBrowserActs(signal) {
  addEventListener(
    "keydown",
    (event) => {
      if (isBrowsers(event) && !app.mayReload) event.preventDefault();
    },
    // After everything in the page: what is prevented here counts there as done.
    { signal },
  );
  addEventListener(
    "contextmenu",
    (event) => {
      if (!takesText(event.target) && !app.mayReload) event.preventDefault();
    },
    { capture: true, signal },
  );
}

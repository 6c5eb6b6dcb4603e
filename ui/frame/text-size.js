import { announce } from "../kit/announce.js";
import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { words } from "../text/words.js";

/**
 * @typedef {"largerText" | "smallerText" | "normalText"} TextSizeAct
 */

/** In percent. */
const normal = 100;

/** The number pad's keys too, and what the keys give with and without Shift. @type {Record<string, TextSizeAct>} */
const keys = { "+": "largerText", "=": "largerText", "-": "smallerText", _: "smallerText", 0: "normalText" };

/** @param {KeyboardEvent} event @returns {TextSizeAct | null} */
export function textSizeAct({ key, ctrlKey, metaKey, altKey }) {
  return (ctrlKey || metaKey) && !altKey ? (keys[key] ?? null) : null;
}

/** @param {string} act @returns {act is TextSizeAct} */
export const isTextSizeAct = (act) => act === "largerText" || act === "smallerText" || act === "normalText";

/** Presses in quick succession count one after the other. */
let setting = Promise.resolve();

/** @param {TextSizeAct} act */
export function changeTextSize(act) {
  setting = setting.then(() => change(act));
  return setting;
}

/** @param {TextSizeAct} act */
async function change(act) {
  const { settings, textSizes } = app.started;
  const now = settings.textSize;
  const larger = textSizes.find((size) => size > now);
  const smaller = textSizes.findLast((size) => size < now);
  const size = { largerText: larger, smallerText: smaller, normalText: normal }[act] ?? now;
  if (size !== now) {
    try {
      const chosen = await host.setSettings({ ...settings, textSize: size });
      app.started = { ...app.started, settings: chosen };
    } catch {
      // The text stays as it was, which can be seen.
      return;
    }
  }
  announce(words().settings.textSizeNow(size));
}

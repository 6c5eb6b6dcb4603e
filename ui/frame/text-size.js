import { sayAloud } from "../kit/say-aloud.js";
import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { words } from "../text/words.js";

/** @typedef {import("../state/places.js").TextSizeAct} TextSizeAct */

/** In percent. */
const normal = 100;

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
  sayAloud(words().settings.textSizeNow(size));
}

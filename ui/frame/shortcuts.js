import { on } from "../kit/dom.js";
import { acts } from "../state/places.js";

/** @typedef {import("../state/places.js").Act} Act */

/** Some systems report one key press to both the page and the menu, the second within this time. */
const togetherMs = 300;

/** Accepts acts from keys and from the menu, each press once. @param {(act: Act) => void} perform */
export function once(perform) {
  /** @type {Map<Act, { at: number, from: string }>} */
  const last = new Map();
  return (/** @type {"key" | "menu"} */ from) => (/** @type {Act} */ act) => {
    const at = performance.now();
    const before = last.get(act);
    if (before && before.from !== from && at - before.at < togetherMs) return;
    last.set(act, { at, from });
    perform(act);
  };
}

/** @param {KeyboardEvent} event @returns {Act | null} */
function actOf(event) {
  if (event.altKey || event.shiftKey) return null;
  const pressed = { key: event.key.toLowerCase(), command: event.ctrlKey || event.metaKey };
  const found = Object.entries(acts).find(([, { chords }]) =>
    chords.some(({ key, command = false }) => key.toLowerCase() === pressed.key && command === pressed.command),
  );
  return /** @type {Act | null} */ (found?.[0] ?? null);
}

/** @param {AbortSignal} signal @param {(act: Act) => void} perform */
export function listenForShortcuts(signal, perform) {
  on(document.body, "keydown", signal, (event) => {
    // An open dialog handles Escape itself, and nothing behind it may act.
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const act = actOf(event);
    if (act === null) return;
    // A held key would press whatever its first press focused.
    event.preventDefault();
    if (!event.repeat) perform(act);
  });
}

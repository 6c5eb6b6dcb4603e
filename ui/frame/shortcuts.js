import { on } from "../kit/dom.js";
import { acts } from "../state/places.js";
import { isTextSizeAct } from "./text-size.js";

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
  // The characters of signs depend on Shift, as + does.
  const isLetter = event.key.length > 1 || /[a-z]/i.test(event.key);
  if (event.altKey || (event.shiftKey && isLetter)) return null;
  const pressed = { key: event.key.toLowerCase(), command: event.ctrlKey || event.metaKey };
  const found = Object.entries(acts).find(([, { chords }]) =>
    chords.some(
      ({ key, command = false, also = [] }) =>
        command === pressed.command && [key, ...also].some((one) => one.toLowerCase() === pressed.key),
    ),
  );
  return /** @type {Act | null} */ (found?.[0] ?? null);
}

/** @param {AbortSignal} signal @param {(act: Act) => void} perform */
export function listenForShortcuts(signal, perform) {
  on(document.body, "keydown", signal, (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    // An open dialog handles Escape itself, and nothing behind it may act; but it has to be legible too.
    const inDialog = document.querySelector("dialog[open]") !== null;
    const act = actOf(event);
    if (act === null || (inDialog && !isTextSizeAct(act))) return;
    // A held key would press whatever its first press focused.
    event.preventDefault();
    if (!event.repeat) perform(act);
  });
}

import { on } from "../kit/dom.js";
import { textSizeAct } from "./text-size.js";

/**
 * @typedef {"find" | "review" | "back" | "settings" | "connect" | "help" | "print" | import("./text-size.js").TextSizeAct} Act
 */

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
  const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (event.key === "Escape" && !command) return "back";
  if (event.key === "F1" && !command) return "help";
  if (!command) return null;
  const key = event.key.toLowerCase();
  if (key === "f") return "find";
  if (key === "p") return "print";
  // Where one would save: here the step before it.
  if (key === "enter" || key === "s") return "review";
  return event.key === "," ? "settings" : null;
}

/** @param {AbortSignal} signal @param {(act: Act) => void} perform */
export function listenForShortcuts(signal, perform) {
  on(document.body, "keydown", signal, (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    // An open dialog handles Escape itself, and nothing behind it may act; but it has to be legible too.
    const inDialog = document.querySelector("dialog[open]") !== null;
    const act = textSizeAct(event) ?? (inDialog ? null : actOf(event));
    if (act === null) return;
    // A held key would press whatever its first press focused.
    event.preventDefault();
    if (!event.repeat) perform(act);
  });
}

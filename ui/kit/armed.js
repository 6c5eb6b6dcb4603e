import { on } from "./dom.js";

/**
 * Guards presses that cannot be undone. A button that appears under a pointer or a key still in use (a double click,
 * Enter held or pressed again) stays inert until it has been on the screen for a moment with nothing pressed: the calm.
 *
 * @typedef {object} Guard
 * @property {() => boolean} take whether a press counts now; one that does not restarts the calm
 * @property {() => void} calm restarts the calm
 */

/** The most that one frame adds to the calm: a late frame says nothing about presses still in the queue. */
const frameMs = 100;
/** The native menu swallows keyups, so a key that does not repeat counts as released after this time. */
const keyMs = 1500;
const modifiers = new Set([
  "Alt",
  "AltGraph",
  "CapsLock",
  "Control",
  "Fn",
  "Hyper",
  "Meta",
  "NumLock",
  "Shift",
  "Super",
  "Symbol",
]);

/** @type {Set<number>} */
const pointers = new Set();
/** When each key was last seen down. @type {Map<string, number>} */
const keys = new Map();
/** Restarts the calm of each guard. @type {Set<() => void>} */
const guards = new Set();
/** The same, for guards whose calm is not over. @type {Set<() => void>} */
const waiting = new Set();

function disturb() {
  for (const begin of waiting) begin();
}

/** To be called when what covered the page closes: a second click on it must not press a button below. */
export function calmAll() {
  for (const calm of guards) calm();
}

function forget() {
  pointers.clear();
  keys.clear();
}

/** @param {KeyboardEvent} event */
const keyOf = ({ code, key }) => code || key;

function follow() {
  // For the window's lifetime, and before any listener that may stop the event.
  const options = { capture: true, passive: true };
  addEventListener(
    "pointerdown",
    (event) => {
      pointers.add(event.pointerId);
      disturb();
    },
    options,
  );
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    addEventListener(end, (event) => pointers.delete(event.pointerId), options);
  }
  // A release over a native menu is not reported; the next move shows that no button is down.
  addEventListener(
    "pointermove",
    (event) => {
      if (event.buttons === 0) pointers.delete(event.pointerId);
    },
    options,
  );
  addEventListener(
    "keydown",
    (event) => {
      if (modifiers.has(event.key)) return;
      keys.set(keyOf(event), performance.now());
      disturb();
    },
    options,
  );
  addEventListener(
    "keyup",
    (event) => {
      // macOS reports no keyup of what was pressed together with Command.
      if (event.key === "Meta") keys.clear();
      else keys.delete(keyOf(event));
    },
    options,
  );
  addEventListener(
    "blur",
    (event) => {
      if (event.target === window) forget();
    },
    options,
  );
  document.addEventListener("visibilitychange", forget, options);
  // Returning from the guide does not mount the screen again.
  addEventListener("hashchange", calmAll, options);
}

function isHeld() {
  const now = performance.now();
  for (const [key, at] of keys) {
    if (now - at > keyMs) keys.delete(key);
  }
  return pointers.size > 0 || keys.size > 0;
}

/**
 * @param {HTMLElement} button
 * @param {number} ms how long nothing may be pressed
 * @param {AbortSignal} signal
 * @returns {Guard}
 */
export function guard(button, ms, signal) {
  let armed = false;
  let calmMs = 0;
  let before = 0;
  let frame = 0;

  /** @param {boolean} now */
  function show(now) {
    armed = now;
    button.dataset.armed = String(now);
    if (now) button.removeAttribute("aria-disabled");
    else button.setAttribute("aria-disabled", "true");
  }

  // Frames, not a timer: there are none while the window cannot be seen.
  function count(/** @type {number} */ at) {
    if (!button.isConnected) {
      waiting.delete(begin);
      return;
    }
    calmMs = isHeld() ? 0 : calmMs + Math.max(0, Math.min(at - before, frameMs));
    before = at;
    if (calmMs >= ms) {
      waiting.delete(begin);
      show(true);
    } else {
      frame = requestAnimationFrame(count);
    }
  }

  function begin() {
    cancelAnimationFrame(frame);
    if (signal.aborted) return;
    calmMs = 0;
    before = performance.now();
    waiting.add(begin);
    frame = requestAnimationFrame(count);
  }

  function calm() {
    show(false);
    begin();
  }

  signal.addEventListener(
    "abort",
    () => {
      cancelAnimationFrame(frame);
      waiting.delete(begin);
      guards.delete(calm);
    },
    { once: true },
  );
  // A held key never presses, however long ago it went down.
  on(button, "keydown", signal, (event) => {
    if (event.repeat) event.preventDefault();
  });
  guards.add(calm);
  calm();
  return {
    calm,
    take() {
      if (!armed) calm();
      return armed;
    },
  };
}

follow();

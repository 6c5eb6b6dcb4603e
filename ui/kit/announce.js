import { fill } from "./dom.js";

/**
 * Text of a live region. A screen reader announces again what is written again, so that the same text is not.
 *
 * @param {Element} region
 * @param {string} text
 */
export function announce(region, text) {
  if (region.textContent !== text) region.textContent = text;
}

/** What was last built in a place, as text. @type {WeakMap<Element, string>} */
const built = new WeakMap();

/**
 * Replaces what an element holds, unless it was built from the same: a button in it may be about to be clicked or have
 * the focus, and a live region would be announced again. Whoever has the focus keeps it, or passes it to `next`.
 *
 * @param {Element} element
 * @param {unknown} from everything that `build` depends on, as JSON can show it
 * @param {() => import("./dom.js").Child[]} build
 * @param {() => HTMLElement | null} [next]
 */
export function fillFrom(element, from, build, next) {
  const now = JSON.stringify(from);
  if (built.get(element) === now) return;
  built.set(element, now);
  const focused = element.contains(document.activeElement);
  fill(element, build());
  if (focused) next?.()?.focus({ preventScroll: true });
}

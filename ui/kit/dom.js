/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Builds an element. Text always becomes a text node. True sets an empty attribute, null and false none.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...kept(children));
  return element;
}

/**
 * Replaces what an element holds.
 *
 * @param {Element} element
 * @param {...(Child | Child[])} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...kept(children));
}

/** @param {Array<Child | Child[]>} children @returns {Array<Node | string>} */
function kept(children) {
  return /** @type {Array<Node | string>} */ (
    children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== "")
  );
}

/**
 * @template {keyof HTMLElementEventMap} Type
 * @param {EventTarget} target
 * @param {Type} type
 * @param {AbortSignal} signal
 * @param {(event: HTMLElementEventMap[Type]) => void} listener
 */
export function on(target, type, signal, listener) {
  target.addEventListener(type, /** @type {EventListener} */ (listener), { signal });
}

/**
 * @param {string} caption
 * @param {{ action: string, kind?: "primary" | "plain" | "quiet" | "danger", label?: string, disabled?: boolean }} options
 * @param {AbortSignal} signal
 * @param {() => void} onPress
 */
export function button(caption, { action, kind = "plain", label, disabled }, signal, onPress) {
  const element = h(
    "button",
    { type: "button", class: `button button-${kind}`, "data-action": action, "aria-label": label, disabled },
    caption,
  );
  on(element, "click", signal, onPress);
  return element;
}

/** @param {AbortSignal} signal @param {number} ms @param {() => void} then */
export function after(signal, ms, then) {
  // A signal may live as long as the window, so it must not retain a timer that has fired.
  const end = () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  };
  const timer = setTimeout(() => {
    end();
    then();
  }, ms);
  signal.addEventListener("abort", end);
  return end;
}

/** Once what the page holds now is painted. @param {AbortSignal} signal @param {() => void} then */
export const afterPaint = (signal, then) => void requestAnimationFrame(() => after(signal, 0, then));

import { words } from "../text/words.js";
import { sayAloud } from "./say-aloud.js";
import { copyText } from "./copy.js";
import { after, button, fill, h } from "./dom.js";
import { icon } from "./icon.js";

/** How long the button shows that it copied. */
const shownMs = 2000;

/**
 * Copies one value. Its caption shows on hover and focus.
 *
 * @param {string} label of the value
 * @param {() => string} text
 * @param {AbortSignal} signal
 */
export function copyButton(label, text, signal) {
  const t = words().copy;
  const caption = h("span", { class: "copy-caption", "aria-hidden": "true" });
  const press = button("", { action: "copy", kind: "quiet", label: t.of(label) }, signal, () => void copy());
  press.classList.add("copy-button");
  /** @type {() => void} */
  let end = () => {};

  /** @param {boolean} copied */
  function show(copied) {
    caption.textContent = copied ? t.done : t.caption;
    press.toggleAttribute("data-copied", copied);
    fill(press, icon(copied ? "check" : "copy"), caption);
  }

  async function copy() {
    await copyText(text());
    if (signal.aborted) return;
    show(true);
    sayAloud(t.done);
    end();
    end = after(signal, shownMs, () => show(false));
  }

  show(false);
  return press;
}

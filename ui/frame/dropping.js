import { h } from "../kit/dom.js";
import { icon } from "../kit/icon.js";
import { keepDrop } from "../state/drop.js";
import { onEvent } from "../state/events.js";
import { words } from "../text/words.js";

/**
 * A file can be dropped anywhere on the window.
 *
 * @param {AbortSignal} signal
 * @param {() => boolean} isFree whether one may be opened right now
 * @param {() => void} open leads to the screen that opens it
 */
export function listenForDrops(signal, isFree, open) {
  const veil = h("div", { class: "drop-veil", "data-drop-veil": true });
  onEvent(signal, "dragging", ({ over }) => {
    if (!over || !isFree()) {
      veil.remove();
      return;
    }
    veil.replaceChildren(
      h("p", { class: "floating-panel", role: "status" }, icon("file"), words().bulk.start.dropHere),
    );
    document.body.append(veil);
  });
  onEvent(signal, "dropped", () => {
    veil.remove();
    if (!isFree()) return;
    keepDrop();
    open();
  });
}

import { after, fill, h } from "../kit/dom.js";

/** Long enough to be read; it is about a state that passes by itself. */
const shownMs = 8000;

const region = h("div", { class: "floating", role: "status", "data-notice": true });
let shown = new AbortController();

/** Says something over the current screen for a while, without taking the focus. @param {string} text */
export function showNotice(text) {
  shown.abort();
  shown = new AbortController();
  const { signal } = shown;
  // Screen readers announce what comes into a region that is there already.
  if (!region.isConnected) document.body.append(region);
  fill(region);
  after(signal, 0, () => fill(region, h("p", {}, text)));
  after(signal, shownMs, clearNotice);
}

/** To be called when another screen is shown, which says what there is to say. */
export function clearNotice() {
  shown.abort();
  fill(region);
}

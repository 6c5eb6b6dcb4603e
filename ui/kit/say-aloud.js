import { h } from "./dom.js";

/** Read aloud by screen readers, and not shown: the words are where the eye is already. */
const region = h("p", { class: "announcer visually-hidden", role: "status" });

/** @param {string} what */
export function sayAloud(what) {
  if (!region.isConnected) document.body.append(region);
  // The same words are only read again if they were gone in between.
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = what;
  });
}

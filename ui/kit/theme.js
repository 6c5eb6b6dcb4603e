/** @typedef {import("../host/wire.d.ts").Theme} Theme */

const dark = matchMedia("(prefers-color-scheme: dark)");
/** @type {Theme} */
let chosen = "system";

function show() {
  const effective = chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
  document.documentElement.dataset.theme = effective;
}

/** @param {Theme} theme */
export function applyTheme(theme) {
  chosen = theme;
  show();
}

/** @param {AbortSignal} signal */
export function followSystem(signal) {
  dark.addEventListener("change", show, { signal });
}

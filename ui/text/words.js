import { en } from "./en.js";
import { es } from "./es.js";

/** @typedef {typeof es} Words */

let current = es;

/** The texts in the current language. */
export const words = () => current;

/** @returns {"es" | "en"} */
export const language = () => (current === es ? "es" : "en");

/** @param {"es" | "en"} chosen */
export function setLanguage(chosen) {
  current = chosen === "es" ? es : en;
  document.documentElement.lang = chosen;
}

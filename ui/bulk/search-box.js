import { after, h, on } from "../kit/dom.js";
import { icon } from "../kit/icon.js";

/**
 * Searches the rows of a table, a moment after what is typed.
 *
 * @param {{ name: string, label: string, hint: string, down: () => void }} options
 * @param {(text: string) => void} changed
 * @param {AbortSignal} signal
 */
export function searchBox({ name, label, hint, down }, changed, signal) {
  const input = h("input", {
    type: "search",
    name,
    class: "control",
    "aria-label": label,
    placeholder: hint,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
  let last = "";
  let cancel = () => {};
  on(input, "input", signal, () => {
    cancel();
    cancel = after(signal, 150, () => {
      const text = input.value.trim();
      if (text === last) return;
      last = text;
      changed(text);
    });
  });
  on(input, "keydown", signal, (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    down();
  });
  return { input, node: h("div", { class: "rows-search", role: "search" }, icon("find"), input) };
}

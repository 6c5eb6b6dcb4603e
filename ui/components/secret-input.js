import { button, h } from "../lib/dom.js";
import { words } from "../lib/words.js";

/**
 * A field for a secret, with a way to look at it while typing. No browser memory, no spelling service.
 *
 * @param {{ name: string, id: string, describedBy?: string, label: string }} options
 * @param {AbortSignal} signal
 */
export function secretInput({ name, id, describedBy, label }, signal) {
  const t = words().fields;
  const input = h("input", {
    type: "password", name, id, class: "control mono", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    "aria-describedby": describedBy,
  });
  const toggle = button(t.show, { action: "reveal", kind: "quiet", label: `${t.show}: ${label}` }, signal, () => reveal(input.type === "password"));
  /** @param {boolean} shown */
  function reveal(shown) {
    input.type = shown ? "text" : "password";
    toggle.textContent = shown ? t.hide : t.show;
    toggle.setAttribute("aria-label", `${shown ? t.hide : t.show}: ${label}`);
  }
  return {
    input,
    node: h("div", { class: "with-aside" }, input, toggle),
    hide: () => reveal(false),
  };
}

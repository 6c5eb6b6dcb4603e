import { button, h, on } from "./dom.js";
import { announce } from "./announce.js";
import { words } from "../text/words.js";

/**
 * A field for a secret that can be revealed while typing. No autocomplete, no spelling service.
 *
 * @param {{ name: string, id: string, describedBy?: string, label: string }} options
 * @param {AbortSignal} signal
 */
export function secretInput({ name, id, describedBy, label }, signal) {
  const t = words().fields;
  const input = h("input", {
    type: "password",
    name,
    id,
    class: "control mono",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": `${describedBy ?? ""} lines-${id}`.trim(),
  });
  const lines = h("p", { class: "error", id: `lines-${id}`, role: "alert" });
  const toggle = button(t.show, { action: "reveal", kind: "quiet", label: `${t.show}: ${label}` }, signal, () =>
    reveal(input.type === "password"),
  );
  /** @param {boolean} shown */
  function reveal(shown) {
    input.type = shown ? "text" : "password";
    toggle.textContent = shown ? t.hide : t.show;
    toggle.setAttribute("aria-label", `${shown ? t.hide : t.show}: ${label}`);
  }
  on(input, "input", signal, () => {
    announce(lines, "");
  });
  on(input, "paste", signal, (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    announce(lines, "");
    if (!/[\r\n]/.test(text)) return;
    // The control itself would join two lines into one secret. Surrounding line breaks come from copying.
    event.preventDefault();
    const line = text.trim();
    if (/[\r\n]/.test(line)) {
      announce(lines, t.severalLines);
      return;
    }
    input.setRangeText(line, input.selectionStart ?? 0, input.selectionEnd ?? input.value.length, "end");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return {
    input,
    node: h("div", {}, h("div", { class: "with-aside" }, input, toggle), lines),
    hide: () => reveal(false),
  };
}

import { announce } from "../kit/announce.js";
import { h, on } from "../kit/dom.js";
import { icon } from "../kit/icon.js";
import { words } from "../text/words.js";

/**
 * The number of families has to be typed where one press would change very much.
 *
 * @param {import("../host/wire.d.ts").Check} check
 * @param {AbortSignal} signal
 */
export function brakeField({ brake, updates, roster }, signal) {
  if (brake === null) return null;
  const t = words().bulk.review;
  const why =
    brake === "share"
      ? t.brake.share(updates, Math.round((100 * updates) / Math.max(1, roster)))
      : t.brake[brake](updates);
  const error = h("p", { class: "error", id: "count-error", role: "alert" });
  const input = h("input", {
    type: "text",
    inputmode: "numeric",
    name: "count",
    id: "count",
    class: "control control-short",
    autocomplete: "off",
    "aria-describedby": "count-why count-error",
  });
  on(input, "input", signal, () => {
    announce(error, "");
    input.removeAttribute("aria-invalid");
  });
  // Thousands may be typed as they are shown.
  const typed = () => (/^[\d\s.,]+$/.test(input.value) ? Number(input.value.replace(/\D/g, "")) : null);
  return {
    node: h(
      "section",
      { class: "brake", "data-brake": brake, "aria-label": t.brakeTitle },
      icon("warning"),
      h(
        "div",
        { class: "brake-words" },
        h("p", { id: "count-why" }, why),
        h("label", { class: "field-label", for: input.id }, t.count(updates)),
        error,
      ),
      input,
    ),
    typed,
    fits: () => typed() === updates,
    ask() {
      announce(error, t.countWrong(updates));
      input.setAttribute("aria-invalid", "true");
      input.focus();
    },
  };
}

import { h, on } from "./dom.js";
import { words } from "../text/words.js";

/** @typedef {{ message: string, target: () => HTMLElement | null }} SummaryLine */

/**
 * All problems in one place, each line linked to its control. Takes the focus when it is added to the page.
 *
 * @param {SummaryLine[]} lines
 * @param {AbortSignal} signal
 */
export function errorSummary(lines, signal) {
  const t = words().errorWords;
  const box = h(
    "section",
    { class: "notice notice-error summary", role: "alert", tabindex: -1, "data-error-summary": true },
    h(
      "div",
      { class: "notice-body" },
      h("h2", {}, lines.length === 1 ? t.summaryOne : t.summary(lines.length)),
      h(
        "ul",
        {},
        lines.map(({ message, target }) => {
          const link = h("a", { href: location.hash }, message);
          on(link, "click", signal, (event) => {
            event.preventDefault();
            const control = target();
            control?.scrollIntoView({ block: "center" });
            control?.focus();
          });
          return h("li", {}, link);
        }),
      ),
    ),
  );
  return box;
}

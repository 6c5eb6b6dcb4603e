import { h, on } from "../kit/dom.js";
import { when } from "../text/time.js";
import { announce } from "../kit/announce.js";
import { words } from "../text/words.js";
import { icon } from "../kit/icon.js";

/**
 * The family was archived: nothing is sent until the user confirms that the change is intended.
 *
 * @param {string} at
 * @param {string} name as used inside a sentence
 * @param {AbortSignal} signal
 */
export function archivedNotice(at, name, signal) {
  const t = words().review;
  const input = h("input", {
    type: "checkbox",
    class: "tick",
    id: "archived-confirmed",
    name: "archivedConfirmed",
    "aria-describedby": "archived-problem",
  });
  const problem = h("p", { class: "error", id: "archived-problem", role: "alert" });
  on(input, "change", signal, () => {
    input.removeAttribute("aria-invalid");
    announce(problem, "");
  });
  return {
    node: h(
      "section",
      { class: "notice notice-warning", "data-archived": true },
      icon("warning"),
      h(
        "div",
        { class: "notice-body" },
        h("h2", {}, t.archivedTitle(when(at))),
        h("p", {}, t.archivedLead),
        problem,
        h("label", { class: "radio-line", for: input.id }, input, h("span", {}, t.archivedConfirm(name))),
      ),
    ),
    confirmed: () => input.checked,
    focus: () => input.focus(),
    ask() {
      input.setAttribute("aria-invalid", "true");
      announce(problem, t.archivedAsk);
      input.scrollIntoView({ block: "center" });
      input.focus();
    },
  };
}

import { h } from "../kit/dom.js";
import { icon } from "../kit/icon.js";
import { to } from "../state/places.js";
import { words } from "../text/words.js";

const steps = /** @type {const} */ (["sheet", "columns", "check", "review"]);
const places = { sheet: to.sheet, columns: to.columns, check: to.check, review: to.changes };

/** @typedef {typeof steps[number]} Step */

/** Where on the way one is: what is behind can be gone back to. @param {Step} current */
export function stepList(current) {
  const t = words().bulk.steps;
  const at = steps.indexOf(current);
  return h(
    "nav",
    { class: "steps-nav", "aria-label": t.label },
    h(
      "ol",
      {},
      steps.map((step, index) => {
        const number = h(
          "span",
          { class: "step-mark", "aria-hidden": "true" },
          index < at ? icon("check") : `${index + 1}`,
        );
        if (index < at)
          return h(
            "li",
            {},
            h("a", { href: places[step]() }, number, t[step], h("span", { class: "visually-hidden" }, ` (${t.done})`)),
          );
        return h("li", {}, h("span", { "aria-current": index === at ? "step" : null }, number, t[step]));
      }),
    ),
  );
}

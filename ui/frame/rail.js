import { h } from "../kit/dom.js";
import { icon } from "../kit/icon.js";
import { places, rail } from "../state/places.js";
import { goingRun, percentOf } from "../state/runs.js";
import { words } from "../text/words.js";

/** @param {import("../state/places.js").Route | null} route */
export function drawRail(route) {
  const t = words().frame;
  const place = route && places[route.screen];
  return h(
    "nav",
    { class: "rail", "aria-label": t.nav },
    h(
      "ul",
      {},
      rail.map(({ item, icon: drawing, href }) => {
        // A screen below an entry is inside it, but not what it leads to.
        const current = place?.rail !== item ? null : route?.screen === item ? "page" : "true";
        return h(
          "li",
          {},
          h(
            "a",
            { href: href(), class: "rail-item", "aria-current": current },
            icon(drawing),
            h("span", {}, t[item]),
            item === "bulk" && progress(),
          ),
        );
      }),
    ),
  );
}

/** How far the run is that goes on meanwhile, wherever one is. */
function progress() {
  const run = goingRun();
  if (run === null) return null;
  const t = words().run;
  const percent = percentOf(run);
  return h(
    "span",
    { class: "rail-progress" },
    h("span", { "aria-hidden": "true" }, t.rail(percent)),
    h("span", { class: "visually-hidden" }, t.railLabel(percent)),
  );
}

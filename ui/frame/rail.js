import { h } from "../kit/dom.js";
import { icon } from "../kit/icon.js";
import { places, rail } from "../state/places.js";
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
          h("a", { href: href(), class: "rail-item", "aria-current": current }, icon(drawing), h("span", {}, t[item])),
        );
      }),
    ),
  );
}

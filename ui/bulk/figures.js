import { h } from "../kit/dom.js";
import { number } from "../text/time.js";
import { words } from "../text/words.js";

/**
 * What all rows come to, the families to be updated first.
 *
 * @param {Pick<import("../host/wire.d.ts").Check, "updates" | "same" | "repeated" | "left">} check
 */
export function figures({ updates, same, repeated, left }) {
  const t = words().bulk.check;
  const all = /** @type {const} */ ([
    ["updates", updates],
    ["left", left],
    ["same", same],
    ["repeated", repeated],
  ]);
  return h(
    "ul",
    { class: "figures", "data-figures": true },
    all
      .filter(([name, count]) => count > 0 || name === "updates")
      .map(([name, count]) =>
        h("li", { "data-figure": name }, h("strong", {}, number(count)), " ", h("span", {}, t[name](count))),
      ),
  );
}

import { h } from "../kit/dom.js";
import { nameOf } from "../text/isolate.js";
import { words } from "../text/words.js";

/**
 * The caption of the Update button: the action, the environment, and last the family, where a long name can be cut.
 *
 * @param {string} name
 * @param {import("../host/wire.d.ts").Environment} environment
 */
export function updateCaption(name, environment) {
  const t = words();
  return h(
    "span",
    { class: "caption-cut" },
    `${t.review.update(t.environments[environment].band)} `,
    h("bdi", {}, nameOf(name)),
  );
}

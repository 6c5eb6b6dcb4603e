import { h } from "./dom.js";
import { icon } from "./icon.js";

/** @type {Record<"info" | "warning" | "unknown" | "good", import("./icon.js").IconName>} */
const icons = { info: "info", warning: "warning", unknown: "question", good: "check" };

/**
 * Something to know before continuing.
 *
 * @param {keyof typeof icons} tone
 * @param {string} title
 * @param {string | null} [body]
 * @param {Record<string, string | boolean>} [attributes]
 * @param {...import("./dom.js").Child} more
 */
export const banner = (tone, title, body = null, attributes = {}, ...more) =>
  h(
    "section",
    { class: `notice notice-${tone}`, ...attributes },
    icon(icons[tone]),
    h(
      "div",
      { class: "notice-body" },
      h("p", { class: "notice-title" }, title),
      body && h("p", {}, body),
      more.length > 0 && h("div", { class: "actions" }, more),
    ),
  );

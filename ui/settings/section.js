import { h } from "../kit/dom.js";

/**
 * A titled part of Settings: its purpose on the left, its controls on the right.
 *
 * @param {string} name
 * @param {string} title
 * @param {string} text
 * @param {...import("../kit/dom.js").Child} children
 */
export const settingsSection = (name, title, text, ...children) =>
  h(
    "section",
    { class: "setting", "aria-labelledby": `setting-${name}`, "data-setting": name },
    h(
      "div",
      { class: "setting-head" },
      h("h2", { id: `setting-${name}` }, title),
      text !== "" && h("p", { class: "hint" }, text),
    ),
    h("div", { class: "setting-body" }, children),
  );

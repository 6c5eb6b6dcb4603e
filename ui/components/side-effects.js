import { app } from "../lib/app.js";
import { h } from "../lib/dom.js";
import { words } from "../lib/words.js";
import { icon } from "./icon.js";

/** @typedef {import("../host/wire.d.ts").Change} Change */

/** What else the update does: to the family's access, to other systems. @param {Change[]} changes */
export function sideEffects(changes) {
  const t = words().review;
  const fields = new Set(changes.map(({ field }) => field));
  const warnings = changes.flatMap(({ field, after }) => {
    const said = after.kind === "null" ? { ...t.sensitive, ...t.sensitiveCleared } : t.sensitive;
    return field in said ? [said[/** @type {keyof typeof t.sensitive} */ (field)]] : [];
  });
  const hidden = app.started.fields.some(({ name, readable }) => !readable && fields.has(name));
  const notes = [
    t.webhook,
    fields.has("email") || fields.has("phoneNumber") ? t.notify : "",
    hidden ? t.writeOnly : "",
  ].filter((note) => note !== "");
  return h("div", { class: "side-effects" },
    warnings.length > 0 && h("section", { class: "notice notice-warning" }, icon("warning"),
      h("div", { class: "notice-body" }, h("h2", {}, fields.has("username") || fields.has("password") ? t.accessTitle : t.reachTitle), h("ul", {}, warnings.map((warning) => h("li", {}, warning))))),
    h("ul", { class: "fine notes" }, notes.map((note) => h("li", {}, note))));
}

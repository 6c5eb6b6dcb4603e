import { app } from "../lib/app.js";
import { h } from "../lib/dom.js";
import { words } from "../lib/words.js";
import { icon } from "./icon.js";

/** @typedef {import("../host/wire.d.ts").Change} Change */

/** The update's side effects: on the family's access, on other systems. @param {Change[]} changes */
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
  return h(
    "div",
    { class: "side-effects" },
    changes.filter(({ field }) => field === "optedOutWhatsappAt").map(consent),
    warnings.length > 0 &&
      h(
        "section",
        { class: "notice notice-warning" },
        icon("warning"),
        h(
          "div",
          { class: "notice-body" },
          h("h2", {}, fields.has("username") || fields.has("password") ? t.accessTitle : t.reachTitle),
          h(
            "ul",
            {},
            warnings.map((warning) => h("li", {}, warning)),
          ),
        ),
      ),
    h(
      "ul",
      { class: "fine notes" },
      notes.map((note) => h("li", {}, note)),
    ),
  );
}

/** What changing the opt-out means; changing only its date means nothing new. @param {Change} change */
function consent({ before, after }) {
  const t = words().review;
  const [was, will] = [before?.kind === "text", after.kind === "text"];
  if (was === will) return null;
  return h(
    "section",
    { class: "notice notice-warning", "data-consent": will ? "withdrawn" : "given" },
    icon("warning"),
    h(
      "div",
      { class: "notice-body" },
      h("h2", {}, will ? t.optOutTitle : t.consentTitle),
      h("p", {}, will ? t.optOutSet : t.consentGiven),
    ),
  );
}

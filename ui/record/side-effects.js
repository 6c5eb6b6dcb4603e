import { app } from "../state/app.js";
import { h } from "../kit/dom.js";
import { words } from "../text/words.js";
import { icon } from "../kit/icon.js";

/**
 * @typedef {import("../host/wire.d.ts").Change} Change
 * @typedef {import("../host/wire.d.ts").FieldName} FieldName
 * @typedef {import("../host/wire.d.ts").Value} Value
 */

/** The ways in which a family gets its messages. @type {FieldName[]} */
const ways = ["phoneNumber", "email", "secondaryPhoneNumber"];

/**
 * The update's side effects: on the family's access, on other systems. Only what can lose the family its access, or
 * the last way to reach it, is a warning: one at every changed phone number would soon be read by nobody.
 *
 * @param {Change[]} changes
 * @param {Partial<Record<FieldName, Value>>} values as they were loaded
 */
export function sideEffects(changes, values) {
  const t = words().review;
  const fields = new Set(changes.map(({ field }) => field));
  const willHold = (/** @type {FieldName} */ name) =>
    changes.find(({ field }) => field === name)?.after ?? values[name];
  const unreached = ways.every((name) => willHold(name)?.kind !== "text");
  /** @type {string[]} */
  const warnings = [];
  /** @type {string[]} */
  const quiet = [];
  for (const { field, after } of changes) {
    const cleared = after.kind === "null";
    const said = cleared ? { ...t.sensitive, ...t.sensitiveCleared } : t.sensitive;
    if (!(field in said)) continue;
    const isWarning = field === "username" || field === "password" || (cleared && unreached);
    (isWarning ? warnings : quiet).push(said[/** @type {keyof typeof t.sensitive} */ (field)]);
  }
  const hidden = app.started.fields.some(({ name, readable }) => !readable && fields.has(name));
  const notes = [
    ...quiet,
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

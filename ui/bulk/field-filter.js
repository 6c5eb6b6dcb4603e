import { labelOf } from "../fields/values.js";
import { button, h } from "../kit/dom.js";
import { icon } from "../kit/icon.js";
import { isolate } from "../text/isolate.js";
import { number } from "../text/time.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Check} Check
 * @typedef {import("../host/wire.d.ts").FieldCount} FieldCount
 * @typedef {Pick<FieldCount, "field" | "key"> | null} Chosen null for all
 */

/**
 * How many changes each field has; one can be picked, to see only those.
 *
 * @param {Check} check
 * @param {(chosen: Chosen) => void} pick
 * @param {AbortSignal} signal
 */
export function fieldFilter({ fields }, pick, signal) {
  const t = words().bulk.review;
  /** @type {HTMLElement[]} */
  const buttons = [];

  /** @param {string} caption @param {string} label @param {string} name @param {Chosen} chosen */
  function choice(caption, label, name, chosen) {
    const press = button("", { action: "field", kind: "quiet", label }, signal, () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === press));
      pick(chosen);
    });
    press.append(h("bdi", {}, caption));
    press.dataset.field = name;
    press.setAttribute("aria-pressed", String(chosen === null));
    buttons.push(press);
    return press;
  }

  /** @param {FieldCount} count */
  function line({ field, key, changes, clears, sensitive }) {
    const label = labelOf(field, key);
    const name = key === null ? field : `${field}.${key}`;
    return h(
      "tr",
      { "data-sensitive": String(sensitive) },
      h(
        "th",
        { scope: "row" },
        choice(label, t.show(isolate(label)), name, { field, key }),
        sensitive && h("span", { class: "badge-warn" }, icon("warning"), t.sensitive),
      ),
      h("td", { "data-caption": t.changes }, number(changes)),
      h("td", { "data-caption": t.clears, class: clears > 0 ? "gone" : "muted" }, clears > 0 ? number(clears) : "—"),
    );
  }

  const total = fields.reduce((sum, { changes }) => sum + changes, 0);
  const cleared = fields.reduce((sum, { clears }) => sum + clears, 0);
  return h(
    "table",
    { class: "table counts-table fields-table" },
    h("caption", { class: "visually-hidden" }, t.fields),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        [t.field, t.changes, t.clears].map((caption) => h("th", { scope: "col" }, caption)),
      ),
    ),
    h(
      "tbody",
      {},
      fields.map(line),
      h(
        "tr",
        { class: "total" },
        h("th", { scope: "row" }, choice(t.all, t.all, "", null)),
        h("td", { "data-caption": t.changes }, number(total)),
        h("td", { "data-caption": t.clears }, cleared > 0 ? number(cleared) : "—"),
      ),
    ),
  );
}

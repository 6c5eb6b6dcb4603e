import { labelOf } from "../fields/values.js";
import { h } from "../kit/dom.js";
import { app } from "../state/app.js";
import { words } from "../text/words.js";

/**
 * What a column can be for, as the options of a list.
 *
 * @typedef {import("../host/wire.d.ts").ColumnUse} ColumnUse
 * @typedef {import("../host/wire.d.ts").FieldName} FieldName
 */

const finders = /** @type {const} */ (["id", "username", "email", "phone"]);
const parts = /** @type {const} */ (["paternal", "maternal", "given"]);
const homes = /** @type {const} */ (["metadata", "meta"]);

/** The option that stands for a use. @param {ColumnUse} use */
export function optionOf(use) {
  switch (use.kind) {
    case "finds":
      return `finds:${use.by}`;
    case "field":
      return `field:${use.field}`;
    case "namePart":
      return `part:${use.part}`;
    case "pair":
      return `pair:${use.home}`;
    default:
      return use.kind;
  }
}

/** @param {string} option @param {string} key of custom data, where the option is for that @returns {ColumnUse} */
export function useOf(option, key) {
  const [kind, of] = option.split(":");
  for (const by of finders) if (option === `finds:${by}`) return { kind: "finds", by };
  for (const part of parts) if (option === `part:${part}`) return { kind: "namePart", part };
  for (const home of homes) if (option === `pair:${home}`) return { kind: "pair", home, key };
  if (kind === "field") return { kind: "field", field: /** @type {FieldName} */ (of) };
  return kind === "updatedAt" ? { kind: "updatedAt" } : { kind: "ignored" };
}

/** All that a column can be for, in groups. */
export function useOptions() {
  const t = words();
  const { columns } = t.bulk;
  const option = (/** @type {string} */ value, /** @type {string} */ caption) => h("option", { value }, caption);
  /** @type {Map<string, HTMLOptionElement[]>} */
  const groups = new Map();
  for (const { name, group, kind } of app.started.fields) {
    if (kind === "pairs") continue;
    const caption = t.fields.groups[group];
    groups.set(caption, [...(groups.get(caption) ?? []), option(`field:${name}`, labelOf(name))]);
  }
  /** @param {string} label @param {HTMLOptionElement[]} options */
  const group = (label, options) => h("optgroup", { label }, options);
  return [
    option("ignored", columns.ignored),
    group(
      columns.groups.finds,
      finders.map((by) => option(`finds:${by}`, columns.findsShown[by])),
    ),
    ...[...groups].map(([label, options]) => group(label, options)),
    group(
      columns.groups.parts,
      parts.map((part) => option(`part:${part}`, columns.parts[part])),
    ),
    group(columns.groups.pair, [option("pair:metadata", columns.pair), option("pair:meta", columns.meta)]),
    group(columns.groups.other, [option("updatedAt", columns.updatedAt)]),
  ];
}

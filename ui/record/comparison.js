import { host } from "../host/host.js";
import { errorPanel } from "../kit/error-panel.js";
import { button, fill, h } from "../kit/dom.js";
import { load } from "../kit/load.js";
import { labelOf, valueWords } from "../fields/values.js";
import { app } from "../state/app.js";
import { same } from "../state/work.js";
import { to } from "../state/places.js";
import { nameOf, nameWords } from "../text/isolate.js";
import { stamp } from "../text/time.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Card} Card
 * @typedef {import("../host/wire.d.ts").FieldName} FieldName
 * @typedef {import("../host/wire.d.ts").Value} Value
 * @typedef {import("../state/work.js").Work} Work
 *
 * @typedef {object} Line
 * @property {string} name
 * @property {string} label
 * @property {string} mine
 * @property {string} other
 * @property {boolean} unsent what is mine is typed, and not in Quentli yet
 */

/**
 * The family being edited and another one side by side, read only: what both have, and where they differ.
 *
 * @param {{ work: Work, otherId: string, signal: AbortSignal, closed: () => void }} given
 */
export function comparison({ work, otherId, signal, closed }) {
  const t = words().compare;
  const heading = h("h2", { id: "comparison-title", tabindex: -1 }, t.title);
  const place = h("div", { class: "comparison-place" });
  const close = button(t.close, { action: "close-comparison", kind: "plain" }, signal, () => {
    node.remove();
    closed();
  });
  const node = h(
    "section",
    { class: "sheet comparison", "data-comparison": otherId, "aria-labelledby": "comparison-title" },
    heading,
    place,
  );

  async function read() {
    const other = await load(() => host.lookAt(otherId), {
      place,
      signal,
      skeleton: 4,
      stop: close,
      failed: (error) =>
        fill(place, errorPanel(error, signal, { retry: () => void read() }), h("div", { class: "actions" }, close)),
    });
    if (other !== null) fill(place, h("div", { class: "table-room" }, cards(work, other)), acts(other));
  }

  /** @param {Card} other */
  function acts(other) {
    /** @param {string} id @param {string} title */
    const open = (id, title) =>
      h(
        "a",
        { class: "button button-quiet", href: to.edit(id), "data-open": id },
        h("bdi", {}, t.open(nameWords(title))),
      );
    return h("div", { class: "actions" }, open(work.id, work.opened.title), open(otherId, other.title), close);
  }

  void read();
  return { node, focus: () => heading.focus() };
}

/** @param {Work} work @param {Card} other */
function cards(work, other) {
  const t = words().compare;
  const [mine, theirs] = [work.opened.title, other.title].map((title) => nameOf(title));
  return h(
    "table",
    { class: "table comparison-table" },
    h("caption", { class: "visually-hidden" }, t.title),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, t.field),
        [mine, theirs].map((name) => h("th", { scope: "col" }, h("bdi", {}, name))),
      ),
    ),
    h(
      "tbody",
      {},
      lines(work, other).map((line) => {
        const differs = line.mine !== line.other;
        const held = (/** @type {string} */ text) => (differs ? h("mark", {}, h("bdi", {}, text)) : h("bdi", {}, text));
        return h(
          "tr",
          { "data-differs": String(differs), "data-compared": line.name },
          h(
            "th",
            { scope: "row" },
            h("bdi", {}, line.label),
            h("span", { class: "compared" }, differs ? t.differs : t.equal),
          ),
          h(
            "td",
            { "data-caption": mine },
            held(line.mine),
            line.unsent && h("span", { class: "fine" }, " ", t.unsent),
          ),
          h("td", { "data-caption": theirs }, held(line.other)),
        );
      }),
    ),
  );
}

/** What either of the two has. @param {Work} work @param {Card} other @returns {Line[]} */
function lines({ opened, checked }, other) {
  const { facts: t } = words().fields;
  const fields = app.started.fields.filter(({ readable, kind }) => readable && kind !== "pairs");
  /** @param {Value | undefined} value */
  const isSet = (value) => value !== undefined && !["absent", "null"].includes(value.kind);
  const plain = fields.flatMap(({ name }) => {
    const change = checked.changes.find((one) => one.field === name && one.key === null);
    const mine = change?.after ?? opened.values[name];
    const theirs = other.values[name];
    if (!isSet(mine) && !isSet(theirs)) return [];
    const [text, otherText] = [mine, theirs].map((value) => valueWords(name, value ?? { kind: "absent" }));
    return [{ name, label: labelOf(name), mine: text, other: otherText, unsent: change !== undefined }];
  });
  const facts = /** @type {const} */ (["createdAt", "updatedAt", "archivedAt", "id"]).flatMap((name) => {
    const [mine, theirs] = [opened.facts?.[name] ?? null, other.facts[name]].map((value) =>
      value === null ? words().fields.values.empty : name === "id" ? value : stamp(value),
    );
    return (opened.facts?.[name] ?? null) === null && other.facts[name] === null
      ? []
      : [{ name, label: t[name], mine, other: theirs, unsent: false }];
  });
  return [...plain, ...pairLines(opened.values.metadata, checked.changes, other.values.metadata), ...facts];
}

/**
 * @param {Value | undefined} mine
 * @param {import("../host/wire.d.ts").Change[]} changes
 * @param {Value | undefined} other
 * @returns {Line[]}
 */
function pairLines(mine, changes, other) {
  const { absent } = words().conflict;
  const held = (/** @type {Value | undefined} */ value) =>
    new Map(value?.kind === "pairs" ? value.pairs.map((pair) => [pair.key, pair.value]) : []);
  const [own, theirs] = [held(mine), held(other)];
  const typed = new Map();
  for (const { key, after } of changes) if (key !== null) typed.set(key, after.kind === "text" ? after.text : absent);
  const keys = [...new Set([...own.keys(), ...typed.keys(), ...theirs.keys()])];
  return keys.map((key) => ({
    name: `metadata.${key}`,
    label: key,
    mine: typed.get(key) ?? own.get(key) ?? absent,
    other: theirs.get(key) ?? absent,
    unsent: typed.has(key) && !same(typed.get(key), own.get(key)),
  }));
}

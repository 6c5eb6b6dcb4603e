import { announce } from "../kit/announce.js";
import { h, on } from "../kit/dom.js";
import { words } from "../text/words.js";
import { optionOf, useOf, useOptions } from "./column-uses.js";

/**
 * @typedef {import("../host/wire.d.ts").ColumnUse} ColumnUse
 * @typedef {import("../host/wire.d.ts").Sheet} Sheet
 * @typedef {import("../host/wire.d.ts").SheetColumn} SheetColumn
 */

/**
 * The columns of a sheet, each with three of its values and what it is for.
 *
 * @param {Sheet} first
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
export function columnsTable(first, changed, signal) {
  const t = words().bulk.columns;
  const rows = first.columns.map((column, index) => columnRow(column, index, changed, signal));
  const node = h(
    "table",
    { class: "table columns-table" },
    h("caption", { class: "visually-hidden" }, t.title),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        [t.column, t.samples, t.use].map((caption) => h("th", { scope: "col" }, caption)),
      ),
    ),
    h(
      "tbody",
      {},
      rows.map(({ node: row }) => row),
    ),
  );

  /** @param {Sheet} sheet */
  function show({ columns, columnsProblem }) {
    columns.forEach((column, index) => {
      const wrong = columnsProblem?.columns.includes(index) ? t.problems[columnsProblem.code] : "";
      const taken = column.takenBy === null ? undefined : columns[column.takenBy];
      rows[index]?.show(column, wrong, taken);
    });
  }

  show(first);
  return {
    node,
    show,
    /** @returns {ColumnUse[]} */
    uses: () => rows.map((row) => row.use()),
    focusOn: (/** @type {number} */ index) => rows[index]?.focus(),
  };
}

/** @param {SheetColumn} column @param {number} index @param {() => void} changed @param {AbortSignal} signal */
function columnRow(column, index, changed, signal) {
  const t = words().bulk.columns;
  const { letters, header, hidden, samples } = column;
  const named = header.trim() === "" ? letters : `${letters}, ${header}`;
  const ids = { select: `use-${index}`, lines: `use-lines-${index}`, key: `key-${index}` };
  const select = h(
    "select",
    {
      name: `use-${index}`,
      id: ids.select,
      class: "control",
      "aria-label": t.useOf(named),
      "aria-describedby": ids.lines,
    },
    useOptions(),
  );
  select.value = optionOf(column.use);
  const key = h("input", {
    type: "text",
    name: `key-${index}`,
    id: ids.key,
    class: "control",
    spellcheck: "false",
    autocomplete: "off",
    "aria-describedby": ids.lines,
  });
  key.value = column.use.kind === "pair" ? column.use.key : header.trim();
  const keyField = h(
    "div",
    { class: "field pair-key" },
    h("label", { class: "field-label", for: ids.key }, t.pairKey),
    key,
  );
  const basis = h("span", { class: "basis" });
  const error = h("p", { class: "error" });
  const isPair = () => select.value.startsWith("pair:");

  on(select, "change", signal, () => {
    keyField.hidden = !isPair();
    changed();
  });
  on(key, "input", signal, changed);
  const node = h(
    "tr",
    { "data-column": index },
    h(
      "th",
      { scope: "row" },
      h("span", { class: "column-letters mono" }, letters),
      h(
        "span",
        { class: "column-name" },
        header.trim() === "" ? h("em", { class: "muted" }, t.noHeader) : h("bdi", {}, header),
      ),
      hidden && h("span", { class: "tag" }, t.hidden),
    ),
    h(
      "td",
      { "data-caption": t.samples },
      samples.length === 0
        ? h("span", { class: "muted" }, t.noSamples)
        : h(
            "ul",
            { class: "samples" },
            samples.map((sample) => h("li", {}, h("bdi", {}, sample))),
          ),
    ),
    h(
      "td",
      { "data-caption": t.use },
      select,
      keyField,
      h("div", { id: ids.lines, class: "column-lines" }, basis, error),
    ),
  );

  return {
    node,
    use: () => useOf(select.value, key.value.trim()),
    focus: () => select.focus(),
    /** @param {SheetColumn} now @param {string} wrong @param {SheetColumn | undefined} taken the column that already is for what this one looks like */
    show(now, wrong, taken) {
      node.dataset.use = now.use.kind;
      node.dataset.basis = now.basis;
      keyField.hidden = !isPair();
      const guess = now.basis === "takenBy" ? (taken ? t.takenBy(taken.name) : "") : t.basis[now.basis];
      announce(basis, now.use.kind === "ignored" && now.basis !== "takenBy" ? "" : guess);
      announce(error, wrong);
      if (wrong === "") select.removeAttribute("aria-invalid");
      else select.setAttribute("aria-invalid", "true");
    },
  };
}

import { button, fill, h, on } from "../kit/dom.js";
import { controlId } from "../kit/control.js";
import { faithful, hasLines } from "./faithful.js";
import { textBox } from "./text-box.js";
import { isolate } from "../text/isolate.js";
import { words } from "../text/words.js";
import { icon } from "../kit/icon.js";

/**
 * @typedef {import("../host/wire.d.ts").Entry} Entry
 * @typedef {import("../host/wire.d.ts").Pair} Pair
 * @typedef {import("../host/wire.d.ts").PairEntry} PairEntry
 * @typedef {"metadata" | "meta"} Way
 *
 * @typedef {object} Row
 * @property {HTMLElement} node
 * @property {import("./text-box.js").TextBox} key
 * @property {import("./text-box.js").TextBox} value
 * @property {string | null} original
 * @property {Pair | null} pair what was loaded into the row
 * @property {boolean} remove
 * @property {HTMLElement} error
 */

/**
 * Custom data: rows of name and value. Removing a loaded row only marks it, so that it can be restored.
 *
 * @param {{ loaded: Pair[], signal: AbortSignal, changed: () => void }} given
 */
export function pairsControl({ loaded, signal, changed }) {
  const t = words().fields.pairs;
  /** @type {Row[]} */
  let rows = [];
  const list = h("ol", { class: "pairs" });
  // Each control is named by itself.
  const head = h("div", { class: "pairs-head", "aria-hidden": "true" }, h("span", {}, t.key), h("span", {}, t.value));
  const empty = h("p", { class: "hint" }, t.empty);
  const add = button(t.add, { action: "add-row", kind: "quiet" }, signal, () => {
    const row = build({ key: "", value: "", original: null, remove: false }, null);
    rows.push(row);
    draw();
    row.key.box.focus();
    changed();
  });
  add.dataset.addRow = "";
  add.id = controlId("metadata");
  add.prepend(icon("plus"));
  const ways = /** @type {const} */ (["metadata", "meta"]).map((value) => {
    const input = h("input", { type: "radio", name: "customDataAs", value, class: "radio" });
    return {
      input,
      node: h("label", { class: "segment" }, input, h("span", {}, value === "metadata" ? t.asMetadata : t.asMeta)),
    };
  });
  const sendAs = h(
    "details",
    { class: "quiet-details" },
    h("summary", {}, t.sendAs),
    h(
      "fieldset",
      { class: "segments" },
      h("legend", { class: "visually-hidden" }, t.sendAs),
      ways.map(({ node }) => node),
    ),
    h("p", { class: "hint" }, t.asMetadataHint, " meta: ", t.asMetaHint),
  );

  /** @param {PairEntry} entry @param {Pair | null} pair @returns {Row} */
  function build(entry, pair) {
    const key = textBox(
      { name: "metadata.key", class: "control", autocomplete: "off", "aria-label": t.key, placeholder: t.key },
      pair?.key ?? "",
      { oneLine: true },
    );
    const value = textBox(
      { name: "metadata.value", class: "control", autocomplete: "off", "aria-label": t.value, placeholder: t.value },
      pair?.value ?? "",
    );
    key.show(entry.key);
    value.show(entry.value);
    const toggle = button(t.remove, { action: "remove-row", kind: "quiet" }, signal, () => {
      if (row.original === null) rows = rows.filter((other) => other !== row);
      else row.remove = !row.remove;
      draw();
      (row.original === null ? add : toggle).focus();
      changed();
    });
    toggle.dataset.removeRow = "";
    const error = h("p", { class: "error" });
    /** @type {Row} */
    const row = {
      key,
      value,
      original: entry.original,
      pair,
      remove: entry.remove,
      error,
      node: h("li", { class: "pair" }, key.node, value.node, toggle, error),
    };
    on(key.node, "input", signal, () => name(row));
    on(row.node, "focusin", signal, () => name(row));
    on(value.node, "paste", signal, (event) => {
      if (value.box instanceof HTMLTextAreaElement || value.box.readOnly) return;
      // Surrounding line breaks come from copying.
      const text = (event.clipboardData?.getData("text/plain") ?? "").replace(/^[\r\n]+|[\r\n]+$/g, "");
      if (!hasLines(text)) return;
      event.preventDefault();
      value.insertLines(text);
      name(row);
      value.box.focus();
      value.box.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return row;
  }

  /** Labels the row's controls with its pair. @param {Row} row */
  function name({ key, value, node, remove }) {
    const keyWords = (key.text && isolate(key.text)) || t.row(rows.findIndex((row) => row.node === node) + 1);
    value.box.setAttribute("aria-label", `${t.value}: ${keyWords}`);
    node.querySelector("button")?.setAttribute("aria-label", remove ? t.restoreRow(keyWords) : t.removeRow(keyWords));
  }

  function draw() {
    fill(
      list,
      rows.map((row) => row.node),
    );
    empty.hidden = rows.length > 0;
    head.hidden = rows.length === 0;
    rows.forEach((row) => {
      row.node.dataset.removed = String(row.remove);
      row.key.box.readOnly = row.remove;
      row.value.box.readOnly = row.remove;
      const toggle = row.node.querySelector("button");
      if (toggle) toggle.textContent = row.remove ? t.restore : t.remove;
      name(row);
    });
  }

  /**
   * As `metadata` all rows are sent to the core, which finds the differences. As `meta` only the touched ones may
   * be: those loaded under the other name would count as new.
   */
  const sent = () => (way() === "metadata" ? rows : rows.filter(touched));
  /** @returns {Way} */
  const way = () => (ways[1].input.checked ? "meta" : "metadata");
  /** @param {Row} row */
  const touched = ({ pair, key, value, remove }) =>
    pair === null || remove || key.text !== pair.key || value.text !== pair.value;
  /** @type {import("./faithful.js").Faithful<Entry | undefined>} */
  const held = faithful(() =>
    JSON.stringify([
      way(),
      rows.map(({ key, value, original, remove }) => [key.box.value, value.box.value, original, remove]),
    ]),
  );

  return {
    node: h("div", {}, head, list, empty, h("div", { class: "pairs-foot" }, add, sendAs)),
    target: add,
    way,
    /** @returns {Entry | undefined} */
    entry: () =>
      held.value(() =>
        rows.some(touched)
          ? {
              kind: "pairs",
              rows: sent().map(({ key, value, original, remove }) => ({
                key: key.text,
                value: value.text,
                original,
                remove,
              })),
            }
          : undefined,
      ),
    /** @param {Entry | undefined} entry @param {Way} shown */
    show(entry, shown) {
      ways[0].input.checked = shown === "metadata";
      ways[1].input.checked = shown === "meta";
      sendAs.open = shown === "meta";
      const edited = entry?.kind === "pairs" ? [...entry.rows] : [];
      // A key can occur twice: its first row belongs to the first pair, its second to the second.
      const ofLoaded = loaded.map((pair) => {
        const at = edited.findIndex(({ original }) => original === pair.key);
        const [row] = at < 0 ? [{ ...pair, original: pair.key, remove: false }] : edited.splice(at, 1);
        return build(row, pair);
      });
      rows = [...ofLoaded, ...edited.map((row) => build(row, null))];
      draw();
      held.took(entry);
    },
    /** @param {number} index */
    rowTarget: (index) => sent()[index]?.key.box ?? null,
    /** @param {Map<number, string>} messages */
    report(messages) {
      const order = sent();
      rows.forEach((row, index) => {
        const message = messages.get(order.indexOf(row)) ?? "";
        row.error.textContent = message;
        row.error.id = `error-metadata-${index}`;
        for (const input of [row.key.box, row.value.box]) {
          input.toggleAttribute("aria-invalid", message !== "");
          if (message !== "") input.setAttribute("aria-invalid", "true");
          input.setAttribute("aria-describedby", message === "" ? "" : row.error.id);
        }
      });
    },
  };
}

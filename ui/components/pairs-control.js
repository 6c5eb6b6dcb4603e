import { button, fill, h, on } from "../lib/dom.js";
import { controlId } from "../lib/control.js";
import { words } from "../lib/words.js";
import { icon } from "./icon.js";

/**
 * @typedef {import("../host/wire.d.ts").Entry} Entry
 * @typedef {import("../host/wire.d.ts").Pair} Pair
 * @typedef {import("../host/wire.d.ts").PairEntry} PairEntry
 * @typedef {"metadata" | "meta"} Way
 *
 * @typedef {object} Row
 * @property {HTMLElement} node
 * @property {HTMLInputElement} key
 * @property {HTMLInputElement} value
 * @property {string | null} original
 * @property {boolean} remove
 * @property {HTMLElement} error
 */

/**
 * Custom data: rows of name and value. A loaded row is removed by marking it, so that it can be kept after all.
 *
 * @param {{ loaded: Pair[], signal: AbortSignal, changed: () => void }} given
 */
export function pairsControl({ loaded, signal, changed }) {
  const t = words().fields.pairs;
  /** @type {Row[]} */
  let rows = [];
  const list = h("ol", { class: "pairs" });
  const empty = h("p", { class: "hint" }, t.empty);
  const add = button(t.add, { action: "add-row", kind: "quiet" }, signal, () => {
    const row = build({ key: "", value: "", original: null, remove: false });
    rows.push(row);
    draw();
    row.key.focus();
    changed();
  });
  add.dataset.addRow = "";
  add.id = controlId("metadata");
  add.prepend(icon("plus"));
  const ways = /** @type {const} */ (["metadata", "meta"]).map((value) => {
    const input = h("input", { type: "radio", name: "customDataAs", value, class: "radio" });
    return { input, node: h("label", { class: "segment" }, input, h("span", {}, value === "metadata" ? t.asMetadata : t.asMeta)) };
  });
  const sendAs = h("details", { class: "quiet-details" },
    h("summary", {}, t.sendAs),
    h("fieldset", { class: "segments" }, h("legend", { class: "visually-hidden" }, t.sendAs), ways.map(({ node }) => node)),
    h("p", { class: "hint" }, t.asMetadataHint, " meta: ", t.asMetaHint));

  /** @param {PairEntry} pair @returns {Row} */
  function build(pair) {
    const key = h("input", { type: "text", name: "metadata.key", class: "control", autocomplete: "off", "aria-label": t.key, placeholder: t.key });
    const value = h("input", { type: "text", name: "metadata.value", class: "control", autocomplete: "off", "aria-label": t.value, placeholder: t.value });
    key.value = pair.key;
    value.value = pair.value;
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
    const row = { key, value, original: pair.original, remove: pair.remove, error, node: h("li", { class: "pair" }, key, value, toggle, error) };
    const name = () => {
      const spoken = key.value || t.row(rows.indexOf(row) + 1);
      value.setAttribute("aria-label", `${t.value}: ${spoken}`);
      toggle.setAttribute("aria-label", row.remove ? t.restoreRow(spoken) : t.removeRow(spoken));
    };
    on(key, "input", signal, name);
    on(row.node, "focusin", signal, name);
    return row;
  }

  function draw() {
    fill(list, rows.map((row) => row.node));
    empty.hidden = rows.length > 0;
    rows.forEach((row) => {
      row.node.dataset.removed = String(row.remove);
      row.key.readOnly = row.remove;
      row.value.readOnly = row.remove;
      const toggle = row.node.querySelector("button");
      if (toggle) {
        toggle.textContent = row.remove ? t.restore : t.remove;
        const spoken = row.key.value || t.row(rows.indexOf(row) + 1);
        toggle.setAttribute("aria-label", row.remove ? t.restoreRow(spoken) : t.removeRow(spoken));
        row.value.setAttribute("aria-label", `${t.value}: ${spoken}`);
      }
    });
  }

  /**
   * As `metadata` all rows go to the core, which tells what differs. As `meta` only the touched ones may:
   * what was loaded under the other name would count as new there.
   */
  const sent = () => (way() === "metadata" ? rows : rows.filter(touched));
  /** @returns {Way} */
  const way = () => (ways[1].input.checked ? "meta" : "metadata");
  /** @param {Row} row */
  const touched = (row) => row.original === null || row.remove
    || !loaded.some(({ key, value }) => key === row.original && key === row.key.value && value === row.value.value);

  return {
    node: h("div", {}, list, empty, h("div", { class: "pairs-foot" }, add, sendAs)),
    target: add,
    way,
    /** @returns {Entry | undefined} */
    entry: () => (rows.some(touched)
      ? { kind: "pairs", rows: sent().map((row) => ({ key: row.key.value, value: row.value.value, original: row.original, remove: row.remove })) }
      : undefined),
    /** @param {Entry | undefined} entry @param {Way} shown */
    show(entry, shown) {
      ways[0].input.checked = shown === "metadata";
      ways[1].input.checked = shown === "meta";
      sendAs.open = shown === "meta";
      const edited = entry?.kind === "pairs" ? entry.rows : [];
      const known = new Set(loaded.map(({ key }) => key));
      rows = [
        ...loaded.map(({ key, value }) => edited.find(({ original }) => original === key) ?? { key, value, original: key, remove: false }),
        ...edited.filter(({ original }) => original === null || !known.has(original)),
      ].map(build);
      draw();
    },
    /** @param {number} index */
    rowTarget: (index) => sent()[index]?.key ?? null,
    /** @param {Map<number, string>} messages */
    tell(messages) {
      const order = sent();
      rows.forEach((row, index) => {
        const message = messages.get(order.indexOf(row)) ?? "";
        row.error.textContent = message;
        row.error.id = `error-metadata-${index}`;
        for (const input of [row.key, row.value]) {
          input.toggleAttribute("aria-invalid", message !== "");
          if (message !== "") input.setAttribute("aria-invalid", "true");
          input.setAttribute("aria-describedby", message === "" ? "" : row.error.id);
        }
      });
    },
  };
}

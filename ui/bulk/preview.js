import { fill, h, on } from "../kit/dom.js";
import { words } from "../text/words.js";

/** @typedef {import("../host/wire.d.ts").Sheet} Sheet */

/** How many columns are shown: the others are on the next screen. */
const most = 30;

/**
 * The first rows of a sheet, one of which names the columns: another can be picked.
 *
 * @param {(row: number) => void} pick
 * @param {AbortSignal} signal
 */
export function previewTable(pick, signal) {
  const t = words().bulk.sheet;
  const head = h("thead", {});
  const body = h("tbody", {});
  const table = h("table", { class: "cells-table" }, h("caption", { class: "visually-hidden" }, t.preview), head, body);
  const more = h("p", { class: "fine" });
  const room = h("div", { class: "cells-room sheet", tabindex: 0, role: "group", "aria-label": t.preview }, table);
  on(body, "change", signal, ({ target }) => {
    if (target instanceof HTMLInputElement) pick(Number(target.value));
  });
  // A row is large enough to be hit, its mark is not.
  on(body, "click", signal, ({ target }) => {
    if (!(target instanceof Element) || target.closest("input, label")) return;
    const radio = target.closest("tr")?.querySelector("input");
    radio?.focus({ preventScroll: true });
    radio?.click();
  });

  /** @param {Sheet} sheet */
  function show({ top, headerRow, columns }) {
    const held = document.activeElement;
    const focused = held instanceof HTMLInputElement && body.contains(held);
    const shown = columns.slice(0, most);
    const rest = Math.max(columns.length, ...top.map(({ cells }) => cells.length)) - shown.length;
    more.textContent = rest > 0 ? t.more(rest) : "";
    fill(
      head,
      h(
        "tr",
        {},
        h("th", { scope: "col", class: "cells-number" }, t.row),
        shown.map(({ letters }) => h("th", { scope: "col" }, letters)),
      ),
    );
    fill(
      body,
      top.map(({ row, cells }) => {
        const kind = row === headerRow ? "header" : row < headerRow ? "above" : "row";
        const radio = h("input", {
          type: "radio",
          class: "radio",
          name: "headerRow",
          value: row,
          checked: row === headerRow,
          "aria-label": t.headerRow(row),
        });
        return h(
          "tr",
          { "data-kind": kind, "data-preview-row": row },
          h(
            "th",
            { scope: "row", class: "cells-number" },
            h("label", {}, radio, h("span", { "aria-hidden": "true" }, String(row))),
            kind === "header" && h("span", { class: "badge-quiet" }, t.headers),
            kind === "above" && h("span", { class: "visually-hidden" }, t.skipped),
          ),
          shown.map((_, index) => h("td", {}, h("bdi", {}, cells[index] ?? ""))),
        );
      }),
    );
    if (focused) body.querySelector("input:checked")?.closest("tr")?.querySelector("input")?.focus();
  }

  return { node: h("div", {}, h("p", { class: "hint" }, t.previewHint), room, more), show };
}

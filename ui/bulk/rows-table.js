import { h } from "../kit/dom.js";
import { windowOf } from "../kit/row-window.js";

/**
 * A table of any number of rows, of which only those in sight are in the page.
 *
 * @template Row
 * @param {object} given
 * @param {AbortSignal} given.signal
 * @param {string} given.label
 * @param {string} given.kind names the table's layout
 * @param {string[]} given.captions of its columns
 * @param {(from: number, most: number) => Promise<{ total: number, rows: Row[] }>} given.ask
 * @param {(row: Row, index: number) => HTMLElement} given.build
 * @param {(row: Row) => unknown} given.keyOf
 * @param {(element: HTMLElement) => HTMLElement | null} given.target what of a row gets the focus
 * @param {() => void} [given.up]
 */
export function rowsTable({ signal, label, kind, captions, ask, build, keyOf, target, up }) {
  const list = h("div", { class: "rows-body", role: "rowgroup", tabindex: -1 });
  const node = h(
    "div",
    { class: `rows-table rows-${kind} sheet`, role: "table", "aria-label": label },
    h(
      "div",
      { class: "rows-head", role: "rowgroup" },
      h(
        "div",
        { class: "row", role: "row", "aria-rowindex": 1 },
        captions.map((caption) => h("span", { role: "columnheader" }, caption)),
      ),
    ),
    list,
  );
  const rows = windowOf({
    signal,
    list,
    build,
    keyOf,
    target,
    up,
    missing: () =>
      h("div", { class: "row row-missing", role: "row" }, h("span", { role: "cell" }, h("span", { class: "bone" }))),
    ask: async (from, most) => {
      const answer = await ask(from, most);
      node.setAttribute("aria-rowcount", String(answer.total + 1));
      node.hidden = answer.total === 0;
      return answer;
    },
  });
  return { node, rows };
}

/** @param {string} name @param {...(import("../kit/dom.js").Child | import("../kit/dom.js").Child[])} children */
export const cell = (name, ...children) => h("span", { class: `cell-${name}`, role: "cell" }, ...children);

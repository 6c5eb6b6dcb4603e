import { labelOf } from "../fields/values.js";
import { h } from "../kit/dom.js";
import { oldAndNew } from "../record/old-new.js";
import { nameOf } from "../text/isolate.js";
import { words } from "../text/words.js";
import { cell } from "./rows-table.js";

/**
 * @typedef {import("../host/wire.d.ts").Change} Change
 * @typedef {import("../host/wire.d.ts").SheetRow} SheetRow
 */

/** A family of a sheet with what changes. It gets the focus as a whole. @param {SheetRow} row */
export function changeRow({ row, id, name, changes, twice, guessed }) {
  const t = words().bulk.review;
  return h(
    "div",
    { class: "row", role: "row", "data-sheet-row": row },
    cell("number", String(row)),
    cell(
      "family",
      h("bdi", {}, nameOf(name ?? "")),
      h("span", { class: "fine mono row-id" }, h("bdi", {}, id ?? "")),
      twice && h("span", { class: "badge-quiet" }, t.twice),
      guessed && h("span", { class: "badge-quiet" }, t.guessed),
    ),
    cell("changes", changes.map(changeLine)),
  );
}

/** One field's old and new value. @param {Change} change */
export function changeLine(change) {
  const { field, key, sensitive, lookAlike } = change;
  const { old, next } = oldAndNew(change);
  return h(
    "span",
    {
      class: "row-change",
      "data-change-of": key === null ? field : `${field}.${key}`,
      "data-sensitive": String(sensitive),
    },
    h("span", { class: "row-label" }, h("bdi", {}, labelOf(field, key))),
    h("span", { class: "row-old" }, old),
    h("span", { class: "row-new" }, next, lookAlike && h("span", { class: "fine" }, ` ${words().review.lookAlike}`)),
  );
}

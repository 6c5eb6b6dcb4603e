import { isolate, nameOf } from "../text/isolate.js";
import { words } from "../text/words.js";

/** @typedef {import("../host/wire.d.ts").Sheet} Sheet */

/** What was understood, as a sentence. @param {Sheet} sheet */
export function sheetSentence({ name, format, sheets, sheet, headerRow }) {
  const t = words().bulk.sheet;
  const of = sheet === null ? undefined : sheets[sheet];
  return `${[
    name === "" ? t.pasted : t.named(t.formats[format], isolate(nameOf(name))),
    of === undefined || sheets.length < 2 ? "" : t.ofSheet(isolate(of.name)),
    t.header(headerRow),
  ]
    .filter((part) => part !== "")
    .join(", ")}.`;
}

const notes = /** @type {const} */ ([
  "ownResult",
  "hiddenRows",
  "hiddenColumns",
  "filtered",
  "merged",
  "noNumberFormats",
]);

/** What a person cannot see on the screen and should know. @param {Sheet} sheet */
export const sheetNotes = (sheet) => notes.filter((note) => sheet[note]).map((note) => words().bulk.sheet[note]);

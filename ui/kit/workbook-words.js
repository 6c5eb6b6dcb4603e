import { toLocal } from "../text/time.js";
import { words } from "../text/words.js";

/** @typedef {import("../host/wire.d.ts").WorkbookWords} WorkbookWords */

/** What stands in a workbook that Ficha writes, in the current language. @param {string} sheet @param {string} file without its ending @returns {WorkbookWords} */
function workbookWords(sheet, file) {
  const t = words();
  const { workbook, issues, columns } = t.bulk;
  return {
    file: `${file}.xlsx`,
    sheet,
    fields: t.fields.labels,
    yes: t.fields.on,
    no: t.fields.off,
    clear: columns.clearWord,
    stranger: workbook.stranger,
    state: workbook.state,
    before: workbook.before,
    after: workbook.after,
    when: workbook.when,
    why: workbook.why,
    states: { ...t.run.one, ...workbook.states },
    reasons: { ...issues, ...t.run.skips },
  };
}

/** Of families that are exported. */
export function familiesWords() {
  const { families } = words().bulk.workbook;
  return workbookWords(families, `${families} ${toLocal(new Date().toISOString()).slice(0, 10)}`);
}

/** Of what came of a run. @param {string} title what its file was called, if anything */
export function outcomeWords(title) {
  const { outcome } = words().bulk.workbook;
  const name = title.replace(/\.\w{3,4}$/, "").trim();
  return workbookWords(outcome, name === "" ? outcome : `${name} - ${outcome}`);
}

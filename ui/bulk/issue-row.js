import { button, fill, h, on } from "../kit/dom.js";
import { typedInto } from "../state/sheet.js";
import { isolate, nameOf } from "../text/isolate.js";
import { words } from "../text/words.js";
import { issueWords, offers } from "./issue-words.js";
import { cell } from "./rows-table.js";

/**
 * @typedef {import("../host/wire.d.ts").Hit} Hit
 * @typedef {import("../host/wire.d.ts").IssueCode} IssueCode
 * @typedef {import("../host/wire.d.ts").SheetColumn} SheetColumn
 * @typedef {import("../host/wire.d.ts").SheetIssue} SheetIssue
 * @typedef {import("../host/wire.d.ts").SheetRow} SheetRow
 *
 * @typedef {object} Acts
 * @property {(row: number, column: number, text: string) => Promise<void>} mend once it is checked
 * @property {(row: number, id: string) => void} choose
 * @property {(row: number) => Promise<Hit[]>} nearest
 */

/** Where the row's family is what is wrong, one is chosen. @type {ReadonlySet<IssueCode>} */
const ofFamily = new Set(/** @type {const} */ (["unknownFamily", "severalFamilies", "noKey"]));

/**
 * A row of a sheet and what is wrong with it: each cell can be mended in its place.
 *
 * @param {SheetRow} row
 * @param {IssueCode | null} code only what is of this kind
 * @param {SheetColumn[]} columns
 * @param {Acts} acts
 * @param {AbortSignal} signal
 */
export function issueRow({ row, name, issues }, code, columns, acts, signal) {
  const t = words().bulk.check;
  const shown = issues.filter((issue) => code === null || issue.code === code);
  return h(
    "div",
    { class: "row", role: "row", "data-sheet-row": row },
    cell("number", String(row)),
    cell("family", name === null ? h("span", { class: "muted" }, t.nameless) : h("bdi", {}, nameOf(name))),
    cell(
      "issues",
      shown.map((issue, index) => issueLine(row, issue, index, columns, acts, signal)),
    ),
  );
}

/** @param {number} row @param {SheetIssue} issue @param {number} index @param {SheetColumn[]} columns @param {Acts} acts @param {AbortSignal} signal */
function issueLine(row, issue, index, columns, acts, signal) {
  const t = words().bulk.check;
  const { column, code } = issue;
  const wordsId = `issue-${row}-${index}`;
  const of = column === null ? undefined : columns[column];
  return h(
    "span",
    { class: "issue", "data-issue": code },
    of !== undefined &&
      column !== null &&
      h(
        "span",
        { class: "issue-cell" },
        h(
          "span",
          { class: "issue-column", "aria-hidden": "true" },
          h("span", { class: "mono" }, of.letters),
          " ",
          h("bdi", {}, of.name),
        ),
        mendInput(row, column, of, issue, wordsId, acts, signal),
      ),
    h(
      "span",
      { class: "issue-words" },
      h("span", { id: wordsId }, issueWords(issue)),
      column !== null &&
        offers(issue).map((text) =>
          button(
            t.use(isolate(text)),
            { action: "use-offer", kind: "quiet" },
            signal,
            () => void acts.mend(row, column, text),
          ),
        ),
      ofFamily.has(code) && familyChoice(row, acts, signal),
    ),
  );
}

/** @param {number} row @param {number} column @param {SheetColumn} of @param {SheetIssue} issue @param {string} wordsId @param {Acts} acts @param {AbortSignal} signal */
function mendInput(row, column, of, { text, severity }, wordsId, acts, signal) {
  const t = words().bulk.check;
  const input = h("input", {
    type: "text",
    name: `mend-${row}-${column}`,
    class: "control mend",
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    "aria-label": t.mend(`${of.letters} ${of.name}`, row),
    "aria-describedby": wordsId,
    "aria-invalid": severity === "problem" ? "true" : null,
  });
  let given = text;
  const before = typedInto.get(input.name)?.text;
  input.value = before ?? text;
  if (before !== undefined) note();
  function note() {
    typedInto.set(input.name, { text: input.value, take });
  }
  async function take() {
    typedInto.delete(input.name);
    if (input.value === given) return;
    given = input.value;
    await acts.mend(row, column, input.value);
  }
  on(input, "input", signal, note);
  on(input, "blur", signal, () => {
    // The window alone may lose the focus, and a row that is drawn again is not left.
    if (document.activeElement !== input && input.closest("[data-drawing]") === null) void take();
  });
  on(input, "keydown", signal, (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (!event.repeat) void take();
    } else if (event.key === "Escape" && input.value !== given) {
      // First what is typed is taken back, then the screen is left.
      event.stopPropagation();
      typedInto.delete(input.name);
      input.value = given;
    }
  });
  return input;
}

/** The families that a row may be about, asked for once somebody wants to choose. @param {number} row @param {Acts} acts @param {AbortSignal} signal */
function familyChoice(row, acts, signal) {
  const t = words().bulk.check;
  const place = h("span", { class: "nearest" });
  const open = button(
    t.nearest,
    { action: "nearest", kind: "plain", label: t.nearestOf(row) },
    signal,
    () => void ask(),
  );

  async function ask() {
    open.setAttribute("aria-busy", "true");
    const hits = await acts.nearest(row);
    if (signal.aborted || !place.isConnected) return;
    if (hits.length === 0) {
      fill(place, h("span", { class: "muted", role: "status" }, t.nearestNone));
      return;
    }
    const select = h(
      "select",
      { name: `family-${row}`, class: "control", "aria-label": t.nearestOf(row) },
      h("option", { value: "" }, t.chooseNearest),
      hits.map((hit) => h("option", { value: hit.id }, hitWords(hit))),
    );
    on(select, "change", signal, () => select.value !== "" && acts.choose(row, select.value));
    fill(place, select);
    select.focus();
  }

  fill(place, open);
  return place;
}

/** @param {Hit} hit */
const hitWords = ({ id, name, username, email, phoneNumber }) =>
  [nameOf(name), username ?? id, email ?? phoneNumber ?? ""].filter((part) => part !== "").join(" · ");

import { isolate, nameWords } from "../text/isolate.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").IssueCode} IssueCode
 * @typedef {import("../host/wire.d.ts").SheetIssue} SheetIssue
 */

/** What a group of issues is about. @param {IssueCode} code */
export const groupWords = (code) => words().bulk.issues[code] ?? code;

/** What is wrong with a cell or a row, and with what it clashes. @param {SheetIssue} issue */
export function issueWords({ code, max, otherRow, otherFamily, suggestion }) {
  const t = words();
  const { problems, notices } = t.fields;
  const { check } = t.bulk;
  const said =
    code === "tooLong" && max !== null
      ? problems.tooLong(max)
      : suggestion !== null && (code === "phonePrefixDropped" || code === "phoneForeign" || code === "emailUnwrapped")
        ? notices[code](isolate(suggestion))
        : `${groupWords(code)}.`;
  return [
    said,
    otherFamily === null ? "" : check.otherFamily(nameWords(otherFamily)),
    otherRow === null ? "" : check.otherRow(otherRow),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** What can be put into a cell in place of what is there. @param {SheetIssue} issue */
export const offers = ({ found, suggestion, code, severity }) => [
  ...found,
  ...(suggestion !== null && (severity === "problem" || code === "emailTypo") ? [suggestion] : []),
];

import { app } from "../state/app.js";
import { copyButton } from "../kit/copy-button.js";
import { h } from "../kit/dom.js";
import { when } from "../text/time.js";
import { afterWords, isMonospaced, labelOf, valueWords } from "../fields/values.js";
import { words } from "../text/words.js";
import { icon } from "../kit/icon.js";

/** @typedef {import("../host/wire.d.ts").ResultRow} ResultRow */

/** @type {Record<ResultRow["verdict"], import("../kit/icon.js").IconName>} */
const icons = { held: "check", notHeld: "undo", different: "warning", cannotTell: "question" };

/**
 * Field by field: what was sent, and what Quentli holds now.
 *
 * @param {ResultRow[]} rows
 * @param {AbortSignal} signal
 * @param {{ accepted?: boolean, final?: boolean, heldAt?: string | null }} outcome `heldAt`: when Quentli held it, if that was not just now; `accepted`: the server answered the update, so that fields it never shows were at least accepted; `final`: what is not there yet will not come
 */
export function resultTable(rows, signal, { accepted = false, final = true, heldAt = null }) {
  const t = words().result;
  const held = heldAt === null ? t.held : t.heldAt(when(heldAt));
  return h(
    "div",
    { class: "table-room" },
    h(
      "table",
      { class: "table result-table" },
      h("caption", { class: "visually-hidden" }, t.rows),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          [t.field, t.asked, held, t.state].map((caption) => h("th", { scope: "col" }, caption)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) => line(row, signal, held, accepted, final)),
      ),
    ),
  );
}

/** @param {ResultRow} row @param {AbortSignal} signal @param {string} caption @param {boolean} accepted @param {boolean} final */
function line({ field, key, asked, held, verdict }, signal, caption, accepted, final) {
  const t = words().result;
  const mono = isMonospaced(field) ? "mono" : null;
  const holds =
    held === null || held.kind === "absent"
      ? h(
          "span",
          { class: "muted" },
          key !== null && verdict === "held" ? t.deleted : isReadable(field) ? t.notRead : t.notShown,
        )
      : [
          h("strong", { class: mono }, h("bdi", {}, valueWords(field, held))),
          held.kind === "text" && copyButton(labelOf(field, key), () => held.text, signal),
        ];
  return h(
    "tr",
    { "data-verdict": verdict, "data-result-of": key === null ? field : `${field}.${key}` },
    h("th", { scope: "row" }, h("bdi", {}, labelOf(field, key))),
    h("td", { "data-caption": t.asked }, h("span", { class: mono }, h("bdi", {}, afterWords(field, key, asked)))),
    h("td", { "data-caption": caption }, holds),
    h(
      "td",
      { "data-caption": t.state },
      h("span", { class: "verdict" }, icon(icons[verdict]), verdictWords(verdict, accepted, final)),
    ),
  );
}

/** @param {ResultRow["field"]} field whether any answer of Quentli carries it */
const isReadable = (field) => app.started.fields.some(({ name, readable }) => name === field && readable);

/** @param {ResultRow["verdict"]} verdict @param {boolean} accepted @param {boolean} final */
function verdictWords(verdict, accepted, final) {
  const t = words().result;
  if (verdict === "cannotTell" && accepted) return t.accepted;
  if (verdict === "notHeld" && !final) return t.notYet;
  return t.verdicts[verdict];
}

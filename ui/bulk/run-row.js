import { h } from "../kit/dom.js";
import { icon } from "../kit/icon.js";
import { labelOf, afterWords, isMonospaced, valueWords } from "../fields/values.js";
import { to } from "../state/places.js";
import { isolate, nameOf, nameWords } from "../text/isolate.js";
import { words } from "../text/words.js";
import { cell } from "./rows-table.js";
import { looks } from "./run-states.js";

/**
 * @typedef {import("../host/wire.d.ts").ResultRow} ResultRow
 * @typedef {import("../host/wire.d.ts").RunLine} RunLine
 */

/** A family of a run, and what became of it. @param {RunLine} line */
export function runRow({ row, id, name, state, rows, message, skip }) {
  const t = words().run;
  const { tone, icon: drawing } = looks[state];
  return h(
    "div",
    { class: "row", role: "row", "data-run-row": row, "data-line-state": state },
    cell("number", String(row)),
    cell(
      "family",
      h("a", { href: to.edit(id), "aria-label": t.open(nameWords(name ?? "")) }, h("bdi", {}, nameOf(name ?? ""))),
    ),
    cell(
      "state",
      h("span", { class: "state", "data-tone": tone }, h("span", { class: "state-mark" }, icon(drawing)), t.one[state]),
    ),
    cell(
      "changes",
      rows.map((one) => resultLine(one, state)),
      skip !== null && h("span", { class: "row-said fine" }, t.skips[skip]),
      message !== null && h("span", { class: "row-said fine" }, t.said(isolate(message))),
    ),
  );
}

/** @param {ResultRow} row @param {RunLine["state"]} state */
function resultLine({ field, key, before, asked, held, verdict }, state) {
  const t = words();
  const mono = isMonospaced(field) ? "mono" : null;
  const differs = state === "different" && verdict === "different" && held !== null;
  return h(
    "span",
    { class: "row-change" },
    h("span", { class: "row-label" }, h("bdi", {}, labelOf(field, key))),
    h(
      "span",
      { class: "row-old" },
      before === null || before.kind === "absent"
        ? h("span", { class: "muted" }, t.review.unknownBefore)
        : before.kind === "null"
          ? h("span", { class: "muted" }, valueWords(field, before))
          : h("del", { class: mono }, h("bdi", {}, valueWords(field, before))),
    ),
    h(
      "span",
      { class: "row-new" },
      h("strong", { class: mono }, h("bdi", {}, afterWords(field, key, asked))),
      differs && h("span", { class: "fine" }, ` ${t.result.held}: `, h("bdi", {}, valueWords(field, held))),
    ),
  );
}

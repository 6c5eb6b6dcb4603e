import { host } from "../host/host.js";
import { button, h } from "../kit/dom.js";
import { icon } from "../kit/icon.js";
import { number } from "../text/time.js";
import { words } from "../text/words.js";
import { issueRow } from "./issue-row.js";
import { groupWords } from "./issue-words.js";
import { cell, rowsTable } from "./rows-table.js";
import { nameOf } from "../text/isolate.js";

/**
 * @typedef {import("../host/wire.d.ts").Check} Check
 * @typedef {import("../host/wire.d.ts").IssueCode} IssueCode
 * @typedef {import("../host/wire.d.ts").RowsView} RowsView
 * @typedef {import("../host/wire.d.ts").SheetColumn} SheetColumn
 * @typedef {import("../host/wire.d.ts").SheetRow} SheetRow
 * @typedef {{ key: string, view: RowsView, code: IssueCode | null, caption: string, rows: number, tone: "problem" | "warning" | "rest" }} Group
 */

/** @param {Check} check @returns {Group[]} */
function groupsOf({ groups, same, repeated }) {
  const t = words().bulk.check;
  const issues = groups.map(({ code, severity, rows }) => ({
    key: code,
    view: /** @type {RowsView} */ ({ kind: "issues", code, text: "" }),
    code,
    caption: groupWords(code),
    rows,
    tone: severity,
  }));
  const rest = /** @type {const} */ ([
    ["same", same, t.sameGroup],
    ["repeated", repeated, t.repeatedGroup],
  ]).flatMap(([kind, rows, caption]) =>
    rows === 0
      ? []
      : [
          {
            key: kind,
            view: /** @type {RowsView} */ ({ kind, text: "" }),
            code: null,
            caption,
            rows,
            tone: /** @type {const} */ ("rest"),
          },
        ],
  );
  return [...issues, ...rest];
}

/**
 * What was found, grouped by what to do, each group with its rows below it once it is opened.
 *
 * @param {SheetColumn[]} columns
 * @param {import("./issue-row.js").Acts} acts
 * @param {AbortSignal} signal
 */
export function issueGroups(columns, acts, signal) {
  const t = words().bulk.check;
  const places = {
    problem: h("ul", { class: "groups" }),
    warning: h("ul", { class: "groups" }),
    rest: h("ul", { class: "groups" }),
  };
  const sections = {
    problem: section("problem", t.problems, t.problemsLead, places.problem),
    warning: section("warning", t.warnings, t.warningsLead, places.warning),
    rest: section("rest", t.rest, "", places.rest),
  };
  const good = h("p", { class: "all-good" }, icon("check"), t.allGood);
  /** @type {Map<string, { item: HTMLElement, toggle: HTMLElement, count: HTMLElement }>} */
  const drawn = new Map();
  /** @type {{ key: string, end: () => void, renew: () => Promise<void> } | null} */
  let open = null;

  /** @param {Group} group */
  function toggle(group) {
    const was = open?.key;
    close();
    if (was !== group.key) show(group);
  }

  function close() {
    if (open === null) return;
    open.end();
    drawn.get(open.key)?.toggle.setAttribute("aria-expanded", "false");
    open = null;
  }

  /** @param {Group} group */
  function show(group) {
    const parts = drawn.get(group.key);
    if (parts === undefined) return;
    const own = new AbortController();
    signal.addEventListener("abort", () => own.abort(), { signal: own.signal });
    const none = h("p", { class: "fine", hidden: true }, t.noRows);
    const { node, rows } = rowsTable({
      signal: own.signal,
      label: group.caption,
      kind: group.code === null ? "same" : "issues",
      captions: group.code === null ? [t.row, t.family] : [t.row, t.family, t.what],
      ask: async (from, most) => {
        const answer = await host.sheetRows(group.view, from, most);
        none.hidden = answer.total > 0;
        return answer;
      },
      build: (/** @type {SheetRow} */ row) =>
        group.code === null ? plainRow(row) : issueRow(row, group.code, columns, acts, own.signal),
      keyOf: (/** @type {SheetRow} */ { row }) => row,
      target: (element) =>
        element.querySelector("input, select, button") ?? (element.classList.contains("row-missing") ? null : element),
      up: () => parts.toggle.focus(),
    });
    const mends = group.code !== null && h("p", { class: "hint" }, t.mendKeys);
    const panel = h(
      "div",
      { class: "group-rows", id: `rows-${group.key}` },
      mends,
      h("div", { class: "group-room", "data-scrolls": true }, node),
      none,
    );
    parts.item.append(panel);
    parts.toggle.setAttribute("aria-expanded", "true");
    void rows.renew();
    open = {
      key: group.key,
      async renew() {
        await rows.renew();
        // Its last row may be gone, and with it what had the focus.
        if (
          !own.signal.aborted &&
          node.hidden &&
          [document.body, null].includes(/** @type {HTMLElement | null} */ (document.activeElement))
        )
          parts.toggle.focus();
      },
      end() {
        own.abort();
        panel.remove();
      },
    };
  }

  /** @param {Group} group */
  function draw(group) {
    const count = h("span", { class: "group-count" });
    const press = button("", { action: "group", kind: "quiet" }, signal, () => toggle(group));
    press.classList.add("group-toggle");
    press.dataset.group = group.key;
    press.setAttribute("aria-expanded", "false");
    press.append(
      icon(group.tone === "problem" ? "warning" : group.tone === "warning" ? "info" : "check"),
      h("span", { class: "group-words" }, group.caption),
      count,
    );
    const parts = { item: h("li", { "data-tone": group.tone }, press), toggle: press, count };
    drawn.set(group.key, parts);
    return parts;
  }

  /** @param {Check} check */
  function renew(check) {
    const groups = groupsOf(check);
    // The group that is open stays where it is although its last row is mended: the next thing to do is below it.
    for (const [key, { item, count }] of drawn) {
      if (groups.some((group) => group.key === key)) continue;
      if (open?.key === key) count.textContent = number(0);
      else {
        item.remove();
        drawn.delete(key);
      }
    }
    for (const tone of /** @type {const} */ (["problem", "warning", "rest"])) {
      const list = places[tone];
      groups
        .filter((group) => group.tone === tone)
        .forEach((group, index) => {
          const parts = drawn.get(group.key) ?? draw(group);
          parts.count.textContent = number(group.rows);
          const at = list.children[index] ?? null;
          if (parts.item !== at && !parts.item.contains(document.activeElement)) list.insertBefore(parts.item, at);
          else if (!parts.item.isConnected) list.append(parts.item);
        });
      sections[tone].hidden = list.children.length === 0;
    }
    good.hidden = check.groups.some(({ severity }) => severity === "problem") || !sections.problem.hidden;
    void open?.renew();
  }

  return { node: h("div", { class: "sheet-stack" }, good, sections.problem, sections.warning, sections.rest), renew };
}

/** @param {string} tone @param {string} title @param {string} text @param {HTMLElement} list */
const section = (tone, title, text, list) =>
  h(
    "section",
    { class: "group-section", "data-groups": tone, hidden: true },
    h("h2", {}, title),
    text !== "" && h("p", { class: "hint" }, text),
    list,
  );

/** @param {SheetRow} row */
const plainRow = ({ row, name }) =>
  h(
    "div",
    { class: "row", role: "row" },
    cell("number", String(row)),
    cell("family", h("bdi", {}, nameOf(name ?? ""))),
  );

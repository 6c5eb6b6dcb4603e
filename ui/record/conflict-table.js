import { host } from "../host/host.js";
import { button, h, on } from "../kit/dom.js";
import { isolate } from "../text/isolate.js";
import { when } from "../text/time.js";
import { afterWords, labelOf, valueWords } from "../fields/values.js";
import { words } from "../text/words.js";
import { renew, same, workOn } from "../state/work.js";
import { attempts } from "../kit/attempt.js";

/**
 * @typedef {import("../host/wire.d.ts").Conflict} Conflict
 * @typedef {import("../host/wire.d.ts").ConflictRow} ConflictRow
 */

/**
 * Someone else changed the record: base, theirs and mine side by side, and a choice per field.
 * Theirs is selected until the user chooses otherwise: no one else's change is overwritten by default.
 *
 * @param {{ id: string, conflict: Conflict, signal: AbortSignal, flush?: () => Promise<void>, rebased: () => void }} given `flush` sends the core what was typed last
 */
export function conflictTable({ id, conflict, signal, flush, rebased }) {
  const undo = workOn(id)?.undo != null;
  const t = { ...words().conflict, ...(undo && undoWords()) };
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  const chosen = workOn(id)?.mine ?? [];
  /** @type {Set<ConflictRow>} a choice applies to these exact values: it survives a redraw, but is asked again if they changed */
  const mine = new Set(conflict.rows.filter((row) => chosen.some((one) => same(one, row))));

  const choices = conflict.rows.some((row) => row.mine !== null);
  const rebase = button(
    choices ? t.rebase : conflict.archivedAt === null ? t.goOn : t.goOnArchived,
    { action: "rebase", kind: "primary" },
    signal,
    () => void attempt(decide, { pressed: rebase }),
  );

  async function decide() {
    // What is typed into the form from here on would go with it.
    const screen = rebase.closest("main");
    screen?.toggleAttribute("inert", true);
    try {
      await flush?.();
      const work = workOn(id);
      if (signal.aborted || work === null) return;
      const sides = [...mine].map(({ field, key }) => ({ field, key }));
      renew(work, await host.rebase(id, conflict.revision, sides));
      if (!signal.aborted) rebased();
    } finally {
      screen?.toggleAttribute("inert", false);
    }
  }

  /** @param {ConflictRow} row */
  function line(row) {
    const { field, key, base, theirs } = row;
    const label = labelOf(field, key);
    const name = `conflict.${field}${key === null ? "" : `.${key}`}`;
    /** @param {"theirs" | "mine"} side @param {string} caption */
    const choice = (side, caption) => {
      const input = h("input", {
        type: "radio",
        class: "radio",
        name,
        value: side,
        checked: (side === "mine") === mine.has(row),
        "data-action": `keep-${side}`,
        "aria-label": `${caption}: ${isolate(label)}`,
      });
      on(input, "change", signal, () => {
        if (side === "mine") mine.add(row);
        else mine.delete(row);
        const work = workOn(id);
        if (work !== null) work.mine = [...mine];
      });
      return h("label", { class: "radio-line" }, input, h("span", {}, caption));
    };
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, h("bdi", {}, label)),
      h("td", { "data-caption": t.base }, h("bdi", {}, heldWords(row, base))),
      h(
        "td",
        { "data-caption": t.theirs },
        h("strong", {}, h("bdi", {}, heldWords(row, theirs))),
        row.mine && choice("theirs", t.keepTheirs),
      ),
      h(
        "td",
        { "data-caption": t.mine },
        row.mine
          ? [h("strong", {}, h("bdi", {}, afterWords(field, key, row.mine))), choice("mine", t.keepMine)]
          : h("span", { class: "muted" }, t.untouched),
      ),
    );
  }

  return h(
    "section",
    { class: "conflict", "data-outcome": "conflict", "aria-labelledby": "conflict-title" },
    h("h2", { id: "conflict-title", tabindex: -1 }, t.title),
    h(
      "p",
      { class: "lead" },
      undo ? t.undoLead : conflict.changedAt === null ? t.leadNoTime : t.lead(when(conflict.changedAt)),
      " ",
      choices ? t.choose : conflict.rows.length > 0 ? t.theirsOnly : conflict.archivedAt === null ? t.hidden : "",
    ),
    conflict.archivedAt !== null &&
      h(
        "p",
        { class: "conflict-archived", "data-archived": true },
        h("strong", {}, t.archived(when(conflict.archivedAt))),
      ),
    problem,
    conflict.rows.length > 0 &&
      h(
        "div",
        { class: "table-room" },
        h(
          "table",
          { class: "table" },
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              [t.field, t.base, t.theirs, t.mine].map((caption) => h("th", { scope: "col" }, caption)),
            ),
          ),
          h("tbody", {}, conflict.rows.map(line)),
        ),
      ),
    h("div", { class: "actions" }, rebase),
  );
}

/** What the sides are where an update is to be undone. */
function undoWords() {
  const { undoBase, undoMine, undoKeepMine } = words().conflict;
  return { base: undoBase, mine: undoMine, keepMine: undoKeepMine };
}

/** A value that the record holds, or that a pair of its custom data is not there. @param {ConflictRow} row @param {import("../host/wire.d.ts").Value} value */
const heldWords = ({ field, key }, value) =>
  key !== null && value.kind === "null" ? words().conflict.absent : valueWords(field, value);

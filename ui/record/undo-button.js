import { host } from "../host/host.js";
import { ask } from "../kit/dialog.js";
import { button } from "../kit/dom.js";
import { labelOf } from "../fields/values.js";
import { go, to } from "../state/places.js";
import { begin } from "../state/work.js";
import { words } from "../text/words.js";

/** @typedef {import("../host/wire.d.ts").FieldName} FieldName */

/** @param {FieldName[]} fields that cannot be put back */
export const cannotUndoWords = (fields) =>
  fields.length === 0 ? "" : words().result.cannotUndo(fields.map((field) => labelOf(field)));

/**
 * Leads to Review with the inverse of an update.
 *
 * @param {{ id: string, update: number, attempt: import("../kit/attempt.js").Attempt, signal: AbortSignal }} given
 */
export function undoButton({ id, update, attempt, signal }) {
  const t = words();
  const press = button(t.result.undo, { action: "undo-update", kind: "quiet" }, signal, () => void undo(false));

  /** @param {boolean} replace a draft that is kept */
  async function undo(replace) {
    let hasDraft = false;
    await attempt(
      async () => {
        const { opened, impossible } = await host.undo(id, update, replace);
        if (signal.aborted) return;
        if (opened === null) {
          hasDraft = true;
          return;
        }
        begin(opened, impossible);
        go(opened.conflict === null ? to.review(id) : to.edit(id));
      },
      { pressed: press },
    );
    if (hasDraft) await askAboutDraft();
  }

  async function askAboutDraft() {
    const answer = await ask(
      {
        title: t.result.undoDraftTitle,
        body: t.result.undoDraftBody,
        choices: [
          { answer: "drop", caption: t.result.undoDraftDrop, kind: "danger" },
          { answer: "see", caption: t.result.undoDraftSee },
          { answer: "stay", caption: t.leave.stay, kind: "primary" },
        ],
      },
      signal,
    );
    if (answer === "drop") await undo(true);
    if (answer === "see") go(to.edit(id));
  }

  return press;
}

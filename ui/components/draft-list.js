import { host } from "../host/host.js";
import { button, h } from "../lib/dom.js";
import { isolate, nameOf } from "../lib/isolate.js";
import { to } from "../lib/routes.js";
import { when } from "../lib/time.js";
import { words } from "../lib/words.js";
import { ask } from "./dialog.js";

/** @typedef {import("../host/wire.d.ts").DraftLine} DraftLine */

/**
 * What was typed and not sent, family by family. One that nobody can read here any more can still be discarded.
 *
 * @param {DraftLine[]} drafts
 * @param {AbortSignal} signal
 * @param {() => void} changed
 */
export function draftList(drafts, signal, changed) {
  const t = words().find;
  return h("section", { class: "drafts", "data-drafts": drafts.length },
    h("h2", { class: "quiet-heading" }, t.drafts),
    h("ul", { class: "hits" }, drafts.map((draft) => line(draft, signal, changed))));
}

/** @param {DraftLine} draft @param {AbortSignal} signal @param {() => void} changed */
function line({ id, name, savedAt, kept, readable }, signal, changed) {
  const t = words();
  const who = name === null ? id : nameOf(name);
  const drop = button(t.edit.discardDraft, { action: "drop-draft", kind: "quiet", label: t.find.dropDraftOf(isolate(who)) }, signal, async () => {
    const answer = await ask({
      title: t.edit.discardTitle, body: t.edit.discardDraftBody,
      choices: [{ answer: "drop", caption: t.edit.discardDraft, kind: "danger" }, { answer: "stay", caption: t.leave.stay }],
    }, signal);
    if (answer === "stay") return;
    await host.dropDraft(id).catch(() => {});
    if (!signal.aborted) changed();
  });
  const at = savedAt === null ? t.edit.kept[kept] : t.edit.restored(when(savedAt));
  const parts = [h("span", { class: "hit-name" }, h("bdi", {}, who)), h("span", { class: "fine" }, readable ? at : t.find.draftOtherKey)];
  return h("li", { class: "draft-line" },
    readable ? h("a", { class: "hit draft", href: to.edit(id), "data-draft": id }, parts) : h("span", { class: "hit draft", "data-draft": id }, parts),
    drop);
}

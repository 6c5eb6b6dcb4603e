import { host } from "../host/host.js";
import { button, h } from "../kit/dom.js";
import { isolate, nameOf } from "../text/isolate.js";
import { to } from "../state/places.js";
import { when } from "../text/time.js";
import { words } from "../text/words.js";
import { endWork, workOn } from "../state/work.js";
import { askBefore } from "../kit/dialog.js";
import { attempts } from "../kit/attempt.js";
import { arrowKeys } from "./hit-list.js";

/** @typedef {import("../host/wire.d.ts").DraftLine} DraftLine */

/** How many are listed at first, so that the recently opened families stay in sight. */
const shownFirst = 10;

/** Drafts that may be readable elsewhere, but not here. */
const elsewhere = new Set(["keyUnused", "keyElsewhere"]);

/**
 * Unsent drafts, by family. A draft that can no longer be read here can still be discarded.
 *
 * @param {DraftLine[]} drafts
 * @param {AbortSignal} signal
 * @param {() => void} changed
 * @param {import("./hit-list.js").Ways} ways
 */
export function draftList(drafts, signal, changed, ways) {
  const t = words().find;
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  const lines = (/** @type {DraftLine[]} */ some) => some.map((draft) => line(draft, attempt, signal, changed));
  const list = h("ul", { class: "hits" }, lines(drafts.slice(0, shownFirst)));
  arrowKeys(list, signal, ways);
  const more = button(t.allDrafts(drafts.length), { action: "all-drafts", kind: "quiet" }, signal, () => {
    const rest = lines(drafts.slice(shownFirst));
    list.append(...rest);
    more.remove();
    /** @type {HTMLElement | null} */ (rest[0].querySelector("a, button"))?.focus();
  });
  return h(
    "section",
    { class: "drafts", "data-drafts": drafts.length },
    h("h2", { class: "quiet-heading" }, t.drafts),
    problem,
    list,
    drafts.length > shownFirst && more,
  );
}

/** @param {DraftLine} draft @param {import("../kit/attempt.js").Attempt} attempt @param {AbortSignal} signal @param {() => void} changed */
function line({ id, key, name, savedAt, kept, state }, attempt, signal, changed) {
  const t = words();
  const who = nameOf(name ?? id);
  const readable = state === "readable";
  const drop = button(
    t.edit.discardDraft,
    { action: "drop-draft", kind: "quiet", label: t.find.dropDraftOf(isolate(who)) },
    signal,
    async () => {
      const goesOn = await askBefore(
        {
          title: t.find.dropDraftTitle(isolate(who)),
          body: elsewhere.has(state) ? t.find.dropUnreadable : t.edit.discardDraftBody,
          act: { answer: "drop", caption: t.edit.discardDraft },
        },
        signal,
      );
      if (!goesOn) return;
      await attempt(
        async () => {
          await host.dropDraft(id, key);
          if (readable && workOn(id) !== null) endWork();
          if (!signal.aborted) changed();
        },
        { pressed: drop, title: t.find.notDropped(isolate(who)) },
      );
    },
  );
  const at = savedAt === null ? t.edit.kept[kept] : t.edit.restored(when(savedAt));
  const parts = [
    h("span", { class: "hit-name" }, h("bdi", {}, who)),
    h("span", { class: "fine" }, readable ? at : t.find.unreadableDrafts[state]),
  ];
  return h(
    "li",
    { class: "draft-line", "data-draft-state": state },
    readable
      ? h("a", { class: "hit draft", href: to.edit(id), "data-draft": id }, parts)
      : h("span", { class: "hit draft", "data-draft": id }, parts),
    drop,
  );
}

import { errorPanel } from "../components/error-panel.js";
import { hitList } from "../components/hit-list.js";
import { icon } from "../components/icon.js";
import { newerNotice } from "../components/newer-notice.js";
import { pageHead } from "../components/page-head.js";
import { pendingList } from "../components/pending-list.js";
import { startNotices } from "../components/start-notices.js";
import { waiting } from "../components/waiting.js";
import { host } from "../host/host.js";
import { draftList } from "../components/draft-list.js";
import { banner } from "../components/banner.js";
import { app, onAppChange } from "../lib/app.js";
import { after, fill, h, on } from "../lib/dom.js";
import { isolate, nameWords } from "../lib/isolate.js";
import { go, to } from "../lib/routes.js";
import { words } from "../lib/words.js";

/**
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../host/wire.d.ts").Found} Found
 * @typedef {import("../host/wire.d.ts").Hit} Hit
 * @typedef {import("../router.js").Screen} Screen
 */

/** What Find showed when it was left, to be restored for the same school. */
let last = { connection: "", text: "" };

/** Ids are opaque, but none is short and none has a space. @param {string} text */
const mayBeId = (text) => /^[\w-]{8,}$/.test(text) && /[a-z_]/i.test(text);

/** @param {Screen} screen */
export async function mountFind(screen) {
  const { main, signal } = screen;
  const t = words();
  const input = h("input", {
    type: "search",
    name: "search",
    id: "search",
    class: "control search-control",
    autocomplete: "off",
    spellcheck: "false",
    autocapitalize: "off",
    "aria-describedby": "search-said",
  });
  const said = h("p", { class: "fine", id: "search-said", role: "status" });
  const place = h("div", { class: "results" });
  /** @type {Found | null} */
  let found = null;
  let cancel = () => {};
  let stopWaiting = () => {};
  const connection = app.connection?.id ?? "";
  const remember = () => {
    last = { connection, text: input.value };
  };

  const news = h("div", { role: "status" }, newerNotice(signal));
  onAppChange(signal, () => fill(news, newerNotice(signal)));
  fill(
    main,
    pageHead(t.find.title),
    startNotices(),
    news,
    pendingList(signal),
    h(
      "div",
      { class: "search", role: "search" },
      h("label", { for: input.id, class: "field-label" }, t.find.label),
      h("div", { class: "search-box" }, icon("find"), input),
      said,
    ),
    place,
  );

  async function showRecent() {
    stopWaiting();
    found = null;
    said.textContent = "";
    try {
      const [hits, drafts] = await Promise.all([host.recent(), host.drafts()]);
      if (signal.aborted || input.value.trim() !== "") return;
      fill(
        place,
        drafts.length > 0 &&
          draftList(drafts, signal, () => {
            back();
            void showRecent();
          }),
        hits.length > 0
          ? [h("h2", { class: "quiet-heading" }, t.find.recent), hitList(hits, signal, back, { nameOnly: true })]
          : drafts.length === 0 && emptyState(t.find.empty, t.find.emptyHint),
      );
    } catch (thrown) {
      fail(thrown, showRecent);
    }
  }

  async function search() {
    const text = input.value.trim();
    if (text === "") {
      await showRecent();
      return;
    }
    stopWaiting();
    // The previous list stays: a skeleton at each letter would flicker.
    if (found === null) stopWaiting = waiting(place, { words: t.waiting.loading, skeleton: 5 }, signal);
    try {
      const answer = await host.find(text);
      if (signal.aborted || answer.text !== input.value.trim()) return;
      found = answer;
      stopWaiting();
      show(answer);
    } catch (thrown) {
      if (text === input.value.trim()) fail(thrown, search);
    }
  }

  /** @param {Found} answer */
  function show({ text, hits, more, byIdOnly, strangers }) {
    const others =
      strangers.length > 0 &&
      banner("warning", t.find.strangers(strangers.length), t.find.strangersLead(strangers.map(nameWords)), {
        "data-strangers": strangers.length > 0,
      });
    if (hits.length > 0) {
      said.textContent = t.find.count(hits.length, more);
      fill(
        place,
        others,
        h("h2", { class: "visually-hidden" }, t.find.results),
        hitList(hits, signal, back),
        h("p", { class: "fine keys" }, t.find.keys),
      );
      return;
    }
    said.textContent = byIdOnly ? t.find.byIdOnly : t.find.none(isolate(text));
    fill(
      place,
      others,
      emptyState(byIdOnly ? t.find.byIdOnly : t.find.none(isolate(text)), byIdOnly ? t.find.byIdHint : t.find.noneHint),
      (byIdOnly || mayBeId(text)) &&
        h(
          "p",
          { class: "centred" },
          h("a", { class: "button button-plain", href: to.edit(text) }, t.find.openId(isolate(text))),
        ),
    );
  }

  /** @param {unknown} thrown @param {() => Promise<void>} retry */
  function fail(thrown, retry) {
    if (signal.aborted) return;
    stopWaiting();
    found = null;
    said.textContent = "";
    fill(place, errorPanel(/** @type {CommandError} */ (thrown), signal, { retry: () => void retry() }));
  }

  const back = () => input.focus();
  const firstHit = () => place.querySelector("a[data-hit]");

  async function enter() {
    const text = input.value.trim();
    if (text === "") return;
    if (found?.text === text) {
      choose(found);
      return;
    }
    cancel();
    await search();
    // The result may no longer match what was typed.
    if (!signal.aborted && found?.text === text && input.value.trim() === text && document.activeElement === input)
      choose(found, false);
  }

  /** @param {Found} answer @param {boolean} [seen] whether the answer was visible when Enter was pressed */
  function choose({ text, hits, byIdOnly }, seen = true) {
    const exact = hits.find(({ id }) => id === text) ?? (hits.length === 1 ? hits[0] : null);
    if (exact) go(to.edit(exact.id));
    else if (hits.length > 1) focusOn(firstHit());
    else if (byIdOnly || (seen && mayBeId(text))) go(to.edit(text));
    else if (seen) void search();
  }

  on(input, "input", signal, () => {
    remember();
    cancel();
    cancel = after(signal, 150, () => void search());
  });
  on(input, "keydown", signal, (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      void enter();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      focusOn(firstHit());
    }
  });
  // The heading has the focus on arrival; typing goes to the search.
  on(main, "keydown", signal, (event) => {
    const plain = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!plain || event.target === input) return;
    if (event.key === "/") event.preventDefault();
    input.focus();
  });
  screen.shortcuts({
    find: () => {
      input.focus();
      input.select();
    },
    back: () => {
      input.value = "";
      remember();
      input.focus();
      void showRecent();
    },
  });

  input.value = last.connection === connection ? last.text : "";
  await search();
  if (!signal.aborted) screen.ready(t.find.short);
}

/** @param {Element | null} element */
function focusOn(element) {
  if (element instanceof HTMLElement) element.focus();
}

/** @param {string} title @param {string} hint */
function emptyState(title, hint) {
  return h("div", { class: "empty" }, icon("card"), h("p", { class: "empty-title" }, title), h("p", {}, hint));
}

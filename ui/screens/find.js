import { errorPanel } from "../kit/error-panel.js";
import { familyList } from "../find/family-list.js";
import { hitList } from "../find/hit-list.js";
import { icon } from "../kit/icon.js";
import { newerNotice } from "../settings/newer-notice.js";
import { pageHead } from "../kit/page-head.js";
import { pendingList } from "../find/pending-list.js";
import { startNotices } from "./start-notices.js";
import { waiting } from "../kit/waiting.js";
import { host } from "../host/host.js";
import { draftList } from "../find/draft-list.js";
import { strangersBanner } from "../find/strangers-banner.js";
import { app, onAppChange, onFamilies } from "../state/app.js";
import { after, afterPaint, fill, h, on } from "../kit/dom.js";
import { announce, fillFrom } from "../kit/announce.js";
import { isolate } from "../text/isolate.js";
import { go, to } from "../state/places.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../host/wire.d.ts").Found} Found
 * @typedef {import("../host/wire.d.ts").Hit} Hit
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** What Find showed when it was left, to be restored for the same school. */
let last = { connection: "", text: "" };

/** Ids are opaque, but none is short, has a space or lacks a digit. @param {string} text */
const mayBeId = (text) => /^[\w-]{8,}$/.test(text) && /[a-z_]/i.test(text) && /\d/.test(text);

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
  const said = h("p", { class: "fine", id: "search-said" });
  // Spoken once typing pauses, not at each letter.
  const spoken = h("p", { class: "visually-hidden", role: "status" });
  const place = h("div", { class: "results" });
  /** @type {Found | null} */
  let found = null;
  /** @type {{ text: string, done: Promise<void> } | null} */
  let asking = null;
  let cancel = () => {};
  let hush = () => {};
  let stopWaiting = () => {};
  const connection = app.connection?.id ?? "";
  const remember = () => {
    last = { connection, text: input.value };
  };

  const news = h("div", { role: "status" });
  const showNews = () => fillFrom(news, app.newest, () => [newerNotice(signal)]);
  onAppChange(signal, showNews);
  showNews();
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
      spoken,
    ),
    place,
  );

  /** Ends what is shown below the search, with all that it listens to. */
  let below = new AbortController();
  signal.addEventListener("abort", () => below.abort());
  function renew() {
    below.abort();
    below = new AbortController();
    return below.signal;
  }

  const typed = () => input.value.trim();
  /** @param {string} text */
  const isTyped = (text) => !signal.aborted && typed() === text;

  async function showRecent() {
    stopWaiting();
    found = null;
    say("");
    try {
      const [hits, drafts] = await Promise.all([host.recent(), host.drafts()]);
      if (!isTyped("")) return;
      const shown = renew();
      const lists = app.connection?.canRead === true;
      /** @type {ReturnType<typeof familyList> | null} */
      let all = null;
      const room = h("div", {});
      const toAll = () => all?.focusFirst();
      const recent = hitList(hits, shown, { up: toSearch, down: lists ? toAll : undefined }, { brief: true });
      const changed = () => {
        toSearch();
        void showRecent();
      };
      fill(
        place,
        drafts.length > 0 &&
          draftList(drafts, shown, changed, {
            up: toSearch,
            down: () => (hits.length > 0 ? focusOn(recent.querySelector("a")) : toAll()),
          }),
        hits.length > 0
          ? h("section", { class: "recent" }, h("h2", { class: "quiet-heading" }, t.find.recent), recent)
          : drafts.length === 0 && !lists && emptyState(t.find.empty, t.find.emptyHint),
        lists && room,
      );
      if (lists)
        oncePainted(shown, () => {
          all = familyList(shown, lastOrSearch);
          room.replaceWith(all.node);
        });
    } catch (thrown) {
      fail(thrown, showRecent);
    }
  }

  /** Each letter is answered from the families in hand. Where they are not all, the server is asked once typing pauses. */
  async function search() {
    const text = typed();
    cancel();
    if (text === "") return showRecent();
    try {
      const answer = await host.findInHand(text);
      if (!isTyped(text)) return;
      if (answer.complete || answer.hits.length > 0) show(answer);
      // The previous list stays: a skeleton at each letter would flicker.
      else if (found === null) wait();
      cancel();
      if (!answer.complete) cancel = after(signal, 150, () => void ask(text));
    } catch (thrown) {
      if (isTyped(text)) fail(thrown, search);
    }
  }

  /** Asks the server too, once for each text. @param {string} text @returns {Promise<void>} */
  function ask(text) {
    if (asking?.text === text) return asking.done;
    const done = (async () => {
      try {
        const answer = await host.find(text);
        if (isTyped(text)) show(answer);
      } catch (thrown) {
        if (isTyped(text)) fail(thrown, () => ask(text));
      } finally {
        if (asking?.text === text) asking = null;
      }
    })();
    asking = { text, done };
    return done;
  }

  function wait() {
    stopWaiting();
    stopWaiting = waiting(place, { words: t.waiting.loading, skeleton: 5 }, signal);
  }

  /** @param {string} text @param {boolean} [isShown] whether it can be read elsewhere on the screen */
  function say(text, isShown = false) {
    said.textContent = isShown ? "" : text;
    hush();
    hush = after(signal, 500, () => announce(spoken, text));
  }

  /** More families came, of which some may match. */
  async function searchAgain() {
    if (found === null || found.roster.state === "whole") return;
    const before = found;
    try {
      const answer = await host.findInHand(before.text);
      if (found !== before || !isTyped(before.text)) return;
      const complete = answer.complete || before.complete;
      const isNew = JSON.stringify(answer.hits) !== JSON.stringify(before.hits) || answer.total !== before.total;
      // The server alone may have been asked.
      if (answer.hits.length > 0 && isNew) show({ ...answer, complete, more: answer.more || before.more });
      else found = { ...before, complete, roster: answer.roster };
    } catch {
      // What is shown stays; the next letter shows what is wrong.
    }
  }

  /** @param {Found} answer */
  function show(answer) {
    const { text, hits, total, more, complete, byIdOnly, strangers } = answer;
    const focused = document.activeElement?.getAttribute("data-hit");
    stopWaiting();
    const shown = renew();
    found = answer;
    const others = strangersBanner(strangers);
    if (hits.length > 0) {
      say([t.find.count(hits.length, total, more), complete ? "" : t.find.asking].filter(Boolean).join(" · "));
      fill(
        place,
        others,
        h("h2", { class: "visually-hidden" }, t.find.results),
        hitList(hits, shown, { up: toSearch }),
        h("p", { class: "fine keys" }, t.find.keys),
      );
      if (focused) focusOn(place.querySelector(`[data-hit="${CSS.escape(focused)}"]`) ?? input);
      return;
    }
    say(byIdOnly ? t.find.byIdOnly : t.find.none(isolate(text)), true);
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
    renew();
    found = null;
    say("");
    fill(place, errorPanel(/** @type {CommandError} */ (thrown), signal, { retry: () => void retry() }));
  }

  onFamilies(signal, () => void searchAgain());

  const toSearch = () => input.focus();
  const firstLink = () => place.querySelector("a[data-hit], a[data-draft]");
  const lastOrSearch = () => {
    const above = place.querySelectorAll(".recent a, .drafts a");
    focusOn(above[above.length - 1] ?? input);
  };

  /** Begins a new search. */
  function begin() {
    input.focus();
    input.select();
  }

  /** Opens what is typed once it is known what that is, and never guesses. */
  async function enter() {
    const text = typed();
    if (text === "") return;
    if (found?.text !== text || !found.complete) {
      cancel();
      await ask(text);
    }
    if (found?.text === text && found.complete && isTyped(text) && document.activeElement === input) choose(found);
  }

  /** @param {Found} answer */
  function choose({ text, hits, byIdOnly }) {
    const exact = hits.find(({ id }) => id === text) ?? (hits.length === 1 ? hits[0] : null);
    if (exact) go(to.edit(exact.id));
    else if (hits.length > 1) focusOn(firstLink());
    else if (byIdOnly || mayBeId(text)) go(to.edit(text));
  }

  on(input, "input", signal, () => {
    remember();
    // Whatever was in sight before, the best match comes first.
    main.closest(".outlet")?.scrollTo(0, 0);
    void search();
  });
  on(input, "keydown", signal, (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (!event.repeat) void enter();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      focusOn(firstLink());
    }
  });
  // Held down, it would open whatever got the focus.
  on(place, "keydown", signal, (event) => {
    if (event.key === "Enter" && event.repeat) event.preventDefault();
  });
  // Typing and pasting anywhere on the page begin a new search.
  on(main, "keydown", signal, (event) => {
    if (event.target === input || event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    const types = event.key.length === 1 && event.key !== " " && !command;
    const pastes = command && event.key.toLowerCase() === "v";
    if (!types && !pastes) return;
    if (event.key === "/") event.preventDefault();
    begin();
  });
  screen.shortcuts({
    find: begin,
    back: () => {
      input.value = "";
      remember();
      input.focus();
      void showRecent();
    },
  });

  input.value = last.connection === connection ? last.text : "";
  await search();
  if (!signal.aborted) screen.ready(t.find.short, input);
}

let isPainted = false;

/** At once, but for the first screen after the start: what is above the list can be used before it. @param {AbortSignal} signal @param {() => void} act */
function oncePainted(signal, act) {
  if (isPainted) {
    act();
    return;
  }
  afterPaint(signal, () => {
    isPainted = true;
    act();
  });
}

/** @param {Element | null} element */
function focusOn(element) {
  if (element instanceof HTMLElement) element.focus();
}

/** @param {string} title @param {string} hint */
function emptyState(title, hint) {
  return h("div", { class: "empty" }, icon("card"), h("p", { class: "empty-title" }, title), h("p", {}, hint));
}

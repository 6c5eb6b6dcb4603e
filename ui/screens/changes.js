import { brakeField } from "../bulk/brake.js";
import { changeRow } from "../bulk/change-row.js";
import { fieldFilter } from "../bulk/field-filter.js";
import { openSheetFor } from "../bulk/open-sheet.js";
import { rowsTable } from "../bulk/rows-table.js";
import { searchBox } from "../bulk/search-box.js";
import { stepList } from "../bulk/steps.js";
import { host } from "../host/host.js";
import { finalBar } from "../kit/action-bar.js";
import { announce } from "../kit/announce.js";
import { guard } from "../kit/armed.js";
import { button, fill, h } from "../kit/dom.js";
import { errorPanel } from "../kit/error-panel.js";
import { icon } from "../kit/icon.js";
import { lead, pageHead } from "../kit/page-head.js";
import { waiting } from "../kit/waiting.js";
import { app } from "../state/app.js";
import { go, to } from "../state/places.js";
import { forgetMends } from "../state/sheet.js";
import { nameWords } from "../text/isolate.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Check} Check
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../host/wire.d.ts").Connection} Connection
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** How long the changes are on the screen, with nothing pressed, before they can be sent. */
const calmMs = 700;
/** How many families are tried first. */
const firstFew = 5;

/** @param {Screen} screen */
export async function mountChanges(screen) {
  const { main, signal } = screen;
  const t = words();
  const { title, short } = t.bulk.review;
  const sheet = await openSheetFor(screen, title, short);
  if (sheet === null || signal.aborted) return;
  if (sheet.columnsProblem !== null) {
    screen.instead(to.columns());
    return;
  }
  const place = h("div", {});
  fill(main, stepList("review"), pageHead(title), place);
  const stop = button(t.waiting.stop, { action: "stop" }, signal, () => go(to.check()));
  // What was checked a while ago may be different by now, and what is reviewed here is what is sent.
  const done = waiting(place, { words: t.bulk.check.waiting, skeleton: 6, stop }, signal);
  try {
    const check = await host.checkSheet();
    done();
    if (signal.aborted) return;
    const { connection } = app;
    if (check.updates === 0 || check.foreign || connection === null) screen.instead(to.check());
    else draw(screen, check, connection);
  } catch (thrown) {
    done();
    if (signal.aborted) return;
    fill(place, errorPanel(/** @type {CommandError} */ (thrown), signal, { retry: screen.remount }));
    screen.ready(short);
  }
}

/** @param {Screen} screen @param {Check} check @param {Connection} connection */
function draw(screen, check, connection) {
  const { main, signal } = screen;
  const t = words().bulk.review;
  const { updates } = check;
  const band = words().environments[connection.environment].band;
  const problem = h("div", { class: "outcome-place" });
  const brake = brakeField(check, signal);
  const tries = updates > firstFew;
  const update = button("", { action: "run", kind: "primary" }, signal, () => void start(null));
  const first = button(
    t.first(firstFew),
    { action: "run-first", kind: "plain", label: t.firstLabel(firstFew, band) },
    signal,
    () => void start(firstFew),
  );
  const back = button(words().bulk.review.back, { action: "back", kind: "quiet" }, signal, () => go(to.check()));
  update.classList.add("button-update");
  update.dataset.environment = connection.environment;
  const caption = h("span", { class: "caption-cut" }, t.update(updates, band));
  update.append(caption);
  const hands = new Map([update, first].map((press) => [press, guard(press, calmMs, signal)]));
  let starting = false;

  /** @param {boolean} on */
  function busy(on) {
    starting = on;
    for (const press of [update, first]) press.setAttribute("aria-busy", String(on));
    fill(update, on ? t.starting : caption);
    back.disabled = on;
  }

  /** @param {number | null} most how many families before it stops */
  async function start(most) {
    const pressed = most === null ? update : first;
    if (starting || !hands.get(pressed)?.take()) return;
    if (brake !== null && !brake.fits()) {
      brake.ask();
      return;
    }
    busy(true);
    fill(problem);
    try {
      const id = await host.startRun(brake?.typed() ?? null, most);
      forgetMends();
      if (!signal.aborted) go(to.run(id));
    } catch (thrown) {
      if (signal.aborted) return;
      const error = /** @type {CommandError} */ (thrown);
      if (error.code === "countDiffers") brake?.ask();
      else fill(problem, errorPanel(error, signal, { retry: screen.remount }));
    } finally {
      busy(false);
      for (const hand of hands.values()) hand.calm();
    }
  }

  fill(
    main,
    stepList("review"),
    pageHead(t.title, lead(leadWords(check))),
    h("div", { class: "sheet-stack" }, problem, ...changesTable(check, signal)),
    finalBar({
      asks: brake?.node,
      says: [h("p", {}, fateWords(connection, updates))],
      acts: [back, tries && first, update],
    }),
  );
  screen.shortcuts({
    review() {
      for (const hand of hands.values()) hand.calm();
      update.focus();
    },
  });
  screen.ready(t.short);
}

/** How much is sent, and what is not. @param {Check} check */
function leadWords({ updates, fields, same, left }) {
  const t = words().bulk.review;
  const changes = fields.reduce((sum, field) => sum + field.changes, 0);
  const not = [left > 0 ? t.left(left) : "", same > 0 ? t.same(same) : ""].filter((part) => part !== "");
  return [t.lead(updates, changes), not.length > 0 ? t.notSent(not) : ""].filter((part) => part !== "").join(" ");
}

/** @param {Connection} connection @param {number} updates */
function fateWords({ environment, name, server }, updates) {
  const t = words();
  const { band, note } = t.environments[environment];
  const place = environment === "practice" ? band : `${band} · ${nameWords(name)}`;
  const about = environment === "other" ? server : note;
  return t.bulk.review.fate(updates, about === "" ? place : `${place}: ${about}`);
}

/** All changes, by field and searchable. @param {Check} check @param {AbortSignal} signal */
function changesTable(check, signal) {
  const t = words().bulk.review;
  /** @type {import("../bulk/field-filter.js").Chosen} */
  let chosen = null;
  let text = "";
  const found = h("p", { class: "fine", role: "status" });
  const table = rowsTable({
    signal,
    label: t.table,
    kind: "changes",
    captions: [words().bulk.check.row, words().bulk.check.family, t.changes],
    ask: async (from, most) => {
      const view = /** @type {const} */ ({
        kind: "changes",
        field: chosen?.field ?? null,
        key: chosen?.key ?? null,
        text,
      });
      const answer = await host.sheetRows(view, from, most);
      announce(found, answer.total === 0 ? t.none : text === "" && chosen === null ? "" : t.found(answer.total));
      return answer;
    },
    build: changeRow,
    keyOf: ({ row }) => row,
    target: (element) => (element.classList.contains("row-missing") ? null : element),
    up: () => search.input.focus(),
  });
  const search = searchBox(
    { name: "changes-search", label: t.search, hint: t.searchHint, down: () => void table.rows.goTo(0) },
    (typed) => {
      text = typed;
      void table.rows.restart();
    },
    signal,
  );
  const filter = fieldFilter(
    check,
    (picked) => {
      chosen = picked;
      void table.rows.restart();
    },
    signal,
  );
  queueMicrotask(() => void table.rows.renew());
  return [
    h("section", { class: "sheet counts", "aria-label": t.fields }, filter),
    sideNotes(check),
    h(
      "section",
      { class: "rows-section", "aria-label": t.table },
      h("div", { class: "rows-bar" }, h("h2", {}, t.table), found, search.node),
      table.node,
    ),
  ];
}

/** What else happens, in a sentence each. @param {Check} check */
function sideNotes({ twoPasses, ordered }) {
  const t = words().bulk.review;
  const notes = [twoPasses > 0 ? t.twoPasses(twoPasses) : "", ordered > 0 ? t.ordered(ordered) : "", t.webhook].filter(
    (note) => note !== "",
  );
  return h(
    "section",
    { class: "notice notice-info", "data-side-notes": true },
    icon("info"),
    h(
      "div",
      { class: "notice-body" },
      h(
        "ul",
        { class: "notes" },
        notes.map((note) => h("li", {}, note)),
      ),
    ),
  );
}

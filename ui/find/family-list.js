import { host } from "../host/host.js";
import { app, onFamilies } from "../state/app.js";
import { after, button, fill, h, on } from "../kit/dom.js";
import { ago, number, when } from "../text/time.js";
import { words } from "../text/words.js";
import { announce } from "../kit/announce.js";
import { attempts } from "../kit/attempt.js";
import { windowOf } from "../kit/row-window.js";
import { hitRow } from "./hit-list.js";
import { exportFamilies } from "./export-families.js";
import { strangersBanner } from "./strangers-banner.js";

/**
 * @typedef {import("../host/wire.d.ts").FamilyFilter} FamilyFilter
 * @typedef {import("../host/wire.d.ts").FamilyList} FamilyList
 * @typedef {import("../host/wire.d.ts").Roster} Roster
 */

/** @type {FamilyFilter[]} */
const filters = ["all", "withDraft", "noPhone", "noEmail", "emailUnverified", "optedOut", "archived"];

/** What the list was narrowed down to, for the same school. */
let last = { connection: "", filter: /** @type {FamilyFilter} */ ("all") };

/**
 * All families in hand, by name, with how old the list is and what it can be narrowed down to.
 *
 * @param {AbortSignal} signal
 * @param {() => void} up leads up from the first row
 */
export function familyList(signal, up) {
  const t = words().find;
  const connection = app.connection?.id ?? "";
  if (last.connection !== connection) last = { connection, filter: "all" };
  const age = h("p", { class: "fine roster-age", role: "status" });
  const again = button(t.readAgain, { action: "read-families", kind: "quiet" }, signal, () => void readAgain());
  const exporting = exportFamilies(signal, () => ({ filter: last.filter, text: "" }), "quiet");
  const heading = h("h2", { class: "quiet-heading" }, t.allFamilies);
  const others = h("div", {});
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  const chips = h("div", { class: "chips", role: "group", "aria-label": t.filters });
  const none = h("p", { class: "fine none-left" }, t.noneLeft);
  const rows = windowOf({
    signal,
    list: h("ul", { class: "hits family-rows", tabindex: -1 }),
    up,
    uniform: true,
    build: (hit) => hitRow(hit),
    missing: () => h("li", { class: "hit-missing" }),
    keyOf: (hit) => hit.id,
    target: (element) => element.querySelector("a"),
    ask: async (from, most) => {
      const answer = await host.families(last.filter, from, most);
      if (!signal.aborted) show(answer);
      return { total: answer.counts[last.filter], rows: answer.families };
    },
  });
  const node = h(
    "section",
    { class: "families", "data-families": "" },
    h("div", { class: "families-head" }, heading, age, again, exporting.button),
    problem,
    exporting.below,
    others,
    chips,
    rows.list,
    none,
  );
  for (const filter of filters) chips.append(chip(filter));
  let stopAging = () => {};

  async function readAgain() {
    if (node.dataset.roster === "reading") return;
    await attempt(async () => {
      await host.readFamilies();
      await rows.renew();
    });
  }

  /** @param {FamilyList} answer */
  function show({ counts, strangers, roster }) {
    const is = counts.all > 0;
    node.dataset.roster = roster.state;
    heading.hidden = !is;
    chips.hidden = !is;
    none.hidden = !is || counts[last.filter] > 0;
    again.setAttribute("aria-disabled", String(roster.state === "reading"));
    again.hidden = roster.state === "tooMany";
    exporting.button.hidden = counts[last.filter] === 0;
    exporting.name(last.filter === "all" ? null : counts[last.filter]);
    showAge(roster);
    fill(others, strangersBanner(strangers));
    for (const filter of filters) {
      const element = /** @type {HTMLElement} */ (chips.querySelector(`[data-filter="${CSS.escape(filter)}"]`));
      const count = /** @type {HTMLElement} */ (element.querySelector(".chip-count"));
      if (count.textContent !== number(counts[filter])) count.textContent = number(counts[filter]);
      element.setAttribute("aria-pressed", String(filter === last.filter));
      // What nobody is in is no choice, but for the one that is chosen or at hand.
      element.hidden =
        counts[filter] === 0 && filter !== "all" && filter !== last.filter && element !== document.activeElement;
    }
  }

  /** @param {Roster} roster */
  function showAge(roster) {
    stopAging();
    const { state, readAt } = roster;
    const read = state === "whole" && readAt !== null;
    const said = read ? t.rosterRead(ago(readAt)) : t.rosterStates[state];
    announce(age, said);
    age.title = read ? when(readAt) : "";
    if (read) stopAging = after(signal, 60_000, () => showAge(roster));
  }

  /** @param {FamilyFilter} filter */
  function chip(filter) {
    const element = button(t.filterNames[filter], { action: "filter", kind: "quiet" }, signal, () => {
      last.filter = filter;
      void rows.restart();
    });
    element.dataset.filter = filter;
    element.classList.add("chip");
    element.setAttribute("aria-pressed", String(filter === last.filter));
    element.append(" ", h("span", { class: "chip-count" }, "0"));
    return element;
  }

  on(chips, "keydown", signal, (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const choices = /** @type {HTMLElement[]} */ ([...chips.querySelectorAll("[data-filter]:not([hidden])")]);
    const at = choices.findIndex((choice) => choice === document.activeElement);
    if (step === undefined || at === -1) return;
    event.preventDefault();
    choices[(at + step + choices.length) % choices.length].focus();
  });
  onFamilies(signal, () => void rows.renew());
  queueMicrotask(() => void rows.renew());
  return { node, focusFirst: () => void rows.goTo(0) };
}

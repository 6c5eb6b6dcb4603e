import { h, on } from "../kit/dom.js";
import { nameOf } from "../text/isolate.js";
import { grouped, groupedParts } from "../fields/phone.js";
import { to } from "../state/places.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Hit} Hit
 * @typedef {import("../host/wire.d.ts").MarkPlace} MarkPlace
 */

/**
 * Where the arrow keys lead from the first and the last link of a list.
 *
 * @typedef {{ up: () => void, down?: () => void }} Ways
 */

/**
 * Families as links.
 *
 * @param {Hit[]} hits
 * @param {AbortSignal} signal
 * @param {Ways} ways
 * @param {{ brief?: boolean }} [options] without e-mail and phone, in two columns where there is room
 */
export function hitList(hits, signal, ways, { brief = false } = {}) {
  const list = h(
    "ul",
    { class: brief ? "hits hits-brief" : "hits" },
    hits.map((hit) => hitRow(hit, brief)),
  );
  if (brief) list.style.setProperty("--rows", String(Math.ceil(hits.length / 2)));
  arrowKeys(list, signal, ways);
  return list;
}

/** Moves between the links of a list by arrow keys. @param {HTMLElement} list @param {AbortSignal} signal @param {Ways} ways */
export function arrowKeys(list, signal, { up, down }) {
  on(list, "keydown", signal, (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.findIndex((link) => link === document.activeElement);
    if (at === -1) return;
    const end = links.length - 1;
    if (event.key === "ArrowDown") at === end ? down?.() : links[at + 1].focus();
    else if (event.key === "ArrowUp") at === 0 ? up() : links[at - 1].focus();
    else if (event.key === "Home") links[0].focus();
    else if (event.key === "End") links[end].focus();
    else return;
    event.preventDefault();
  });
}

/** @param {Hit} hit @param {boolean} [brief] */
export function hitRow({ id, name, username, email, phoneNumber, archived, marks }, brief = false) {
  const t = words().find;
  /** @param {string} text @param {MarkPlace} place */
  const shown = (text, place) => {
    const parts = marks.find((mark) => mark.place === place)?.parts ?? [];
    return place === "phoneNumber"
      ? h("bdi", {}, marked(grouped(text), groupedParts(text, parts)))
      : h("bdi", {}, marked(text, parts));
  };
  /** @param {string | null} text @param {MarkPlace} place @param {string} none */
  const orNone = (text, place, none) => (text === null ? h("span", { class: "muted" }, none) : shown(text, place));
  const named = nameOf(name);
  const also = marks.find(({ place }) => place === "pair");
  return h(
    "li",
    {},
    h(
      "a",
      { href: to.edit(id), class: "hit", "data-hit": id },
      h(
        "span",
        { class: "hit-name" },
        named === name ? shown(name, "name") : h("bdi", {}, named),
        archived && h("span", { class: "tag" }, t.archived),
      ),
      h("span", { class: "hit-user mono" }, username === null ? h("bdi", {}, id) : shown(username, "username")),
      !brief && h("span", { class: "hit-mail" }, orNone(email, "email", t.noEmail)),
      !brief && h("span", { class: "hit-phone mono" }, orNone(phoneNumber, "phoneNumber", t.noPhone)),
      also?.pair &&
        h(
          "span",
          { class: "hit-also fine" },
          h("bdi", {}, also.pair.key),
          ": ",
          h("bdi", {}, marked(also.pair.value, also.parts)),
        ),
    ),
  );
}

/**
 * A text with the parts marked that were searched for.
 *
 * @param {string} text
 * @param {Array<[number, number]>} parts in order
 * @returns {import("../kit/dom.js").Child[]}
 */
function marked(text, parts) {
  const pieces = [];
  let end = 0;
  for (const [from, to] of parts) {
    pieces.push(text.slice(end, from), h("mark", { class: "found" }, text.slice(from, to)));
    end = to;
  }
  return [...pieces, text.slice(end)];
}

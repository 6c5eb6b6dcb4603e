import { h, on } from "../lib/dom.js";
import { nameOf } from "../lib/isolate.js";
import { to } from "../lib/routes.js";
import { words } from "../lib/words.js";

/** @typedef {import("../host/wire.d.ts").Hit} Hit */

/**
 * Families as links; the arrow keys move between them, and up from the first returns to the search.
 *
 * @param {Hit[]} hits
 * @param {AbortSignal} signal
 * @param {() => void} back
 * @param {{ nameOnly?: boolean }} [known] only the name is known of recently opened families
 */
export function hitList(hits, signal, back, { nameOnly = false } = {}) {
  const list = h(
    "ul",
    { class: "hits" },
    hits.map((hit) => row(hit, nameOnly)),
  );
  on(list, "keydown", signal, (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.findIndex((link) => link === document.activeElement);
    if (event.key === "ArrowDown") links[Math.min(at + 1, links.length - 1)]?.focus();
    else if (event.key === "ArrowUp") at <= 0 ? back() : links[at - 1].focus();
    else if (event.key === "Home") links[0]?.focus();
    else if (event.key === "End") links[links.length - 1]?.focus();
    else return;
    event.preventDefault();
  });
  return list;
}

/** @param {Hit} hit @param {boolean} nameOnly */
function row({ id, name, username, email, phoneNumber, archived }, nameOnly) {
  const t = words().find;
  return h(
    "li",
    {},
    h(
      "a",
      { href: to.edit(id), class: "hit", "data-hit": id },
      h("span", { class: "hit-name" }, h("bdi", {}, nameOf(name)), archived && h("span", { class: "tag" }, t.archived)),
      h("span", { class: "hit-user mono" }, h("bdi", {}, username ?? id)),
      h(
        "span",
        { class: "hit-mail" },
        nameOnly ? null : email !== null ? h("bdi", {}, email) : h("span", { class: "muted" }, t.noEmail),
      ),
      h(
        "span",
        { class: "hit-phone mono" },
        nameOnly ? null : phoneNumber !== null ? h("bdi", {}, phoneNumber) : h("span", { class: "muted" }, t.noPhone),
      ),
    ),
  );
}

import { app, onPending } from "../state/app.js";
import { h } from "../kit/dom.js";
import { fillFrom } from "../kit/announce.js";
import { isolate, nameOf } from "../text/isolate.js";
import { isOpen, isReadBack } from "../state/pending.js";
import { to } from "../state/places.js";
import { when } from "../text/time.js";
import { words } from "../text/words.js";
import { icon } from "../kit/icon.js";

/**
 * @typedef {import("../host/wire.d.ts").Pending} Pending
 * @typedef {import("../host/wire.d.ts").PendingState} PendingState
 */

/** @type {Record<PendingState, import("../kit/icon.js").IconName>} */
const icons = {
  sending: "question",
  unknown: "question",
  keyUnused: "lock",
  keyElsewhere: "lock",
  keyGone: "lock",
  damaged: "question",
  applied: "check",
  notApplied: "undo",
  different: "warning",
  refused: "warning",
};

/**
 * Updates whose outcome is unknown or has not been seen. Ficha reads them back by itself; the list follows.
 *
 * @param {AbortSignal} signal
 */
export function pendingList(signal) {
  const place = h("div", { role: "status" });
  const follow = () => {
    const pending = app.session?.pending ?? [];
    const focused = document.activeElement?.getAttribute("data-pending-of");
    fillFrom(
      place,
      pending,
      () => [pending.length > 0 && draw(pending)],
      () => [...place.querySelectorAll("a")].find((link) => link.getAttribute("data-pending-of") === focused) ?? null,
    );
  };
  onPending(signal, follow);
  follow();
  return place;
}

/** @param {Pending[]} pending */
function draw(pending) {
  const t = words().find;
  const open = pending.filter(({ state }) => isOpen(state)).length;
  return h(
    "section",
    { class: `notice ${open > 0 ? "notice-unknown" : "notice-info"}`, "data-pending": open },
    icon(open > 0 ? "question" : "info"),
    h(
      "div",
      { class: "notice-body" },
      h("h2", {}, open > 0 ? t.pendingTitle(open) : t.knownTitle(pending.length)),
      open > 0 && h("p", {}, pending.some(({ state }) => isReadBack(state)) ? t.pendingLead : t.pendingUnreadable),
      h("ul", { class: "pending" }, pending.map(line)),
    ),
  );
}

/** @param {Pending} update */
function line({ customerId, name, startedAt, state }) {
  const t = words().find;
  const who = nameOf(name ?? customerId);
  const check = isReadBack(state);
  return h(
    "li",
    { "data-pending-state": state },
    h("span", {}, h("strong", {}, h("bdi", {}, who)), " ", h("span", { class: "fine" }, t.pendingAt(when(startedAt)))),
    h("span", { class: "pending-found" }, icon(icons[state]), t.foundAs[state]),
    h(
      "a",
      {
        class: "button button-plain",
        href: to.result(customerId),
        "data-pending-of": customerId,
        "data-action": check ? "check-now" : "see-result",
        "aria-label": check ? t.checkOf(isolate(who)) : t.seeOf(isolate(who)),
      },
      check ? t.check : t.see,
    ),
  );
}

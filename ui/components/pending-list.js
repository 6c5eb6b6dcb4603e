import { h } from "../lib/dom.js";
import { to } from "../lib/routes.js";
import { when } from "../lib/time.js";
import { words } from "../lib/words.js";
import { icon } from "./icon.js";

/** @typedef {import("../host/wire.d.ts").Pending} Pending */

/** Updates whose outcome nobody knows yet, each with its way to find out. @param {Pending[]} pending */
export function pendingList(pending) {
  if (pending.length === 0) return null;
  const t = words().find;
  return h("section", { class: "notice notice-unknown", "data-pending": true }, icon("question"),
    h("div", { class: "notice-body" },
      h("h2", {}, t.pendingTitle(pending.length)),
      h("p", {}, t.pendingLead),
      h("ul", { class: "pending" }, pending.map(({ customerId, name, startedAt }) => h("li", {},
        h("span", {}, h("strong", {}, name ?? customerId), " ", h("span", { class: "fine" }, t.pendingAt(when(startedAt)))),
        h("a", { class: "button button-plain", href: to.result(customerId), "data-action": "check-now", "aria-label": t.checkOf(name ?? customerId) }, t.check))))));
}

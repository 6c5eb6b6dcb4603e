import { host } from "../host/host.js";
import { app } from "../lib/app.js";
import { fill, h } from "../lib/dom.js";
import { to } from "../lib/routes.js";
import { keepSettled, settledUpdates } from "../lib/settled.js";
import { when } from "../lib/time.js";
import { words } from "../lib/words.js";
import { icon } from "./icon.js";

/**
 * @typedef {import("../host/wire.d.ts").Pending} Pending
 * @typedef {import("../host/wire.d.ts").Updated} Updated
 * @typedef {Exclude<Updated["kind"], "refused" | "conflict">} Found
 */

/** @type {Record<Found, import("./icon.js").IconName>} */
const icons = { applied: "check", notApplied: "undo", different: "warning", unknown: "question" };

/**
 * Updates whose outcome nobody knew: reads them back by itself, and says of each what was found.
 *
 * @param {AbortSignal} signal
 */
export function pendingList(signal) {
  const place = h("div", { role: "status" });
  const pending = app.session?.pending ?? [];
  if (pending.length > 0) {
    fill(place, draw(pending.map((update) => ({ update, found: null }))));
    void settle(place, signal);
  } else {
    drawFound(place);
  }
  return place;
}

/** @param {HTMLElement} place @param {AbortSignal} signal */
async function settle(place, signal) {
  try {
    keepSettled(await host.settle());
    app.session = await host.session();
  } catch {
    // What is still in the session's list stays unknown, with its own way to ask again.
  }
  if (!signal.aborted) drawFound(place);
}

/** @param {HTMLElement} place */
function drawFound(place) {
  const settled = settledUpdates();
  const known = settled.filter(({ updated }) => updated.kind !== "unknown");
  const unknown = (app.session?.pending ?? []).filter(({ customerId }) => known.every(({ update }) => update.customerId !== customerId));
  const rows = [
    ...known.map(({ update, updated }) => ({ update, found: /** @type {Found} */ (updated.kind) })),
    ...unknown.map((update) => ({ update, found: /** @type {Found} */ ("unknown") })),
  ];
  fill(place, rows.length > 0 && draw(rows));
}

/** @param {{ update: Pending, found: Found | null }[]} rows `found` is null while Quentli is asked */
function draw(rows) {
  const t = words().find;
  const checking = rows.some(({ found }) => found === null);
  const open = rows.filter(({ found }) => found === null || found === "unknown").length;
  return h("section", { class: `notice ${open > 0 ? "notice-unknown" : "notice-info"}`, "data-pending": open },
    icon(open > 0 ? "question" : "info"),
    h("div", { class: "notice-body" },
      h("h2", {}, open > 0 ? t.pendingTitle(open) : t.settledTitle(rows.length)),
      h("p", {}, t.pendingLead, " ", checking && t.pendingChecking),
      h("ul", { class: "pending" }, rows.map(line))));
}

/** @param {{ update: Pending, found: Found | null }} row */
function line({ update: { customerId, name, startedAt }, found }) {
  const t = words().find;
  const who = name ?? customerId;
  return h("li", { "data-settled": found },
    h("span", {}, h("strong", {}, who), " ", h("span", { class: "fine" }, t.pendingAt(when(startedAt)))),
    found !== null && h("span", { class: "pending-found" }, icon(icons[found]), t.settledAs[found]),
    found !== null && h("a", { class: "button button-plain", href: to.result(customerId), "data-action": found === "unknown" ? "check-now" : "see-result", "aria-label": found === "unknown" ? t.checkOf(who) : t.seeOf(who) },
      found === "unknown" ? t.check : t.see));
}

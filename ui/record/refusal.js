import { say } from "../host/errors.js";
import { button, h, on } from "../kit/dom.js";
import { comparison } from "./comparison.js";
import { isolate, nameOf, nameWords } from "../text/isolate.js";
import { go, to } from "../state/places.js";
import { labelOf } from "../fields/values.js";
import { words } from "../text/words.js";
import { serverWords } from "../kit/error-panel.js";
import { icon } from "../kit/icon.js";

/**
 * @typedef {import("../host/wire.d.ts").Updated} Updated
 * @typedef {Extract<Updated, { kind: "refused" }>} Refused
 */

/** The other family opens beside this one, not in its place. @param {import("../host/wire.d.ts").Hit} clash @param {import("../state/work.js").Work} work @param {AbortSignal} signal */
function clashLine({ id, name }, work, signal) {
  const t = words().review;
  const press = button("", { action: "compare", kind: "quiet", label: t.compareClash(nameWords(name)) }, signal, () => {
    const shown = document.querySelector("[data-comparison]");
    shown?.remove();
    press.setAttribute("aria-expanded", String(shown === null));
    if (shown !== null) return;
    const closed = () => {
      press.setAttribute("aria-expanded", "false");
      press.focus();
    };
    const { node, focus } = comparison({ work, otherId: id, signal, closed });
    press.closest("[data-refusal]")?.after(node);
    focus();
    node.scrollIntoView({ block: "nearest" });
  });
  press.dataset.clash = id;
  press.classList.add("clash");
  press.setAttribute("aria-expanded", "false");
  press.append(h("bdi", {}, nameOf(name)));
  return h("p", { class: "clash-line" }, t.clash, " ", press);
}

/**
 * A refusal by Quentli: our explanation, its own words, the fields it named, and who already has the value.
 *
 * @param {{ id: string, updated: Refused, work: import("../state/work.js").Work, code: { focus: () => void }, signal: AbortSignal }} given
 */
export function refusal({ id, updated, work, code, signal }) {
  const t = words();
  const { error, confirmed, fields, codeNeeded, clash } = updated;
  const said = { ...say(error), ...(confirmed ? {} : { record: t.review.notConfirmed }) };
  // Asking for a code is a normal step, not a failure; a refused code is a failure.
  const asksOnly = codeNeeded && fields.length === 0;
  const lines = fields.map(({ field, message }) => {
    const label = field === "otp" ? t.review.code : labelOf(field);
    const link = h(
      "a",
      { href: field === "otp" ? location.hash : to.edit(id), "data-refused": field },
      `${label}: ${t.errorWords.quote(isolate(message))}`,
    );
    on(link, "click", signal, (event) => {
      event.preventDefault();
      if (field === "otp") {
        code.focus();
        return;
      }
      work.focus = field;
      go(to.edit(id));
    });
    return h("li", {}, link);
  });
  return h(
    "section",
    {
      class: `notice ${asksOnly ? "notice-info" : "notice-error"}`,
      role: "alert",
      tabindex: -1,
      "data-refusal": true,
      "data-outcome": "refused",
      "data-error": error.code,
      "data-error-summary": true,
    },
    icon(asksOnly ? "lock" : "warning"),
    h(
      "div",
      { class: "notice-body" },
      h("h2", {}, codeNeeded ? t.review.codeNeeded : t.review.refusedTitle),
      h("p", {}, codeNeeded ? `${said.record} ${t.review.codeHint}` : `${said.what} ${said.record} ${said.todo}`),
      lines.length > 0 && h("ul", {}, lines),
      clash && clashLine(clash, work, signal),
      serverWords(
        asksOnly ? { ...error, status: null } : error,
        fields.map(({ message }) => message),
      ),
    ),
  );
}

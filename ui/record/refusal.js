import { say } from "../host/errors.js";
import { h, on } from "../kit/dom.js";
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
      clash &&
        h(
          "p",
          {},
          t.review.clash,
          " ",
          h(
            "a",
            {
              href: to.edit(clash.id),
              "data-clash": clash.id,
              "aria-label": t.review.openClash(nameWords(clash.name)),
            },
            h("bdi", {}, nameOf(clash.name)),
          ),
        ),
      serverWords(
        asksOnly ? { ...error, status: null } : error,
        fields.map(({ message }) => message),
      ),
    ),
  );
}

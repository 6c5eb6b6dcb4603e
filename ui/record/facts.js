import { copyButton } from "../kit/copy-button.js";
import { h } from "../kit/dom.js";
import { stamp } from "../text/time.js";
import { words } from "../text/words.js";

/** @typedef {import("../host/wire.d.ts").Facts} Facts */

/** What Quentli maintains itself: read-only. @param {Facts} facts @param {AbortSignal} signal */
export function factsList(facts, signal) {
  const t = words().fields.facts;
  /** @type {Array<[string, string | null, boolean]>} */
  const lines = [
    [t.createdAt, time(facts.createdAt), false],
    [t.updatedAt, time(facts.updatedAt), false],
    [t.archivedAt, time(facts.archivedAt), false],
    [t.signatureAcceptedAt, time(facts.signatureAcceptedAt), false],
    [t.optedInWhatsappAt, time(facts.optedInWhatsappAt), false],
    [t.startedWhatsappAt, time(facts.startedWhatsappAt), false],
    [t.id, facts.id, true],
    [t.organizationId, facts.organizationId, true],
  ];
  return h(
    "aside",
    { class: "facts", "aria-label": t.title },
    h("h2", {}, t.title),
    h(
      "dl",
      {},
      lines.flatMap(([term, text, code]) =>
        text === null
          ? []
          : [
              h(
                "div",
                {},
                h("dt", {}, term),
                h(
                  "dd",
                  { class: code ? "mono" : null },
                  h("bdi", {}, text),
                  copyButton(term, () => text, signal),
                ),
              ),
            ],
      ),
    ),
    facts.extra.length > 0 &&
      h(
        "details",
        { class: "quiet-details" },
        h("summary", {}, t.extra),
        h(
          "dl",
          {},
          facts.extra.map(({ key, value }) =>
            h(
              "div",
              {},
              h("dt", { class: "mono" }, h("bdi", {}, key)),
              h(
                "dd",
                {},
                h("bdi", {}, value),
                copyButton(key, () => value, signal),
              ),
            ),
          ),
        ),
      ),
  );
}

/** @param {string | null} iso */
const time = (iso) => (iso === null ? null : stamp(iso));

import { h } from "../kit/dom.js";
import { nameWords } from "../text/isolate.js";
import { words } from "../text/words.js";
import { banner } from "../kit/banner.js";
import { icon } from "../kit/icon.js";

/** @typedef {import("../host/wire.d.ts").Probe} Probe */

/** What a connection test found. @param {Probe} probe */
export function probeReport({ organizationId, canRead, hasFamilies, proxy, certificateIssuer, sameAs }) {
  const t = words().connect;
  /** @type {Array<[string, string | null]>} */
  const lines = [
    [t.organization, organizationId ?? t.noOrganization],
    [t.rights, canRead ? t.canRead : t.cannotRead],
    [t.families, hasFamilies === null ? null : hasFamilies ? t.familiesSome : t.familiesNone],
    [t.proxy, proxy],
    [t.issuer, certificateIssuer],
  ];
  return h(
    "div",
    { "data-probe": "ok", role: "status" },
    h(
      "section",
      { class: "notice notice-good" },
      icon("check"),
      h(
        "div",
        { class: "notice-body" },
        h("h2", {}, t.ok),
        h(
          "dl",
          { class: "plain-list" },
          lines.flatMap(([term, text]) =>
            text === null ? [] : [h("div", {}, h("dt", {}, term), h("dd", {}, h("bdi", {}, text)))],
          ),
        ),
      ),
    ),
    sameAs !== null && banner("warning", t.sameAs(nameWords(sameAs))),
  );
}

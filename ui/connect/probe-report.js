import { h } from "../kit/dom.js";
import { nameWords } from "../text/isolate.js";
import { duration } from "../text/time.js";
import { words } from "../text/words.js";
import { banner } from "../kit/banner.js";
import { icon } from "../kit/icon.js";

/**
 * @typedef {import("../host/wire.d.ts").Probe} Probe
 * @typedef {import("../host/wire.d.ts").CheckedLeg} CheckedLeg
 */

/** From here on a certificate takes so long that something holds it up. */
const slowMs = 3000;

/**
 * What a connection test met: whose key it is and what it may do, where it got that far, and the way there.
 *
 * @param {Probe} probe
 */
export function probeReport(probe) {
  const { found, sameAs } = probe;
  const t = words().connect;
  return h(
    "div",
    { "data-probe": found === null ? "failed" : "ok", role: "status" },
    found && keyReport(found),
    way(probe),
    sameAs !== null && banner("warning", t.sameAs(nameWords(sameAs))),
  );
}

/** @param {NonNullable<Probe["found"]>} found */
function keyReport({ organizationId, canRead, hasFamilies }) {
  const t = words().connect;
  /** @type {Array<[string, string | null]>} */
  const lines = [
    [t.organization, organizationId ?? t.noOrganization],
    [t.rights, canRead ? t.canRead : t.cannotRead],
    [t.families, hasFamilies === null ? null : hasFamilies ? t.familiesSome : t.familiesNone],
  ];
  return h(
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
  );
}

/** Leg by leg, for whoever looks after the network. @param {Probe} probe */
function way({ legs, proxy, certificateIssuer }) {
  const t = words().connect;
  /** @param {CheckedLeg} checked */
  function line({ leg, milliseconds, failed }) {
    const slow = leg === "tls" && milliseconds >= slowMs;
    const about = leg === "proxy" ? proxy : leg === "tls" && certificateIssuer ? t.signedBy(certificateIssuer) : null;
    return h(
      "li",
      { "data-leg": leg, "data-failed": failed?.code ?? false },
      icon(failed === null ? "check" : "cross"),
      h(
        "span",
        { class: "leg-text" },
        h("span", {}, proxy === null ? t.legs[leg] : t.legsByProxy[leg]),
        about && h("bdi", { class: "leg-about" }, about),
        failed !== null && h("strong", {}, t.legFailed),
        slow && h("span", { class: "hint" }, t.slowCertificate),
      ),
      h("span", { class: "fine" }, duration(milliseconds)),
    );
  }
  return h(
    "section",
    { class: "legs sheet sheet-form", "aria-labelledby": "legs-title" },
    h("h2", { id: "legs-title" }, t.way),
    h("ol", {}, legs.map(line)),
  );
}

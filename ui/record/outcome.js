import { h } from "../kit/dom.js";
import { nameWords } from "../text/isolate.js";
import { when } from "../text/time.js";
import { words } from "../text/words.js";
import { causeWords } from "../kit/error-panel.js";
import { icon } from "../kit/icon.js";

/**
 * @typedef {import("../host/wire.d.ts").Connection} Connection
 * @typedef {import("../host/wire.d.ts").Updated} Updated
 * @typedef {Exclude<Updated, { kind: "refused" } | { kind: "conflict" }>} Known
 * @typedef {Known & { draftKept?: boolean }} Outcome the guide's pictures have no draft
 */

/** @type {Record<Outcome["kind"], import("../kit/icon.js").IconName>} */
const icons = { applied: "check", notApplied: "undo", different: "warning", unknown: "question" };

/**
 * The outcome of an update: its icon, its text, and why it is unknown if it is.
 *
 * @param {Outcome} outcome
 * @param {Pick<Connection, "environment" | "name"> | null} connection
 */
export function outcomeHead(outcome, connection) {
  const t = words().result;
  const cause = causeOf(outcome);
  return h(
    "section",
    { class: "outcome", "data-outcome": outcome.kind },
    h("span", { class: "outcome-mark" }, icon(icons[outcome.kind])),
    h(
      "div",
      { class: "outcome-words" },
      h("h1", { tabindex: -1 }, headline(outcome)),
      h("p", { class: "lead" }, sentence(outcome)),
      connection && h("p", { class: "fine" }, placeWords(connection)),
      cause && causeWords(t.why, cause),
      outcome.kind === "unknown" && outcome.seen.kind === "failed" && causeWords(t.readBackFailed, outcome.seen.error),
    ),
  );
}

/** Why the answer did not show the outcome; null if it did. @param {Outcome} outcome */
function causeOf(outcome) {
  if (outcome.kind === "unknown" && !isComparable(outcome.seen)) return null;
  if (outcome.kind !== "applied") return outcome.cause;
  return outcome.proof.kind === "readBack" ? outcome.proof.cause : null;
}

/** Whether there is anything to compare with what Quentli holds. @param {import("../host/wire.d.ts").Seen} seen */
export const isComparable = ({ kind }) => !["keyUnused", "keyElsewhere", "keyGone", "damaged"].includes(kind);

/** @param {Outcome} outcome */
function headline(outcome) {
  const t = words().result;
  if (outcome.kind !== "applied") return t[outcome.kind];
  return isOnlyAccepted(outcome) ? t.onlyAccepted(nameWords(outcome.title)) : t.applied(nameWords(outcome.title));
}

/** For fields that Quentli never shows, it is only known that the update was accepted. @param {Outcome} outcome */
const isOnlyAccepted = ({ kind, rows }) =>
  kind === "applied" && rows.length > 0 && rows.every(({ verdict }) => verdict === "cannotTell");

/** The outcome in a word or two, for the window's title, which others can see in the taskbar. @param {Outcome} outcome */
export const outcomeTitle = (outcome) =>
  isOnlyAccepted(outcome) ? words().result.accepted : words().result.titles[outcome.kind];

/** @param {Outcome} outcome */
function sentence(outcome) {
  const t = words().result;
  switch (outcome.kind) {
    case "applied":
      return isOnlyAccepted(outcome)
        ? t.onlyAcceptedLead
        : { answer: t.appliedLead, readBack: t.appliedReadBack, recorded: t.appliedRecorded }[outcome.proof.kind](
            when(outcome.at),
          );
    case "notApplied":
      return `${t.notAppliedLead} ${draftWords(outcome)}`.trim();
    case "different":
      return `${t.differentLead} ${draftWords(outcome)}`.trim();
    case "unknown":
      return t.unknownSeen[outcome.seen.kind];
  }
}

/** @param {Outcome} outcome */
function draftWords({ rows, draftKept = false }) {
  const t = words().result;
  const secret = rows.filter(({ field }) => field === "password").length;
  if (secret > 0 && (secret === rows.length || !draftKept)) return t.passwordAgain;
  if (!draftKept) return "";
  return secret === 0 ? t.draftKept : t.draftWithoutPassword;
}

/** @param {Pick<Connection, "environment" | "name">} connection */
function placeWords({ environment, name }) {
  const place = words().environments[environment].name;
  return environment === "practice" ? place : `${place} · ${nameWords(name)}`;
}

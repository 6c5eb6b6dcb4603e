import { host } from "../host/host.js";
import { app } from "../lib/app.js";
import { button, h } from "../lib/dom.js";
import { nameOf, nameWords } from "../lib/isolate.js";
import { to } from "../lib/routes.js";
import { words } from "../lib/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Session} Session
 * @typedef {(choose: () => Promise<Session>, id?: string) => void} Switch goes over to another connection, if nothing unsent holds the person back
 */

/**
 * The strip that says at every moment whose records are being touched.
 *
 * @param {AbortSignal} signal
 * @param {Switch} change
 */
export function band(signal, change) {
  const { connection, session } = app;
  if (connection === null || session === null) return null;
  const t = words();
  const practising = connection.environment === "practice";
  return strip(connection,
    session.memoryOnly && !practising && h("span", { class: "band-fact" }, t.frame.memoryOnly),
    session.practice?.fault && h("span", { class: "band-fact" }, `${t.frame.fault} ${t.settings.faults[session.practice.fault] ?? session.practice.fault}`),
    session.practice && practising && h("span", { class: "band-fact" }, `${t.frame.code} `, h("b", { class: "mono", "data-practice-code": true }, session.practice.code)),
    practising ? wayBack(session, signal, change) : wayToPractice(signal, change));
}

/**
 * @param {Pick<import("../host/wire.d.ts").Connection, "environment" | "name" | "server">} connection
 * @param {...import("../lib/dom.js").Child} facts
 */
export function strip({ environment, name, server }, ...facts) {
  const t = words();
  const { band: word, note } = t.environments[environment];
  return h("header", { class: "band", "data-environment": environment, "aria-label": t.frame.band },
    h("strong", { class: "band-word" }, word),
    environment !== "practice" && h("bdi", { class: "band-school" }, nameOf(name)),
    h("span", { class: "band-note" }, environment === "other" ? h("bdi", {}, server) : note),
    h("span", { class: "band-space" }),
    facts);
}

/** @param {AbortSignal} signal @param {Switch} change */
function wayToPractice(signal, change) {
  return button(words().frame.practiceNow, { action: "practice-now", kind: "quiet" }, signal, () => change(host.practice));
}

/** @param {Session} session @param {AbortSignal} signal @param {Switch} change */
function wayBack(session, signal, change) {
  const t = words().frame;
  const schools = session.connections.filter(({ environment }) => environment !== "practice");
  if (schools.length === 1) {
    const [school] = schools;
    return button(t.leavePractice(nameWords(school.name)), { action: "leave-practice", kind: "quiet" }, signal, () => change(() => host.chooseConnection(school.id), school.id));
  }
  return schools.length === 0
    ? h("a", { class: "button button-quiet", href: to.connect() }, t.connectSchool)
    : h("a", { class: "button button-quiet", href: to.settings() }, t.leavePracticeMany);
}

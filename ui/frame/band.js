import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { guard } from "../kit/armed.js";
import { button, h } from "../kit/dom.js";
import { nameOf, nameWords } from "../text/isolate.js";
import { to } from "../state/places.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Session} Session
 * @typedef {(choose: () => Promise<Session>, id?: string) => void} Switch switches to another connection, unless the user stays because of unsent changes
 */

/**
 * The strip that always shows whose records are being worked on.
 *
 * @param {AbortSignal} signal
 * @param {Switch} change
 */
export function band(signal, change) {
  const { connection, session } = app;
  if (connection === null || session === null) return null;
  const t = words();
  const practising = connection.environment === "practice";
  return strip(
    connection,
    session.memoryOnly && !practising && h("span", { class: "band-fact" }, t.frame.memoryOnly),
    session.practice?.fault &&
      h(
        "span",
        { class: "band-fact" },
        `${t.frame.fault} ${t.settings.faults[session.practice.fault] ?? session.practice.fault}`,
      ),
    session.practice &&
      practising &&
      h(
        "span",
        { class: "band-fact" },
        `${t.frame.code} `,
        h("b", { class: "mono", "data-practice-code": true }, session.practice.code),
      ),
    practising ? wayBack(session, signal, change) : wayToPractice(signal, change),
  );
}

/**
 * @param {Pick<import("../host/wire.d.ts").Connection, "environment" | "name" | "server">} connection
 * @param {...import("../kit/dom.js").Child} facts
 */
export function strip({ environment, name, server }, ...facts) {
  const t = words();
  const { inBand, note } = t.environments[environment];
  return h(
    "header",
    { class: "band", "data-environment": environment, "aria-label": t.frame.band },
    h("strong", { class: "band-word" }, inBand),
    environment !== "practice" && h("bdi", { class: "band-school" }, nameOf(name)),
    h("span", { class: "band-note" }, environment === "other" ? h("bdi", {}, server) : note),
    h("span", { class: "band-space" }),
    facts,
  );
}

/** How long a button that switches is on the screen, with nothing pressed, before it accepts a press. */
const calmMs = 700;
/** The connection that the strip was last drawn for. */
let shown = -1;
/** @type {HTMLElement | null} */
let way = null;

/**
 * A button that switches to another connection. It replaces the button that led here, and the second click of a
 * double click must not switch back.
 *
 * @param {string} caption @param {string} action @param {AbortSignal} signal @param {() => void} take
 */
function wayTo(caption, action, signal, take) {
  const generation = app.session?.generation ?? -1;
  const waits = generation !== shown || way?.dataset.armed === "false";
  const element = button(caption, { action, kind: "quiet" }, signal, () => {
    if (hands === null || hands.take()) take();
  });
  const hands = waits ? guard(element, calmMs, signal) : null;
  shown = generation;
  way = element;
  return element;
}

/** @param {AbortSignal} signal @param {Switch} change */
const wayToPractice = (signal, change) =>
  wayTo(words().frame.practiceNow, "practice-now", signal, () => change(host.practice));

/** @param {Session} session @param {AbortSignal} signal @param {Switch} change */
function wayBack(session, signal, change) {
  const t = words().frame;
  const schools = session.connections.filter(({ environment }) => environment !== "practice");
  if (schools.length === 1) {
    const [school] = schools;
    return wayTo(t.leavePractice(nameWords(school.name)), "leave-practice", signal, () =>
      change(() => host.chooseConnection(school.id), school.id),
    );
  }
  return schools.length === 0
    ? h("a", { class: "button button-quiet", href: to.connect() }, t.connectSchool)
    : h("a", { class: "button button-quiet", href: to.settings() }, t.leavePracticeMany);
}

import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { button, h, on } from "../kit/dom.js";
import { announce } from "../kit/announce.js";
import { words } from "../text/words.js";
import { endWork } from "../state/work.js";
import { askBefore } from "../kit/dialog.js";
import { attempts } from "../kit/attempt.js";
import { settingsSection } from "./section.js";

/**
 * @typedef {import("../host/wire.d.ts").Session} Session
 */

const spans = [7, 30, 90, 180, 365];

/** @param {Session} session @param {AbortSignal} signal @param {() => void} [onErased] */
export function privacySection(session, signal, onErased) {
  const t = words().settings;
  const problem = h("div", {});
  const said = h("span", { class: "fine", role: "status" });
  const days = [...new Set([...spans, session.retentionDays])].sort((a, b) => a - b);
  const select = h(
    "select",
    { name: "retentionDays", id: "retention", class: "control control-short", "aria-describedby": "hint-retention" },
    days.map((n) => h("option", { value: n, selected: n === session.retentionDays }, t.days(n))),
  );

  const attempt = attempts(problem, signal);

  /** @param {() => Promise<Session>} act @param {string} done */
  function take(act, done) {
    announce(said, "");
    return attempt(async () => {
      app.session = await act();
      announce(said, done);
    });
  }

  async function erase() {
    const goesOn = await askBefore(
      {
        title: t.eraseTitle,
        body: t.eraseBody,
        act: { answer: "erase", caption: t.eraseConfirm },
        stay: words().frame.cancel,
      },
      signal,
    );
    if (!goesOn) return;
    await take(async () => {
      const session = await host.erase();
      endWork();
      onErased?.();
      return session;
    }, t.erased);
  }

  on(select, "change", signal, () => void take(() => host.setRetention(Number(select.value)), t.saved));
  return settingsSection(
    "privacy",
    t.privacy,
    t.retentionHint,
    problem,
    h("div", { class: "field" }, h("label", { class: "field-label", for: "retention" }, t.retention), select),
    h("p", { class: "hint", id: "hint-retention" }, t.eraseLead),
    h(
      "div",
      { class: "actions" },
      button(t.erase, { action: "erase", kind: "danger" }, signal, () => void erase()),
      said,
    ),
  );
}

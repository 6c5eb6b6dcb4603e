import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { button, h, on } from "../kit/dom.js";
import { switchFrom } from "../state/switching.js";
import { words } from "../text/words.js";
import { attempts } from "../kit/attempt.js";
import { settingsSection } from "./section.js";

/**
 * @typedef {import("../host/wire.d.ts").Session} Session
 */

/** @param {Session} session @param {AbortSignal} signal @param {() => void} remount */
export function practiceSection(session, signal, remount) {
  const t = words().settings;
  const problem = h("div", {});
  const isPractice = session.current?.environment === "practice";

  const attempt = attempts(problem, signal);

  if (!isPractice) {
    const practice = button(
      words().start.practice,
      { action: "practice" },
      signal,
      () => void attempt(() => switchFrom(host.practice, signal), { pressed: practice }),
    );
    return settingsSection("practice", t.practice, t.practiceLead, problem, h("div", { class: "actions" }, practice));
  }
  const current = session.practice?.fault ?? "";
  const select = h(
    "select",
    { name: "fault", id: "fault", class: "control", "aria-describedby": "hint-fault" },
    h("option", { value: "" }, t.faultNone),
    app.started.faults.map((fault) =>
      h("option", { value: fault, selected: fault === current }, t.faults[fault] ?? fault),
    ),
  );
  on(
    select,
    "change",
    signal,
    () =>
      void attempt(async () => {
        app.session = await host.setFault(select.value === "" ? null : select.value);
        remount();
      }),
  );
  return settingsSection(
    "practice",
    t.practice,
    t.practiceLead,
    problem,
    h("p", {}, t.practiceOn),
    h(
      "div",
      { class: "field" },
      h("label", { class: "field-label", for: "fault" }, t.fault),
      h("div", { class: "hint", id: "hint-fault" }, t.faultLead),
      select,
    ),
  );
}

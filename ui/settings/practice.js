import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { button, fill, h, on } from "../kit/dom.js";
import { switchFrom } from "../state/switching.js";
import { words } from "../text/words.js";
import { errorPanel } from "../kit/error-panel.js";
import { settingsSection } from "./section.js";

/**
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../host/wire.d.ts").Session} Session
 */

/** @param {Session} session @param {AbortSignal} signal @param {() => void} remount */
export function practiceSection(session, signal, remount) {
  const t = words().settings;
  const problem = h("div", {});
  const practising = session.current?.environment === "practice";

  /** @param {() => Promise<Session>} act */
  async function take(act) {
    try {
      app.session = await act();
      remount();
    } catch (thrown) {
      if (!signal.aborted) fill(problem, errorPanel(/** @type {CommandError} */ (thrown), signal));
    }
  }

  const practise = () => switchFrom(host.practice, signal, (error) => fill(problem, errorPanel(error, signal)));

  if (!practising) {
    return settingsSection(
      "practice",
      t.practice,
      t.practiceLead,
      problem,
      h(
        "div",
        { class: "actions" },
        button(words().start.practice, { action: "practice" }, signal, () => void practise()),
      ),
    );
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
  on(select, "change", signal, () => void take(() => host.setFault(select.value === "" ? null : select.value)));
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

import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { announce } from "../kit/announce.js";
import { attempts } from "../kit/attempt.js";
import { h, on } from "../kit/dom.js";
import { words } from "../text/words.js";
import { settingsSection } from "./section.js";

/** @typedef {import("../host/wire.d.ts").Session} Session */

const most = 16;
const usual = 8;

/** How many updates a run sends at the same time, at most. @param {Session} session @param {AbortSignal} signal */
export function runsSection({ runCeiling }, signal) {
  const t = words();
  const { title, lead, ceiling, usual: usualWords } = t.runSettings;
  const problem = h("div", {});
  const said = h("span", { class: "fine", role: "status" });
  const attempt = attempts(problem, signal);
  const select = h(
    "select",
    { name: "runCeiling", id: "run-ceiling", class: "control control-short" },
    Array.from({ length: most }, (_, index) => index + 1).map((n) =>
      h("option", { value: n, selected: n === runCeiling }, n === usual ? usualWords(n) : String(n)),
    ),
  );
  on(
    select,
    "change",
    signal,
    () =>
      void attempt(async () => {
        announce(said, "");
        app.session = await host.setRunCeiling(Number(select.value));
        announce(said, t.settings.saved);
      }),
  );
  return settingsSection(
    "runs",
    title,
    lead,
    problem,
    h("div", { class: "field" }, h("label", { class: "field-label", for: select.id }, ceiling), select),
    said,
  );
}

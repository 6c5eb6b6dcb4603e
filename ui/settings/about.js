import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { copyText } from "../kit/copy.js";
import { button, fill, h } from "../kit/dom.js";
import { announce } from "../kit/announce.js";
import { words } from "../text/words.js";
import { attempts } from "../kit/attempt.js";
import { settingsSection } from "./section.js";

/** Diagnostics without secrets, and Ficha's version. @param {AbortSignal} signal */
export function aboutSection(signal) {
  const t = words().settings;
  const place = h("div", {});
  const attempt = attempts(place, signal);
  const show = button(
    t.showDiagnostics,
    { action: "diagnostics" },
    signal,
    () => void attempt(showDiagnostics, { pressed: show }),
  );

  async function showDiagnostics() {
    const text = await host.diagnostics();
    const said = h("span", { class: "fine", role: "status" });
    const copy = button(t.copy, { action: "copy-diagnostics", kind: "quiet" }, signal, async () => {
      await copyText(text);
      announce(said, t.copied);
    });
    fill(
      place,
      h(
        "pre",
        { class: "request", tabindex: 0, role: "group", "aria-label": t.diagnostics, "data-diagnostics": true },
        text,
      ),
      h("div", { class: "actions" }, copy, said),
    );
  }

  return h(
    "div",
    {},
    settingsSection("diagnostics", t.diagnostics, t.diagnosticsLead, h("div", { class: "actions" }, show), place),
    settingsSection(
      "about",
      t.about,
      "",
      h("p", {}, t.version(app.started.version)),
      h("p", { class: "hint" }, t.aboutLead),
    ),
  );
}

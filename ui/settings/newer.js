import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { button, fill, h, on } from "../kit/dom.js";
import { words } from "../text/words.js";
import { attempts } from "../kit/attempt.js";
import { newerBanner } from "./newer-notice.js";
import { settingsSection } from "./section.js";

/**
 * @typedef {import("../host/wire.d.ts").Session} Session
 */

/**
 * Whether to check for newer versions; off by default. Null in a build that does not know where its
 * releases are published.
 * @param {Session} session @param {AbortSignal} signal
 */
export function newerSection(session, signal) {
  if (!app.started.updates) return null;
  const t = words().settings;
  const place = h("div", { role: "status" });
  const input = h("input", {
    type: "checkbox",
    role: "switch",
    class: "switch",
    name: "tellNewer",
    checked: session.tellNewer === true,
  });

  const attempt = attempts(place, signal);

  on(
    input,
    "change",
    signal,
    () =>
      void attempt(async () => {
        app.session = await host.setTellNewer(input.checked);
      }),
  );
  async function showNewest() {
    const newest = await host.newestRelease();
    app.newest = newest;
    if (signal.aborted) return;
    fill(
      place,
      newerBanner(newest, signal) ??
        h("p", { class: "fine", "data-newest": newest.kind }, newest.kind === "current" ? t.newerNone : t.newerUnknown),
    );
  }
  const ask = button(t.askNewer, { action: "ask-newer" }, signal, () => void attempt(showNewest, { pressed: ask }));
  return settingsSection(
    "newer",
    t.newer,
    t.newerLead,
    h("label", { class: "switch-line" }, input, h("span", {}, t.tellNewer)),
    h("div", { class: "actions" }, ask),
    place,
  );
}

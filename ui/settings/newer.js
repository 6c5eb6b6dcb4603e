import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { button, fill, h, on } from "../kit/dom.js";
import { words } from "../text/words.js";
import { errorPanel } from "../kit/error-panel.js";
import { newerBanner } from "./newer-notice.js";
import { settingsSection } from "./section.js";

/**
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
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
    checked: session.tellNewer,
  });

  /** @param {() => Promise<void>} act */
  async function take(act) {
    fill(place);
    try {
      await act();
    } catch (thrown) {
      if (!signal.aborted) fill(place, errorPanel(/** @type {CommandError} */ (thrown), signal));
    }
  }

  on(
    input,
    "change",
    signal,
    () =>
      void take(async () => {
        app.session = await host.setTellNewer(input.checked);
      }),
  );
  const ask = button(
    t.askNewer,
    { action: "ask-newer" },
    signal,
    () =>
      void take(async () => {
        const newest = await host.newestRelease();
        app.newest = newest;
        if (signal.aborted) return;
        fill(
          place,
          newest.kind === "newer"
            ? newerBanner(newest.version, signal)
            : h(
                "p",
                { class: "fine", "data-newest": newest.kind },
                newest.kind === "current" ? t.newerNone : t.newerUnknown,
              ),
        );
      }),
  );
  return settingsSection(
    "newer",
    t.newer,
    t.newerLead,
    h("label", { class: "switch-line" }, input, h("span", {}, t.tellNewer)),
    h("div", { class: "actions" }, ask),
    place,
  );
}

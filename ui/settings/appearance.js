import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { h, on } from "../kit/dom.js";
import { words } from "../text/words.js";
import { attempts } from "../kit/attempt.js";
import { settingsSection } from "./section.js";

/**
 * @typedef {import("../host/wire.d.ts").Settings} Settings
 */

/** Language and theme, both effective at once. The theme changes no text, so that nothing is drawn again. @param {AbortSignal} signal @param {() => void} remount */
export function appearanceSection(signal, remount) {
  const t = words().settings;
  const { settings, systemLanguage } = app.started;
  const problem = h("div", {});

  const attempt = attempts(problem, signal);

  /** @param {Partial<Settings>} change */
  const set = (change) =>
    attempt(async () => {
      const chosen = await host.setSettings({ ...app.started.settings, ...change });
      app.started = { ...app.started, settings: chosen };
      if ("language" in change) remount();
    });

  /**
   * @template {"language" | "theme"} Name
   * @param {Name} name
   * @param {string} caption
   * @param {Array<[Settings[Name], string]>} options
   */
  const choice = (name, caption, options) =>
    h(
      "fieldset",
      { class: "field" },
      h("legend", { class: "field-label" }, caption),
      h(
        "div",
        { class: "segments" },
        options.map(([value, text]) => {
          const input = h("input", { type: "radio", name, value, class: "radio", checked: settings[name] === value });
          on(input, "change", signal, () => {
            // Not every engine focuses what is clicked, and the focus is what stays in its place.
            input.focus({ preventScroll: true });
            void set(/** @type {Partial<Settings>} */ ({ [name]: value }));
          });
          return h("label", { class: "segment" }, input, h("span", {}, text));
        }),
      ),
    );

  return settingsSection(
    "appearance",
    t.appearance,
    "",
    problem,
    choice("language", t.language, [
      ["system", t.languageSystem(systemLanguage === "es" ? t.spanish : t.english)],
      ["es", t.spanish],
      ["en", t.english],
    ]),
    choice("theme", t.theme, [
      ["system", t.themeSystem],
      ["light", t.themeLight],
      ["dark", t.themeDark],
    ]),
  );
}

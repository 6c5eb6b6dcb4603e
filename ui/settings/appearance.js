import { host } from "../host/host.js";
import { app, onAppChange } from "../state/app.js";
import { commandKey } from "../kit/keys.js";
import { h, on } from "../kit/dom.js";
import { words } from "../text/words.js";
import { attempts } from "../kit/attempt.js";
import { settingsSection } from "./section.js";

/**
 * @typedef {import("../host/wire.d.ts").Settings} Settings
 */

/** Language, theme and text size, effective at once. Only the language changes texts, so that only then the screen is drawn again. @param {AbortSignal} signal @param {() => void} remount */
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

  const size = h(
    "select",
    { class: "control control-short", name: "textSize", id: "text-size" },
    app.started.textSizes.map((step) => h("option", { value: step }, t.textSizeOf(step))),
  );
  const showSize = () => {
    size.value = String(app.started.settings.textSize);
  };
  showSize();
  // Its keys and the menu change it too.
  onAppChange(signal, showSize);
  on(size, "change", signal, () => void set({ textSize: Number(size.value) }));

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
    h(
      "div",
      { class: "field" },
      h("label", { class: "field-label", for: "text-size" }, t.textSize),
      h("p", { class: "hint" }, t.textSizeHint(commandKey)),
      size,
    ),
  );
}

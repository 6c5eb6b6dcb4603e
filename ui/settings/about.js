import { app } from "../state/app.js";
import { h } from "../kit/dom.js";
import { words } from "../text/words.js";
import { settingsSection } from "./section.js";

/** Ficha's version. */
export function aboutSection() {
  const t = words().settings;
  return settingsSection(
    "about",
    t.about,
    "",
    h("p", {}, t.version(app.started.version)),
    h("p", { class: "hint" }, t.aboutLead),
  );
}

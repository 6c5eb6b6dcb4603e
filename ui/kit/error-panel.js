import { details, say } from "../host/errors.js";
import { app } from "../state/app.js";
import { button, h } from "./dom.js";
import { to } from "../state/places.js";
import { words } from "../text/words.js";
import { icon } from "./icon.js";
import { bringIntoSightOnceThere } from "./in-sight.js";

/**
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {{ retry?: () => void, title?: string, connection?: string, record?: string }} Options `connection`: the one it is about, if not the current one; `record`: what it means for the record, if not the usual
 */

/**
 * What happened, what it means for the record, what to do, the server's own words, and the next step. Brings itself into
 * sight when it is put into the page.
 *
 * @param {CommandError} error
 * @param {AbortSignal} signal
 * @param {Options} [options]
 */
export function errorPanel(error, signal, options = {}) {
  const panel = errorPicture(error, signal, options);
  bringIntoSightOnceThere(panel);
  return panel;
}

/** The same, wherever it is. @param {CommandError} error @param {AbortSignal} signal @param {Options} options */
export function errorPicture(error, signal, { retry, title, connection, record } = {}) {
  const said = say(error);
  return h(
    "section",
    { class: "notice notice-error", role: "alert", "data-error": error.code },
    icon("warning"),
    h(
      "div",
      { class: "notice-body" },
      h("h2", {}, title ?? said.what),
      title && h("p", {}, said.what),
      h("p", {}, record ?? said.record, " ", said.todo),
      serverWords(error),
      h("div", { class: "actions" }, wayOn(said.way, signal, retry, connection)),
    ),
  );
}

/**
 * The server's own sentence, marked as such, and the details.
 *
 * @param {CommandError} error
 * @param {string[]} [quoted] what has already been quoted
 */
export function serverWords(error, quoted = []) {
  const t = words().errorWords;
  const lines = details(error);
  return [
    error.message &&
      !quoted.includes(error.message) &&
      h(
        "blockquote",
        { class: "said", "data-said": true },
        h("span", { class: "said-by" }, t.said),
        h("q", {}, h("bdi", {}, error.message)),
      ),
    lines.length > 0 && h("p", { class: "fine" }, lines.join(" · ")),
  ];
}

/** @param {import("../host/errors.js").Way} way @param {AbortSignal} signal @param {(() => void) | undefined} retry @param {string | undefined} connection */
function wayOn(way, signal, retry, connection) {
  const t = words().errorWords;
  const again = retry && button(t.retry, { action: "retry" }, signal, retry);
  // What leads to the screen one is on would do nothing.
  if (way === "retry" || (way === "sheet" && location.hash === to.bulk())) return [again];
  const place =
    way === "settings"
      ? { caption: t.goSettings, hash: to.settings() }
      : way === "keychain"
        ? { caption: t.goKeychain, hash: to.keychain() }
        : way === "find"
          ? { caption: t.goFind, hash: to.find() }
          : way === "sheet"
            ? { caption: t.goSheet, hash: to.bulk() }
            : {
                caption: t.goConnect,
                hash: to.connect(
                  connection ?? (app.connection?.environment === "practice" ? undefined : app.connection?.id),
                ),
              };
  return [h("a", { class: "button button-plain", href: place.hash, "data-way": way }, place.caption), again];
}

/** Why something is unknown, as a line of another message. @param {string} intro @param {CommandError} error */
export const causeWords = (intro, error) =>
  h("div", { class: "cause" }, h("p", {}, intro, " ", say(error).what), serverWords(error));

import { say } from "../host/errors.js";
import { to } from "../state/places.js";
import { words } from "../text/words.js";
import { ask } from "../kit/dialog.js";

/**
 * Explains why the school was not changed, over the current screen, and asks where to go next.
 *
 * @param {import("../host/wire.d.ts").CommandError} error
 * @param {string | undefined} connection the connection to switch to
 * @param {AbortSignal} signal
 * @returns {Promise<string | null>} where to go; null stays
 */
export async function askWhatNow(error, connection, signal) {
  const { what, record, todo, way } = say(error);
  const t = words();
  const place = {
    keychain: to.keychain(),
    connect: to.connect(connection),
    settings: to.settings(),
    find: null,
    sheet: null,
    retry: null,
  }[way];
  const caption =
    way === "keychain" ? t.errorWords.goKeychain : way === "connect" ? t.errorWords.goConnect : t.errorWords.goSettings;
  const answer = await ask(
    {
      title: t.frame.notSwitched,
      body: [what, record, todo].join(" "),
      choices: [
        ...(place === null ? [] : [{ answer: /** @type {const} */ ("go"), caption }]),
        { answer: /** @type {const} */ ("stay"), caption: t.leave.stay, kind: "primary" },
      ],
    },
    signal,
  );
  return answer === "go" ? place : null;
}

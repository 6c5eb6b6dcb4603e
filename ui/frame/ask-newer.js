import { host } from "../host/host.js";
import { ask } from "../kit/dialog.js";
import { app } from "../state/app.js";
import { words } from "../text/words.js";

/** Checks once; nothing depends on the answer, and Settings can check again. */
export async function checkForNewer() {
  try {
    app.newest = await host.newestRelease();
  } catch {
    // Without an answer there is nothing to show.
  }
}

/** Asks whether to be told of new versions, once a school is connected and until there is an answer. @param {AbortSignal} signal */
export async function askAboutNewer(signal) {
  const { session } = app;
  const school = session?.current ?? null;
  if (!app.started.updates || school === null || school.environment === "practice" || session?.tellNewer !== null)
    return;
  const t = words().frame;
  const answer = await ask(
    {
      title: t.tellNewerTitle,
      body: t.tellNewerBody,
      choices: [
        { answer: "yes", caption: t.tellNewerYes },
        { answer: "no", caption: t.tellNewerNo },
      ],
      hasty: "no",
    },
    signal,
  );
  try {
    app.session = await host.setTellNewer(answer === "yes");
  } catch {
    // It stays off, and Settings has it.
    return;
  }
  if (answer === "yes") await checkForNewer();
}

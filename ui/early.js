/** What the first screen waits for, requested while the files of that screen are still being read. */
import { host } from "./host/host.js";

export const answers = { started: host.start(), session: host.session() };
// A failure is shown by whoever awaits it, which may be later than the browser expects.
for (const answer of Object.values(answers)) answer.catch(() => {});

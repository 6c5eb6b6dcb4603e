/** What the first screen waits for, requested while the files of that screen are still being read. */
import { host } from "./host/host.js";

export const answers = { started: host.start(), session: host.session() };
// The code that awaits an answer handles its failure, but perhaps after the browser has reported it as unhandled.
for (const answer of Object.values(answers)) answer.catch(() => {});

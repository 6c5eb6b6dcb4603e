import { app } from "../lib/app.js";
import { words } from "../lib/words.js";
import { banner } from "./banner.js";

/** What went wrong with Ficha's own files before the window opened. */
export const startNotices = () =>
  app.started.notices.map((notice) => banner("warning", words().startNotices[notice], null, { "data-start-notice": notice }));

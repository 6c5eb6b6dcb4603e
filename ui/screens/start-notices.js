import { app } from "../state/app.js";
import { words } from "../text/words.js";
import { banner } from "../kit/banner.js";

/** Problems with Ficha's own files, found at the start or once the keychain answered. */
export const startNotices = () =>
  [...new Set([...app.started.notices, ...(app.session?.notices ?? [])])].map((notice) =>
    banner("warning", words().startNotices[notice], null, { "data-start-notice": notice }),
  );

import { app } from "../state/app.js";
import { to } from "../state/places.js";
import { words } from "../text/words.js";
import { banner } from "../kit/banner.js";
import { h } from "../kit/dom.js";

/** @typedef {import("../host/wire.d.ts").StartNotice} StartNotice */

/** Problems with Ficha itself, found at the start or once the keychain answered. */
export const startNotices = () =>
  [...new Set([...app.started.notices, ...(app.session?.notices ?? [])])].map((notice) =>
    notice === "crashed" ? crashNotice() : warning(notice),
  );

/** @param {StartNotice} notice */
const warning = (notice) => banner("warning", words().startNotices[notice], null, { "data-start-notice": notice });

function crashNotice() {
  const { startNotices: titles, crashed } = words();
  return banner(
    "info",
    titles.crashed,
    crashed.body,
    { "data-start-notice": "crashed" },
    h("a", { href: to.settings("diagnostics"), "data-action": "see-crash" }, crashed.show),
  );
}

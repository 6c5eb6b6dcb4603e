import { nameWords } from "../text/isolate.js";
import { words } from "../text/words.js";
import { banner } from "../kit/banner.js";

/** Families of another organization that a server listed: named, and on no list. @param {string[]} strangers */
export function strangersBanner(strangers) {
  const t = words().find;
  return (
    strangers.length > 0 &&
    banner("warning", t.strangers(strangers.length), t.strangersLead(strangers.map(nameWords)), {
      "data-strangers": true,
    })
  );
}

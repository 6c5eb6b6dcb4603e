import { ask } from "../kit/dialog.js";
import { goingRun } from "../state/runs.js";
import { forgetMends, hasMends, takeTyped, typedInto } from "../state/sheet.js";
import { words } from "../text/words.js";

/** @typedef {import("../state/unfinished.js").Unfinished} Unfinished */
/** @typedef {import("../state/unfinished.js").Interruption} Interruption */

/** Whether it ends what is open here: another screen does not. @param {Interruption} by */
const ends = (by) => by.kind === "close" || by.next === null;

const nothing = async () => {};

/** A run goes on over all screens, and ends with its school or with the window. @type {Unfinished} */
export const runUnderWay = {
  flush: nothing,
  busy: () => false,
  unsent: (by) => ends(by) && goingRun() !== null,
  ask(by, signal) {
    const t = words().run.leave;
    const closes = by.kind === "close";
    return ask(
      {
        title: t.title,
        body: closes ? t.close : t.switch,
        choices: [
          { answer: /** @type {const} */ ("keep"), caption: closes ? t.closeAnyway : t.switchAnyway, kind: "danger" },
          { answer: /** @type {const} */ ("stay"), caption: t.stay, kind: "primary" },
        ],
      },
      signal,
    );
  },
  end() {},
};

/** What was corrected in the open sheet is in no file. @type {Unfinished} */
export const openSheet = {
  flush: takeTyped,
  busy: () => false,
  unsent: (by) => ends(by) && (hasMends() || typedInto.size > 0),
  ask(_by, signal) {
    const t = words().bulk.lost;
    return ask(
      {
        title: t.title,
        body: t.body,
        choices: [
          { answer: /** @type {const} */ ("keep"), caption: t.leave, kind: "danger" },
          { answer: /** @type {const} */ ("stay"), caption: words().leave.stay, kind: "primary" },
        ],
      },
      signal,
    );
  },
  end: forgetMends,
};

import { openSheetFor } from "../bulk/open-sheet.js";
import { previewTable } from "../bulk/preview.js";
import { readOptions } from "../bulk/read-options.js";
import { sheetNotes, sheetSentence } from "../bulk/sheet-words.js";
import { stepList } from "../bulk/steps.js";
import { host } from "../host/host.js";
import { actionBar } from "../kit/action-bar.js";
import { fillFrom } from "../kit/announce.js";
import { attempts } from "../kit/attempt.js";
import { banner } from "../kit/banner.js";
import { button, fill, h } from "../kit/dom.js";
import { pageHead } from "../kit/page-head.js";
import { go, to } from "../state/places.js";
import { forgetMends } from "../state/sheet.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Sheet} Sheet
 * @typedef {import("../host/wire.d.ts").SheetOptions} SheetOptions
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** @param {Screen} screen */
export async function mountSheet(screen) {
  const t = words().bulk.sheet;
  const sheet = await openSheetFor(screen, t.title, t.short);
  if (sheet !== null) draw(screen, sheet);
}

/** @param {Screen} screen @param {Sheet} first */
function draw(screen, first) {
  const { main, signal } = screen;
  const t = words().bulk.sheet;
  let sheet = first;
  /** What was chosen so far; the rest stays guessed. @type {SheetOptions} */
  let chosen = { encoding: null, separator: null, sheet: null, headerRow: null };
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  const sentence = h("p", { class: "lead", role: "status", "data-understood": true });
  const notes = h("div", {});
  const asked = h("div", { class: "asked" });
  const folded = h("div", { class: "asked" });
  const table = h("div", {});

  /** @param {Partial<SheetOptions>} option */
  async function readAs(option) {
    const wanted = { ...chosen, ...option };
    // Another sheet, another separator: the header may be elsewhere.
    if (!("headerRow" in option) && !("encoding" in option)) wanted.headerRow = null;
    const done = await attempt(async () => {
      sheet = await host.readSheetAs(wanted);
      chosen = wanted;
      forgetMends();
    });
    if (signal.aborted) return;
    show();
    if (!done) options.show(sheet);
  }

  const options = readOptions(sheet, (option) => void readAs(option), signal);
  const preview = previewTable((row) => void readAs({ headerRow: row }), signal);

  function show() {
    sentence.textContent = sheetSentence(sheet);
    options.show(sheet);
    preview.show(sheet);
    const said = sheetNotes(sheet);
    fillFrom(notes, said, () => [
      said.length > 0 &&
        banner(
          "info",
          t.notes,
          null,
          { "data-sheet-notes": true },
          h(
            "ul",
            {},
            said.map((note) => h("li", {}, note)),
          ),
        ),
    ]);
  }

  fill(asked, options.asked);
  fill(folded, options.rest);
  fill(table, preview.node);
  fill(
    main,
    stepList("sheet"),
    pageHead(t.title, sentence),
    h(
      "div",
      { class: "sheet-stack" },
      problem,
      options.asked.length > 0 && asked,
      table,
      options.rest.length > 0 && h("details", { class: "quiet-details" }, h("summary", {}, t.how), folded),
      notes,
    ),
    actionBar({
      says: [],
      acts: [
        button(t.other, { action: "other-file", kind: "quiet" }, signal, () => go(to.bulk())),
        button(t.next, { action: "next", kind: "primary" }, signal, next),
      ],
    }),
  );
  show();

  function next() {
    go(to.columns());
  }
  screen.shortcuts({ review: next });
  screen.ready(t.short);
}

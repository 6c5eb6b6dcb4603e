import { h, on } from "../kit/dom.js";
import { isolate } from "../text/isolate.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Sheet} Sheet
 * @typedef {import("../host/wire.d.ts").SheetOptions} SheetOptions
 */

/**
 * How a file is read: what is in doubt is asked, the rest can be opened.
 *
 * @param {Sheet} first as it was when the screen was opened: what was asked stays in its place
 * @param {(option: Partial<SheetOptions>) => void} changed
 * @param {AbortSignal} signal
 */
export function readOptions(first, changed, signal) {
  const t = words().bulk.sheet;
  /** @type {HTMLElement[]} */
  const asked = [];
  /** @type {HTMLElement[]} */
  const rest = [];
  /** @type {Array<(sheet: Sheet) => void>} */
  const shows = [];

  /**
   * @param {{ name: string, label: string, hint?: string, doubtful: boolean, choices: Array<{ value: string, caption: string }>, value: (sheet: Sheet) => string, take: (value: string) => Partial<SheetOptions> }} option
   */
  function add({ name, label, hint, doubtful, choices, value, take }) {
    const select = h(
      "select",
      { name, id: `read-${name}`, class: "control control-mid", "aria-describedby": hint ? `hint-read-${name}` : null },
      choices.map((choice) => h("option", { value: choice.value }, choice.caption)),
    );
    on(select, "change", signal, () => changed(take(select.value)));
    shows.push((sheet) => {
      select.value = value(sheet);
    });
    const field = h(
      "div",
      { class: doubtful ? "field question" : "field", "data-read": name },
      h("label", { class: "field-label", for: select.id }, label),
      select,
      hint && h("p", { class: "hint", id: `hint-read-${name}` }, hint),
    );
    (doubtful ? asked : rest).push(field);
  }

  const { text, sheets } = first;
  const seen = sheets.filter(({ hidden }) => !hidden);
  if (sheets.length > 1)
    add({
      name: "sheet",
      label: seen.length > 1 ? t.sheetAsk : t.sheet,
      doubtful: seen.length > 1,
      choices: sheets.map(({ name, hidden }, index) => ({
        value: String(index),
        caption: hidden ? t.hiddenSheet(isolate(name)) : isolate(name),
      })),
      value: ({ sheet }) => String(sheet ?? 0),
      take: (value) => ({ sheet: Number(value) }),
    });
  if (text !== null) {
    add({
      name: "encoding",
      label: text.certain ? t.encoding : t.encodingAsk,
      hint: text.certain ? undefined : t.encodingHint,
      doubtful: !text.certain,
      choices: [...new Set([text.encoding, ...text.encodings])].map((value) => ({
        value,
        caption: t.encodings[value] ?? value,
      })),
      value: (sheet) => sheet.text?.encoding ?? "",
      take: (value) => ({ encoding: value }),
    });
    add({
      name: "separator",
      label: t.separator,
      doubtful: false,
      choices: Object.entries(t.separators).map(([value, caption]) => ({ value, caption })),
      value: (sheet) => sheet.text?.separator ?? ",",
      take: (value) => ({ separator: value }),
    });
  }
  return {
    asked,
    rest,
    /** @param {Sheet} sheet */
    show: (sheet) => {
      for (const show of shows) show(sheet);
    },
  };
}

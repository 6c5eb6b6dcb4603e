import { h } from "../kit/dom.js";
import { commandKey, isMac } from "../kit/keys.js";
import { words } from "../text/words.js";

/** The shortcuts, with this system's names of the keys. */
export function shortcutTable() {
  const { shortcuts, keys } = words().help.sections.keyboard;
  const command = commandKey;
  const alt = isMac ? "⌥" : "Alt";
  /** @type {Array<[string, string[][]]>} */
  const lines = [
    [shortcuts.help, [["F1"]]],
    [shortcuts.find, [[command, "F"]]],
    [shortcuts.choose, [["↑"], ["↓"]]],
    [shortcuts.open, [[keys.enter]]],
    [shortcuts.group, [[alt, "1…7"]]],
    [shortcuts.field, [[alt, "F"]]],
    [
      shortcuts.review,
      [
        [command, keys.enter],
        [command, "S"],
      ],
    ],
    [shortcuts.next, [["N"]]],
    [shortcuts.print, [[command, "P"]]],
    [shortcuts.larger, [[command, "+"]]],
    [shortcuts.smaller, [[command, "−"]]],
    [shortcuts.normal, [[command, "0"]]],
    [shortcuts.settings, [[command, ","]]],
    [shortcuts.back, [["Esc"]]],
  ];
  return h(
    "dl",
    { class: "shortcuts" },
    lines.map(([what, chords]) =>
      h(
        "div",
        {},
        h("dt", {}, what),
        h(
          "dd",
          {},
          chords.flatMap((chord, index) => [
            index > 0 && ` ${keys.or} `,
            ...chord.flatMap((key, at) => [at > 0 && " + ", h("kbd", {}, key)]),
          ]),
        ),
      ),
    ),
  );
}

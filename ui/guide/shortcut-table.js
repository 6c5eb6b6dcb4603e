import { h } from "../kit/dom.js";
import { commandKey, isMac } from "../kit/keys.js";
import { acts } from "../state/places.js";
import { words } from "../text/words.js";

/** @typedef {keyof import("../text/words.js").Words["help"]["sections"]["keyboard"]["shortcuts"]} Shortcut */

const alt = isMac ? "⌥" : "Alt";

/** Keys of single screens. @type {Partial<Record<Shortcut, string[][]>>} */
const ofScreens = {
  choose: [["↑"], ["↓"]],
  open: [["Enter"]],
  group: [[alt, "1…7"]],
  field: [[alt, "F"]],
  next: [["N"]],
};

/** In the order of a day's work. @type {Shortcut[]} */
const order = [
  "help",
  "find",
  "choose",
  "open",
  "group",
  "field",
  "review",
  "next",
  "print",
  "largerText",
  "smallerText",
  "normalText",
  "settings",
  "back",
];

/** The keys of a shortcut, with this system's names. @param {Shortcut} shortcut @returns {string[][]} */
function chordsOf(shortcut) {
  const own = ofScreens[shortcut];
  if (own !== undefined) return own;
  const { chords } = acts[/** @type {import("../state/places.js").Act} */ (shortcut)];
  return chords.map(({ key, command: held }) => [
    ...(held ? [commandKey] : []),
    key.length === 1 ? key.toUpperCase() : key,
  ]);
}

/** @param {string} key */
function keyName(key) {
  const { keys } = words().help.sections.keyboard;
  return { Enter: keys.enter, Escape: "Esc", "-": "−" }[key] ?? key;
}

export function shortcutTable() {
  const { shortcuts, keys } = words().help.sections.keyboard;
  return h(
    "dl",
    { class: "shortcuts" },
    order.map((shortcut) =>
      h(
        "div",
        {},
        h("dt", {}, shortcuts[shortcut]),
        h(
          "dd",
          {},
          chordsOf(shortcut).flatMap((chord, index) => [
            index > 0 && ` ${keys.or} `,
            ...chord.flatMap((key, at) => [at > 0 && " + ", h("kbd", {}, keyName(key))]),
          ]),
        ),
      ),
    ),
  );
}

/**
 * One table of the app's places: their addresses, the rail, and the keys that lead to them.
 *
 * @typedef {"start" | "connect" | "find" | "edit" | "review" | "result" | "bulk" | "sheet" | "columns" | "check" | "changes" | "run" | "settings" | "keychain" | "already-open" | "help"} ScreenName
 * @typedef {keyof import("../text/words.js").Words["help"]["sections"]} Section of the guide
 * @typedef {"find" | "bulk" | "settings" | "help"} RailItem
 *
 * @typedef {object} Route
 * @property {ScreenName} screen
 * @property {string} id a family, a run, a connection, or a part of Settings or the guide; empty for none
 *
 * @typedef {object} Place
 * @property {string} address `:id` is the route's id, `:id?` one that may be missing; empty where no address leads there
 * @property {"nothing" | "session" | "keychain" | "school"} needs what has to be there for the screen to be shown; each includes those before it
 * @property {Section} guide what the guide says about the screen
 * @property {RailItem} [rail] the entry that is marked
 * @property {(id: string) => string} [back] where Escape leads, if not to Find
 */

/** @type {Record<ScreenName, Place>} */
export const places = {
  start: { address: "start", needs: "session", guide: "first", rail: "find" },
  keychain: { address: "keychain", needs: "session", guide: "first", rail: "find" },
  connect: { address: "connect/:id?", needs: "keychain", guide: "first", rail: "settings" },
  find: { address: "find", needs: "school", guide: "find", rail: "find" },
  edit: { address: "customer/:id", needs: "school", guide: "edit", rail: "find" },
  review: {
    address: "customer/:id/review",
    needs: "school",
    guide: "review",
    rail: "find",
    back: (id) => to.edit(id),
  },
  result: { address: "customer/:id/result", needs: "school", guide: "result", rail: "find" },
  bulk: { address: "bulk", needs: "school", guide: "bulk", rail: "bulk" },
  sheet: { address: "bulk/sheet", needs: "school", guide: "bulk", rail: "bulk", back: () => to.bulk() },
  columns: { address: "bulk/columns", needs: "school", guide: "bulk", rail: "bulk", back: () => to.sheet() },
  check: { address: "bulk/check", needs: "school", guide: "bulk", rail: "bulk", back: () => to.columns() },
  changes: { address: "bulk/review", needs: "school", guide: "bulk", rail: "bulk", back: () => to.check() },
  run: { address: "bulk/run/:id", needs: "school", guide: "run", rail: "bulk", back: () => to.bulk() },
  settings: { address: "settings/:id?", needs: "session", guide: "settings", rail: "settings" },
  help: { address: "help/:id?", needs: "nothing", guide: "first", rail: "help" },
  "already-open": { address: "", needs: "nothing", guide: "trouble" },
};

/** @type {Array<{ item: RailItem, icon: import("../kit/icon.js").IconName, href: () => string }>} */
export const rail = [
  { item: "find", icon: "find", href: () => to.find() },
  { item: "bulk", icon: "table", href: () => to.bulk() },
  { item: "settings", icon: "settings", href: () => to.settings() },
  { item: "help", icon: "question", href: () => to.help() },
];

/**
 * What keys and the menu ask for on every screen. A screen may handle an act itself, and is the only one to do so where
 * none leads anywhere.
 *
 * @typedef {"largerText" | "smallerText" | "normalText"} TextSizeAct
 * @typedef {"find" | "review" | "back" | "settings" | "connect" | "help" | "print" | TextSizeAct} Act
 * @typedef {{ key: string, command?: boolean, also?: string[] }} Chord `command` is Ctrl, or ⌘ on a Mac; `also` is what the same key gives on other keyboards, with Shift or without
 * @type {Record<Act, { chords: Chord[], leads?: (here: Route) => string }>}
 */
export const acts = {
  find: { chords: [{ key: "f", command: true }], leads: () => to.find() },
  // Where one would save: here the step before it.
  review: {
    chords: [
      { key: "Enter", command: true },
      { key: "s", command: true },
    ],
  },
  settings: { chords: [{ key: ",", command: true }], leads: () => to.settings() },
  help: { chords: [{ key: "F1" }], leads: ({ screen, id }) => to.help(screen === "help" ? id : sectionAbout(screen)) },
  back: { chords: [{ key: "Escape" }], leads: ({ screen, id }) => places[screen].back?.(id) ?? to.find() },
  connect: { chords: [], leads: () => to.connect() },
  print: { chords: [{ key: "p", command: true }] },
  largerText: { chords: [{ key: "+", command: true, also: ["="] }] },
  smallerText: { chords: [{ key: "-", command: true, also: ["_"] }] },
  normalText: { chords: [{ key: "0", command: true }] },
};

/** A conflict shows on Edit or Review, and needs more explanation than either. @param {ScreenName} screen */
const sectionAbout = (screen) =>
  document.querySelector("main [data-outcome=conflict]") ? "conflict" : places[screen].guide;

/** @param {ScreenName} screen @param {string} [id] */
const hrefOf = (screen, id = "") => {
  const part = id === "" ? "" : encodeURIComponent(id);
  return `#/${places[screen].address.replace(/:id\??/, part).replace(/\/$/, "")}`;
};

export const to = {
  find: () => hrefOf("find"),
  start: () => hrefOf("start"),
  /** @param {"diagnostics"} [part] to be shown first */
  settings: (part) => hrefOf("settings", part),
  keychain: () => hrefOf("keychain"),
  /** @param {string} [section] of the guide */
  help: (section) => hrefOf("help", section),
  /** @param {string} [id] a saved connection whose key is pasted again */
  connect: (id) => hrefOf("connect", id),
  /** @param {string} id */
  edit: (id) => hrefOf("edit", id),
  /** @param {string} id */
  review: (id) => hrefOf("review", id),
  /** @param {string} id */
  result: (id) => hrefOf("result", id),
  bulk: () => hrefOf("bulk"),
  sheet: () => hrefOf("sheet"),
  columns: () => hrefOf("columns"),
  check: () => hrefOf("check"),
  changes: () => hrefOf("changes"),
  /** @param {number} id */
  run: (id) => hrefOf("run", String(id)),
};

const patterns = /** @type {Array<[ScreenName, Place]>} */ (Object.entries(places))
  .filter(([, { address }]) => address !== "")
  .map(
    ([screen, { address }]) =>
      /** @type {const} */ ([
        screen,
        new RegExp(`^#/${address.replace("/:id?", "(?:/([^/]+))?").replace(":id", "([^/]+)")}$`),
      ]),
  );

/** @param {string} hash @returns {Route | null} */
export function parse(hash) {
  for (const [screen, pattern] of patterns) {
    const match = pattern.exec(hash);
    if (match) return { screen, id: decode(match[1] ?? "") };
  }
  return null;
}

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @param {string} hash */
export function go(hash) {
  location.hash = hash;
}

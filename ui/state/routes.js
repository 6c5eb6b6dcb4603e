/**
 * @typedef {"start" | "connect" | "find" | "edit" | "review" | "result" | "settings" | "keychain" | "already-open" | "help"} ScreenName
 * @typedef {{ screen: ScreenName, id: string }} Route
 */

export const to = {
  find: () => "#/find",
  start: () => "#/start",
  settings: () => "#/settings",
  keychain: () => "#/keychain",
  /** @param {string} [section] of the guide */
  help: (section) => (section === undefined ? "#/help" : `#/help/${section}`),
  /** @param {string} [id] a saved connection whose key is pasted again */
  connect: (id) => (id === undefined ? "#/connect" : `#/connect/${encodeURIComponent(id)}`),
  /** @param {string} id */
  edit: (id) => `#/customer/${encodeURIComponent(id)}`,
  /** @param {string} id */
  review: (id) => `${to.edit(id)}/review`,
  /** @param {string} id */
  result: (id) => `${to.edit(id)}/result`,
};

/** @type {Array<[RegExp, ScreenName]>} */
const patterns = [
  [/^#\/start$/, "start"],
  [/^#\/find$/, "find"],
  [/^#\/settings$/, "settings"],
  [/^#\/keychain$/, "keychain"],
  [/^#\/help(?:\/([^/]+))?$/, "help"],
  [/^#\/connect(?:\/([^/]+))?$/, "connect"],
  [/^#\/customer\/([^/]+)$/, "edit"],
  [/^#\/customer\/([^/]+)\/review$/, "review"],
  [/^#\/customer\/([^/]+)\/result$/, "result"],
];

/** @param {string} hash @returns {Route | null} */
export function parse(hash) {
  for (const [pattern, screen] of patterns) {
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

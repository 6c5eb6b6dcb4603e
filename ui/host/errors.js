import { isolate } from "../text/isolate.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("./wire.d.ts").CommandError} CommandError
 * @typedef {import("./wire.d.ts").ErrorCode} ErrorCode
 * @typedef {"retry" | "connect" | "settings" | "find" | "keychain" | "sheet"} Way
 * @typedef {{ what: string, record: string, todo: string, way: Way }} Said
 */

/** The next step that each code offers; its texts are `errors` in ui/text. @type {Record<ErrorCode, Way>} */
const ways = {
  unauthorized: "settings",
  forbidden: "settings",
  wrongOrganization: "settings",
  notFound: "find",
  idBad: "find",
  notOpen: "find",
  notReviewed: "retry",
  nothingToSend: "find",
  rejected: "retry",
  conflict: "retry",
  rateLimited: "retry",
  unavailable: "retry",
  redirected: "retry",
  dns: "retry",
  connect: "retry",
  interrupted: "retry",
  timedOut: "retry",
  serverFailed: "retry",
  unreadable: "retry",
  unclear: "retry",
  contradicted: "retry",
  nothingPending: "find",
  nothingToUndo: "find",
  switched: "find",
  stopped: "retry",
  sameSchool: "settings",
  journalGone: "retry",
  notJson: "retry",
  tooLarge: "retry",
  unconfirmed: "find",
  journal: "retry",
  journalNewer: "retry",
  diskFull: "retry",
  folderUnusable: "retry",
  problems: "retry",
  noBrowser: "retry",
  noFileManager: "retry",
  internal: "retry",
  tlsUnknownIssuer: "retry",
  tlsExpired: "retry",
  tlsNotYetValid: "retry",
  tlsNameMismatch: "retry",
  tlsOther: "retry",
  proxyAuth: "settings",
  proxyWindows: "settings",
  proxy: "settings",
  proxyBad: "settings",
  keyEmpty: "connect",
  keySpaces: "connect",
  keyNotAscii: "connect",
  keyTooLong: "connect",
  serverBad: "connect",
  serverNotHttps: "connect",
  nameEmpty: "connect",
  noConnection: "connect",
  keyMissing: "connect",
  keychain: "keychain",
  sheetMissing: "sheet",
  sheetFolder: "sheet",
  sheetDenied: "sheet",
  sheetBusy: "retry",
  sheetUnreadable: "sheet",
  sheetEmpty: "sheet",
  sheetHeaderOnly: "sheet",
  sheetPassword: "sheet",
  sheetNotOne: "sheet",
  sheetDamaged: "sheet",
  sheetChanged: "sheet",
  sheetTooLarge: "sheet",
  noSheet: "sheet",
  notChecked: "retry",
  countDiffers: "retry",
  rosterNeeded: "settings",
  noSuchRun: "sheet",
  runActive: "sheet",
};

/**
 * @param {CommandError} error
 * @returns {Said}
 */
export function say(error) {
  const code = error.code in ways ? error.code : "internal";
  return { ...words().errors[code], way: ways[code] };
}

/**
 * The details worth showing under our own sentence.
 *
 * @param {CommandError} error
 * @returns {string[]}
 */
export function details(error) {
  const { errorWords } = words();
  return [
    error.retryAfterSeconds === null ? "" : errorWords.retryAfter(error.retryAfterSeconds),
    error.host === null ? "" : errorWords.host(isolate(error.host)),
    error.status === null ? "" : errorWords.status(error.status),
  ].filter((line) => line !== "");
}

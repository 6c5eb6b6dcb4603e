import { app } from "../state/app.js";
import { call, channel } from "./tauri.js";

/**
 * @typedef {import("./wire.d.ts").AppEvent} AppEvent
 * @typedef {import("./wire.d.ts").FamilyFilter} FamilyFilter
 * @typedef {import("./wire.d.ts").CommandError} CommandError
 * @typedef {import("./wire.d.ts").Commands} Commands
 * @typedef {import("./wire.d.ts").ConnectionForm} ConnectionForm
 * @typedef {import("./wire.d.ts").ColumnUse} ColumnUse
 * @typedef {import("./wire.d.ts").Draft} Draft
 * @typedef {import("./wire.d.ts").LineState} LineState
 * @typedef {import("./wire.d.ts").Reading} Reading
 * @typedef {import("./wire.d.ts").RowsView} RowsView
 * @typedef {import("./wire.d.ts").Settings} Settings
 * @typedef {import("./wire.d.ts").SheetOptions} SheetOptions
 * @typedef {import("./wire.d.ts").Side} Side
 * @typedef {import("./wire.d.ts").WorkbookWords} WorkbookWords
 */

/** @type {(at: number) => void} */
let stale = () => {};

/**
 * A call for the current connection: after a switch the core refuses it.
 *
 * @template {keyof Commands} Name
 * @param {Name} command
 * @param {Omit<Commands[Name][0], "at">} args
 * @returns {Promise<Commands[Name][1]>}
 */
async function here(command, args) {
  const at = app.session?.generation ?? 0;
  try {
    return await call(command, /** @type {Commands[Name][0]} */ ({ ...args, at }));
  } catch (thrown) {
    if (/** @type {CommandError} */ (thrown).code === "switched") stale(at);
    throw thrown;
  }
}

/** Everything that a screen may request from the core. Each call rejects with a CommandError. */
export const host = {
  start: () => call("start", {}),
  session: () => call("session", {}),
  retryKeychain: () => call("retry_keychain", {}),
  useMemory: () => call("use_memory", {}),
  practice: () => call("practice", {}),

  /** @param {ConnectionForm} form */
  probeConnection: (form) => call("probe_connection", { form }),
  /** @param {ConnectionForm} form */
  saveConnection: (form) => call("save_connection", { form }),
  /** Ends the test of a connection that is under way. */
  stopConnecting: () => call("stop_connecting", {}),
  /** @param {string} id */
  chooseConnection: (id) => call("choose_connection", { id }),
  /** @param {string} id */
  forgetConnection: (id) => call("forget_connection", { id }),
  /** @param {string | null} fault */
  setFault: (fault) => call("set_fault", { fault }),

  /** @param {string} text */
  find: (text) => here("find", { text }),
  /** What the families in hand have so far, without asking the server. @param {string} text */
  findInHand: (text) => here("find_in_hand", { text }),
  recent: () => here("recent", {}),
  /** Families in hand, by name. @param {FamilyFilter} filter @param {number} from @param {number} most */
  families: (filter, from, most) => here("families", { filter, from, most }),
  readFamilies: () => here("read_families", {}),
  drafts: () => here("drafts", {}),
  /** @param {string} id */
  keptDraft: (id) => here("kept_draft", { id }),
  /** @param {string} id @param {number | null} key the line's; null for what is in memory */
  dropDraft: (id, key) => here("drop_draft", { id, key }),

  /** @param {string} id */
  open: (id) => here("open", { id }),
  /** A family to compare with the open one. @param {string} id */
  lookAt: (id) => here("look_at", { id }),
  /** @param {string} id @param {number} revision of the record as it was shown @param {Draft} draft */
  edit: (id, revision, draft) => here("edit", { id, revision, draft }),
  /** @param {string} id */
  discard: (id) => here("discard", { id }),
  /** @param {string} id @param {number} revision of the conflict as it was shown @param {Side[]} mine */
  rebase: (id, revision, mine) => here("rebase", { id, revision, mine }),
  /** @param {string} id @param {number} revision of the record as it was shown @param {Draft} draft */
  review: (id, revision, draft) => here("review", { id, revision, draft }),
  /** Sends what was reviewed last. @param {string} id @param {string | null} code */
  update: (id, code) => here("update", { id, code }),
  /** The outcome of a family's last update; waits for one in progress. @param {string} id */
  outcome: (id) => here("outcome", { id }),
  /** Lays the inverse of an update over the record, to be reviewed. @param {string} id @param {number} update @param {boolean} replace another draft of the family */
  undo: (id, update, replace) => here("undo", { id, update, replace }),
  /** The user has seen the outcome. @param {number} update */
  acknowledge: (update) => here("acknowledge", { update }),
  /** The user removes it from the list without knowing the outcome. @param {string} id */
  giveUp: (id) => here("give_up", { id }),

  /** Opens the file that is chosen in the system's dialog; null where it was closed. */
  chooseSheet: () => here("choose_sheet", {}),
  /** Opens the file that was dropped on the window last. */
  openDropped: () => here("open_dropped", {}),
  /** @param {string} text */
  pasteSheet: (text) => here("paste_sheet", { text }),
  /** @param {WorkbookWords} words */
  practiceSheet: (words) => here("practice_sheet", { words }),
  /** The sheet that is open, if any. */
  sheet: () => here("sheet", {}),
  closeSheet: () => here("close_sheet", {}),
  /** @param {SheetOptions} options */
  readSheetAs: (options) => here("read_sheet_as", { options }),
  /** Kept as chosen, whether it fits or not. @param {ColumnUse[]} uses @param {Reading} reading */
  useColumns: (uses, reading) => here("use_columns", { uses, reading }),
  /** May read all families again first. */
  checkSheet: () => here("check_sheet", {}),
  /** Rows of the last check. @param {RowsView} view @param {number} from @param {number} most */
  sheetRows: (view, from, most) => here("sheet_rows", { view, from, most }),
  /** @param {number} row @param {number} column @param {string} text */
  mendCell: (row, column, text) => here("mend_cell", { row, column, text }),
  /** @param {number} row @param {string} id */
  chooseFamily: (row, id) => here("choose_family", { row, id }),
  /** @param {number} row */
  nearestFamilies: (row) => here("nearest_families", { row }),
  /** Sends what was checked last; the run's id. @param {number | null} typed the number of families, where it has to be typed @param {number | null} first how many families before it stops */
  startRun: (typed, first) => here("start_run", { typed, first }),
  runs: () => here("runs", {}),
  /** @param {number} id */
  run: (id) => here("run", { id }),
  /** @param {number} id @param {LineState[]} states none for all @param {string} text @param {number} from @param {number} most */
  runLines: (id, states, text, from, most) => here("run_lines", { id, states, text, from, most }),
  /** @param {number} id */
  pauseRun: (id) => here("pause_run", { id }),
  /** @param {number} id */
  resumeRun: (id) => here("resume_run", { id }),
  /** @param {number} id */
  cancelRun: (id) => here("cancel_run", { id }),
  /** The name of the file that was saved; null where the dialog was closed. @param {number} id @param {WorkbookWords} words */
  exportRun: (id, words) => here("export_run", { id, words }),
  /** What was refused or is left, as a new sheet. @param {number} id */
  rerun: (id) => here("rerun", { id }),
  /** Null where the dialog was closed. @param {FamilyFilter} filter @param {string} text @param {WorkbookWords} words */
  exportFamilies: (filter, text, words) => here("export_families", { filter, text, words }),
  stopExport: () => call("stop_export", {}),
  /** @param {number} ceiling how many updates a run sends at once */
  setRunCeiling: (ceiling) => call("set_run_ceiling", { ceiling }),

  /** @param {Settings} settings */
  setSettings: (settings) => call("set_settings", { settings }),
  /** Shows the system's print dialog. */
  print: () => call("print", {}),
  /** @param {string | null} proxy */
  setProxy: (proxy) => call("set_proxy", { proxy }),
  /** The script that takes a proxy's place in the system's settings. */
  proxyScript: () => call("proxy_script", {}),
  /** @param {number} days */
  setRetention: (days) => call("set_retention", { days }),
  erase: () => call("erase", {}),
  diagnostics: () => call("diagnostics", {}),
  /** Shows the folder of the log and the crashes in the system's file manager. */
  openDiagnostics: () => call("open_diagnostics", {}),
  /** Asks the releases page once. */
  newestRelease: () => call("newest_release", {}),
  /** @param {boolean} tell */
  setTellNewer: (tell) => call("set_tell_newer", { tell }),
  /** Opens the releases page in the user's browser. */
  openReleases: () => call("open_releases", {}),

  /** Where the page is, for the one after it if this one dies. @param {string} place an address */
  arrived: (place) => call("arrived", { place }),
  /** @param {(at: number) => void} then called when the connection is no longer the one a call was for */
  onStale(then) {
    stale = then;
  },
  /** @param {(event: AppEvent) => void} onEvent */
  watch: (onEvent) => call("watch", { channel: channel(onEvent) }),
  /** What is unsent, when the window was asked to close. */
  closing: () => call("closing", {}),
  close: () => call("close", {}),
};

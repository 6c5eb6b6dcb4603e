import { app } from "../lib/app.js";
import { call, channel } from "./tauri.js";

/**
 * @typedef {import("./wire.d.ts").AppEvent} AppEvent
 * @typedef {import("./wire.d.ts").ConnectionForm} ConnectionForm
 * @typedef {import("./wire.d.ts").Draft} Draft
 * @typedef {import("./wire.d.ts").Settings} Settings
 * @typedef {import("./wire.d.ts").Side} Side
 */

/** The connection a call is for: the core refuses what comes after a switch to another. */
const here = () => ({ at: app.session?.generation ?? 0 });

/** Everything a screen may ask of the core. Each call rejects with a CommandError. */
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
  /** @param {string} id */
  chooseConnection: (id) => call("choose_connection", { id }),
  /** @param {string} id */
  forgetConnection: (id) => call("forget_connection", { id }),
  /** @param {string | null} fault */
  setFault: (fault) => call("set_fault", { fault }),

  /** @param {string} text */
  find: (text) => call("find", { ...here(), text }),
  recent: () => call("recent", here()),
  drafts: () => call("drafts", here()),
  /** @param {string} id */
  keptDraft: (id) => call("kept_draft", { ...here(), id }),
  /** @param {string} id @param {number | null} key the line's; null for what is in memory */
  dropDraft: (id, key) => call("drop_draft", { ...here(), id, key }),

  /** @param {string} id */
  open: (id) => call("open", { ...here(), id }),
  /** @param {string} id @param {number} revision of the record as it was shown @param {Draft} draft */
  edit: (id, revision, draft) => call("edit", { ...here(), id, revision, draft }),
  /** @param {string} id */
  discard: (id) => call("discard", { ...here(), id }),
  /** @param {string} id @param {Side[]} mine */
  rebase: (id, mine) => call("rebase", { ...here(), id, mine }),
  /** @param {string} id @param {number} revision of the record as it was shown @param {Draft} draft */
  review: (id, revision, draft) => call("review", { ...here(), id, revision, draft }),
  /** Sends what was reviewed last. @param {string} id @param {string | null} code */
  update: (id, code) => call("update", { ...here(), id, code }),
  /** What came of a family's last update; waits for one that is on its way. @param {string} id */
  outcome: (id) => call("outcome", { ...here(), id }),
  /** The person has seen what came of it. @param {number} update */
  acknowledge: (update) => call("acknowledge", { ...here(), update }),
  /** The person takes it off the list without knowing. @param {string} id */
  giveUp: (id) => call("give_up", { ...here(), id }),

  /** @param {Settings} settings */
  setSettings: (settings) => call("set_settings", { settings }),
  /** @param {string | null} proxy */
  setProxy: (proxy) => call("set_proxy", { proxy }),
  /** @param {number} days */
  setRetention: (days) => call("set_retention", { days }),
  erase: () => call("erase", {}),
  diagnostics: () => call("diagnostics", {}),
  /** Asks the releases page once. */
  newestRelease: () => call("newest_release", {}),
  /** @param {boolean} tell */
  setTellNewer: (tell) => call("set_tell_newer", { tell }),
  /** Opens the releases page in the person's browser. */
  openReleases: () => call("open_releases", {}),

  /** @param {(event: AppEvent) => void} onEvent */
  watch: (onEvent) => call("watch", { channel: channel(onEvent) }),
  /** The window was asked to close: what is unsent. */
  closing: () => call("closing", {}),
  close: () => call("close", {}),
};

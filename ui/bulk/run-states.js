/**
 * What became of a line of a run: its look, and the order in which they are shown.
 *
 * @typedef {import("../host/wire.d.ts").LineState} LineState
 * @typedef {"good" | "warn" | "danger" | "unknown" | "muted"} Tone
 */

/** @type {Record<LineState, { tone: Tone, icon: import("../kit/icon.js").IconName }>} */
export const looks = {
  applied: { tone: "good", icon: "check" },
  different: { tone: "warn", icon: "warning" },
  refused: { tone: "danger", icon: "cross" },
  conflict: { tone: "warn", icon: "warning" },
  needsCode: { tone: "warn", icon: "lock" },
  unknown: { tone: "unknown", icon: "question" },
  notApplied: { tone: "muted", icon: "undo" },
  skipped: { tone: "muted", icon: "cross" },
  givenUp: { tone: "muted", icon: "cross" },
  intent: { tone: "muted", icon: "arrow" },
  planned: { tone: "muted", icon: "pause" },
};

export const states = /** @type {LineState[]} */ (Object.keys(looks));

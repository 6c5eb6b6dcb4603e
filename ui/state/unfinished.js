/**
 * Work that would be interrupted by leaving its screens, by a change of school or by closing the window. What can be
 * unfinished is listed in `ui/screens/table.js`.
 *
 * @typedef {import("./places.js").Route} Route
 * @typedef {import("../host/wire.d.ts").Unsent} Unsent
 *
 * @typedef {object} Leaving
 * @property {"leave"} kind
 * @property {Route} from
 * @property {Route | null} next null for another school
 *
 * @typedef {object} Closing
 * @property {"close"} kind
 * @property {Unsent[]} lost what was left unsent earlier and is not on the disk
 *
 * @typedef {Leaving | Closing} Interruption
 *
 * @typedef {object} Unfinished
 * @property {() => Promise<void>} flush hands to the core what is typed but not checked yet; to be awaited before the others are asked
 * @property {() => boolean} busy whether something is being sent right now
 * @property {(by: Interruption) => boolean} unsent whether the person has to be asked first
 * @property {(by: Interruption, signal: AbortSignal) => Promise<"stay" | "keep" | "drop">} ask what to do about it; what is dropped is gone when this resolves
 * @property {() => void} end forgets the work: its screens begin anew
 */
export {};

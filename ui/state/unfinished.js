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
 * @typedef {object} Discard answers that it is to be thrown away
 * @property {() => Promise<void>} discard to be called once nothing else holds the person back
 *
 * @typedef {object} Unfinished
 * @property {() => Promise<void>} flush hands to the core what is typed but not checked yet; to be awaited before the others are asked
 * @property {() => boolean} busy whether something is being sent right now
 * @property {(by: Interruption) => boolean} unsent whether the person has to be asked first
 * @property {(by: Interruption, signal: AbortSignal) => Promise<"stay" | "keep" | Discard>} ask what to do about it; changes nothing by itself
 * @property {() => void} end forgets the work: its screens begin anew
 */
export {};

/** What was done by hand to the sheet that is open, which is in memory alone. */
let mends = 0;

export function countMend() {
  mends += 1;
}

export const hasMends = () => mends > 0;

/** What was typed into a cell, by its name, and not taken yet: its row may be drawn again. @type {Map<string, { text: string, take: () => Promise<void> }>} */
export const typedInto = new Map();

/** Takes what was typed, as when its cell is left. */
export async function takeTyped() {
  await Promise.all([...typedInto.values()].map(({ take }) => take()));
}

/** Another sheet is open, or none. */
export function forgetMends() {
  mends = 0;
}

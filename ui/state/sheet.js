/** What was done by hand to the sheet that is open, which is in memory alone. */
let mends = 0;

export function countMend() {
  mends += 1;
}

export const hasMends = () => mends > 0;

/** Another sheet is open, or none. */
export function forgetMends() {
  mends = 0;
}

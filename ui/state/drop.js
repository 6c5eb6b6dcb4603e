/** A file that was dropped on the window and is not opened yet: the screen of spreadsheets takes it. */
let waits = false;

export function keepDrop() {
  waits = true;
}

/** @returns {boolean} whether there was one */
export function takeDrop() {
  const taken = waits;
  waits = false;
  return taken;
}

import { after, on } from "./dom.js";

/**
 * What appears between press and release moves what is pressed, and the click misses: it waits for the release.
 *
 * @param {AbortSignal} signal
 * @returns {(act: () => void) => void} runs an act now, or once the press has ended
 */
export function oncePressEnds(signal) {
  let pressing = false;
  /** @type {Set<() => void>} */
  const due = new Set();
  function end() {
    if (!pressing) return;
    pressing = false;
    // The click comes after the release.
    after(signal, 0, () => {
      const acts = [...due];
      due.clear();
      for (const act of acts) act();
    });
  }
  on(document, "pointerdown", signal, () => {
    pressing = true;
  });
  for (const name of /** @type {const} */ (["pointerup", "pointercancel", "keydown"])) on(document, name, signal, end);
  // A release over a native menu is not reported; the next move shows that no button is down.
  on(document, "pointermove", signal, ({ buttons }) => {
    if (buttons === 0) end();
  });
  return (act) => {
    if (pressing) due.add(act);
    else act();
  };
}

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/** @param {unknown} at @returns {at is Control} */
const isControl = (at) =>
  at instanceof HTMLInputElement || at instanceof HTMLSelectElement || at instanceof HTMLTextAreaElement;

/** The contents of its row distinguish a control from others of the same name. @param {Control} control */
function rowOf(control) {
  const row = control.closest("li") ?? control;
  return JSON.stringify(
    row === control ? [] : [...row.querySelectorAll("input, textarea")].map((one) => (isControl(one) ? one.value : "")),
  );
}

/** @param {HTMLElement} main @param {Control} like @returns {Control[]} */
const alike = (main, like) =>
  [...main.querySelectorAll("input, select, textarea")]
    .filter(isControl)
    .filter((one) => one.name === like.name && (one.type !== "radio" || one.value === like.value));

/**
 * Remembers the focused control, so that work continues in the same place after the screen is drawn again: the control,
 * its cursor, and its position on the screen. Several controls may share a name. Further typing must never go into
 * another row, so if the row is gone, nothing gets the focus.
 *
 * @param {HTMLElement} main
 * @param {HTMLElement} outlet what scrolls
 * @returns {((drawn: HTMLElement) => boolean) | null} whether the control was found
 */
export function focusedIn(main, outlet) {
  const at = document.activeElement;
  if (!isControl(at) || at.name === "" || !main.contains(at)) return null;
  const row = rowOf(at);
  const nth = alike(main, at)
    .filter((one) => rowOf(one) === row)
    .indexOf(at);
  const top = at.getBoundingClientRect().top;
  const cursor =
    at instanceof HTMLSelectElement
      ? null
      : /** @type {const} */ ([at.selectionStart, at.selectionEnd, at.selectionDirection]);
  return (drawn) => {
    const found = alike(drawn, at).filter((one) => rowOf(one) === row)[nth];
    if (found === undefined) return false;
    found.focus({ preventScroll: true });
    // Controls without a cursor throw.
    if (
      cursor !== null &&
      cursor[0] !== null &&
      !(found instanceof HTMLSelectElement) &&
      found.selectionStart !== null
    ) {
      found.setSelectionRange(cursor[0], cursor[1], cursor[2] ?? undefined);
    }
    outlet.scrollTop += found.getBoundingClientRect().top - top;
    return true;
  };
}

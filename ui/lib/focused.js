/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/** @param {unknown} at @returns {at is Control} */
const isControl = (at) =>
  at instanceof HTMLInputElement || at instanceof HTMLSelectElement || at instanceof HTMLTextAreaElement;

/** What its row holds tells a control from others of its name. @param {Control} control */
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
 * Remembers the control that is being worked in, so that the same screen drawn anew is gone on with in the same place:
 * the control, its cursor, and where it is on the screen. Several controls may have one name. What is typed on must
 * never go into another row, so that where the row is gone nothing has the focus.
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
    // Controls without a cursor refuse one.
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

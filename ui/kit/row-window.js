import { on } from "./dom.js";
import { rowHeights } from "./row-heights.js";

/**
 * @template Row
 * @typedef {object} Source
 * @property {AbortSignal} signal
 * @property {HTMLElement} list is given its rows here; it needs a tabindex of -1
 * @property {(from: number, most: number) => Promise<{ total: number, rows: Row[] }>} ask
 * @property {(row: Row, index: number) => HTMLElement} build
 * @property {() => HTMLElement} missing what stands for a row that is not here yet
 * @property {(row: Row) => unknown} keyOf what the keyboard stays at when rows come and go
 * @property {(element: HTMLElement) => HTMLElement | null} target what of a row gets the focus
 * @property {boolean} [uniform] all rows have the height of the first one
 * @property {() => void} [up] leads up from the first row
 */

/** @typedef {{ element: HTMLElement, shown: string, key: unknown }} Drawn */

/** How many rows are requested at once. */
const page = 100;
/** How many rows are drawn beyond either edge of what is visible. */
const spare = 12;

/** @typedef {ReturnType<typeof windowOf<any>>} RowWindow */

/**
 * A list of any number of rows, of which only the visible ones are in the page. One of them is in the tab order; the
 * arrow keys lead to all.
 *
 * @template Row
 * @param {Source<Row>} given
 */
export function windowOf({ signal, list, ask, build, missing, keyOf, target, uniform = false, up = () => {} }) {
  const heights = rowHeights(page, uniform);
  /** @type {Map<number, { rows: Row[], at: number }>} pages by number, each as of a round */
  const pages = new Map();
  /** @type {Map<number, Promise<boolean>>} pages on their way */
  const asked = new Map();
  /** @type {Map<number, Drawn>} by row */
  let drawn = new Map();
  /** Counts how often the list has changed. */
  let round = 0;
  let total = 0;
  /** The row that the arrow keys are at. */
  let at = 0;
  /** Counts the lists that this one took the place of. */
  let source = 0;
  let moving = false;
  let renewing = false;
  let again = false;

  /** The container that scrolls. */
  const outlet = () => /** @type {HTMLElement | null} */ (list.closest("[data-scrolls], .outlet"));
  const pageOf = (/** @type {number} */ row) => Math.floor(row / page);
  /** @param {number} row */
  const rowAt = (row) => pages.get(pageOf(row))?.rows[row % page];
  /** @param {number} number */
  const isKnown = (number) => pages.get(number)?.at === round;

  /** @param {number} number @returns {Promise<boolean>} whether it came */
  async function load(number) {
    while (asked.has(number)) await asked.get(number);
    if (signal.aborted || isKnown(number)) return false;
    const coming = take(number);
    asked.set(number, coming);
    const came = await coming;
    asked.delete(number);
    return came;
  }

  /** @param {number} number */
  async function take(number) {
    const [at, of] = [round, source];
    try {
      const answer = await ask(number * page, page);
      if (signal.aborted || of !== source) return false;
      pages.set(number, { rows: answer.rows, at });
      total = answer.total;
      return true;
    } catch {
      // The school was left meanwhile, or its journal cannot be read; what is shown stays.
      return false;
    }
  }

  /** Reads again what is shown. What was shown stays until then. */
  async function renew() {
    if (renewing) {
      again = true;
      return;
    }
    renewing = true;
    do {
      again = false;
      round += 1;
      const { from, to } = range();
      const focused = focusedRow();
      const known = focused === null ? undefined : rowAt(focused);
      const key = known === undefined ? undefined : keyOf(known);
      for (let number = pageOf(from); number <= pageOf(Math.max(from, to - 1)); number += 1) await load(number);
      if (signal.aborted) return;
      follow(focused, key);
      draw();
    } while (again);
    renewing = false;
  }

  /** The keyboard stays at what it was at, not at its number. @param {number | null} row @param {unknown} key */
  function follow(row, key) {
    if (row === null || key === undefined) return;
    const now = rowAt(row);
    if (now !== undefined && keyOf(now) === key) return;
    for (const [number, { rows }] of pages) {
      const index = rows.findIndex((one) => keyOf(one) === key);
      if (index !== -1) {
        move(number * page + index);
        return;
      }
    }
  }

  /** Another list takes the place of this one. */
  async function restart() {
    source += 1;
    round += 1;
    pages.clear();
    heights.forget();
    at = 0;
    await load(0);
    if (!signal.aborted) draw();
  }

  function range() {
    const room = outlet();
    if (room === null || heights.guess === 0) return { from: 0, to: Math.min(total, 30 + spare) };
    const above = room.getBoundingClientRect().top - list.getBoundingClientRect().top;
    const first = Math.min(heights.at(Math.max(0, above), total), total);
    const last = heights.at(Math.max(0, above + room.clientHeight), total);
    return { from: Math.max(0, first - spare), to: Math.min(total, last + 1 + spare) };
  }

  function draw() {
    if (signal.aborted) return;
    const { from, to } = range();
    const isInSight = at >= from && at < to;
    if (!isInSight && focusedRow() === null && !moving) at = Math.min(from + spare, Math.max(0, total - 1));
    place(from, to);
    for (let row = from; row < to; row += 1)
      if (!isKnown(pageOf(row))) void load(pageOf(row)).then((came) => came && draw());
    list.hidden = total === 0;
    pad(from, to);
    if (measure()) pad(from, to);
  }

  /** Room for the rows that are not drawn. @param {number} from @param {number} to */
  function pad(from, to) {
    list.style.paddingTop = `${heights.above(from)}px`;
    list.style.paddingBottom = `${Math.max(0, heights.above(total) - heights.above(to))}px`;
  }

  /** What turns out to be higher or lower than guessed must not move what is being read. @returns {boolean} whether anything was new */
  function measure() {
    const room = outlet();
    if (room === null) return false;
    const edge = room.getBoundingClientRect().top;
    let isNew = false;
    let moved = 0;
    for (const [row, { element }] of drawn) {
      if (rowAt(row) === undefined) continue;
      const { height, bottom } = element.getBoundingClientRect();
      const known = heights.of(row);
      if (height === 0 || !heights.take(row, height)) continue;
      isNew = true;
      if (bottom <= edge) moved += height - known;
    }
    // The browser itself keeps the place of rows that were there before.
    if (moved !== 0 && !uniform && !moving) room.scrollTop += moved;
    return isNew;
  }

  /** Puts the rows into the page. One that shows the same stays the same element, wherever it is in the list by now. @param {number} from @param {number} to */
  function place(from, to) {
    const focused = focusedRow();
    /** @type {Map<string, HTMLElement>} */
    const there = new Map();
    for (const { element, shown } of drawn.values()) there.set(shown, element);
    /** @type {Map<number, Drawn>} */
    const next = new Map();
    for (let row = from; row < to; row += 1) {
      const held = rowAt(row);
      const shown = JSON.stringify(held ?? null);
      const own = drawn.get(row);
      const kept = own?.shown === shown ? own.element : held === undefined ? undefined : there.get(shown);
      if (kept === undefined || own?.element !== kept) heights.lose(row);
      const element = kept ?? (held === undefined ? missing() : build(held, row));
      there.delete(shown);
      next.set(row, { element, shown, key: held === undefined ? undefined : keyOf(held) });
      number(element, row);
    }
    const stays = new Set([...next.values()].map(({ element }) => element));
    // What stays must not be moved, which would take its focus: the others go first.
    const lost = focused !== null && !stays.has(/** @type {HTMLElement} */ (drawn.get(focused)?.element));
    const was = lost ? drawn.get(/** @type {number} */ (focused)) : undefined;
    const same = [...next.values()].find(({ key }) => key !== undefined && key === was?.key)?.element;
    const typing = same === undefined ? null : typingIn(same);
    // The keyboard goes on from what is in sight, or from what took the place of what it was at. A text field can tell
    // by the attribute that nobody left it.
    list.toggleAttribute("data-drawing", typing !== null);
    if (lost) list.focus({ preventScroll: true });
    list.removeAttribute("data-drawing");
    for (const { element } of drawn.values()) if (!stays.has(element)) element.remove();
    drawn = next;
    for (const [row, { element }] of drawn) {
      const at = list.children[row - from] ?? null;
      if (element !== at) list.insertBefore(element, at);
    }
    const instead = same ?? (lost ? drawn.get(/** @type {number} */ (focused))?.element : undefined);
    if (typing !== null) typing();
    else if (instead !== undefined) target(instead)?.focus({ preventScroll: true });
  }

  /** Goes on in the text field that takes the place of the one with the focus, where its cursor was. @param {HTMLElement} instead the row that the field is in */
  function typingIn(instead) {
    const from = document.activeElement;
    if (!(from instanceof HTMLInputElement) || from.type !== "text") return null;
    const to = instead.querySelector(`input[name="${CSS.escape(from.name)}"]`);
    if (!(to instanceof HTMLInputElement)) return null;
    const { selectionStart, selectionEnd } = from;
    return () => {
      to.focus({ preventScroll: true });
      to.setSelectionRange(selectionStart, selectionEnd);
    };
  }

  /** What of an element depends on its place. @param {HTMLElement} element @param {number} row */
  function number(element, row) {
    if (element.getAttribute("role") === "row") {
      // The caption of the columns is the first one.
      element.setAttribute("aria-rowindex", String(row + 2));
    } else {
      element.setAttribute("aria-setsize", String(total));
      element.setAttribute("aria-posinset", String(row + 1));
    }
    target(element)?.setAttribute("data-row", String(row));
    target(element)?.setAttribute("tabindex", row === at ? "0" : "-1");
  }

  /** @returns {number | null} */
  function focusedRow() {
    const active = document.activeElement;
    if (active === null || active === list || !list.contains(active)) return null;
    for (const [row, { element }] of drawn) if (element.contains(active)) return row;
    return null;
  }

  /** Scrolls no more than needed. @param {HTMLElement} room @param {number} row */
  function scrollTo(room, row) {
    if (heights.guess === 0) return;
    const top = list.getBoundingClientRect().top - room.getBoundingClientRect().top + heights.above(row);
    const height = heights.of(row);
    // The bar at the bottom lies over the last rows.
    const bar = room.matches("[data-scrolls]") ? null : room.querySelector(".action-bar");
    const seen = room.clientHeight - (bar?.getBoundingClientRect().height ?? 0);
    // The next row in either direction stays in sight.
    if (top < height) room.scrollTop += top - height;
    else if (top + 2 * height > seen) room.scrollTop += top + 2 * height - seen;
  }

  /** Scrolls a row into sight, draws it and gives it the focus. @param {number} row */
  function move(row) {
    at = row;
    moving = true;
    draw();
    const room = outlet();
    // What is drawn on the way turns out to have other heights than guessed: until the row is where it was sought.
    for (let tries = 0; room !== null && tries < 5; tries += 1) {
      const before = room.scrollTop;
      scrollTo(room, at);
      draw();
      if (Math.abs(room.scrollTop - before) < 1) break;
    }
    moving = false;
    const element = drawn.get(at)?.element;
    if (element === undefined) return;
    // One that scrolls within the page may be half out of sight itself.
    if (room?.matches("[data-scrolls]")) element.scrollIntoView({ block: "nearest" });
    if (!element.contains(document.activeElement)) target(element)?.focus({ preventScroll: true });
  }

  /** @param {number} row */
  async function goTo(row) {
    if (total === 0) return;
    const wanted = Math.max(0, Math.min(total - 1, row));
    at = wanted;
    await load(pageOf(wanted));
    // Keys come faster than pages: only the last one counts.
    if (!signal.aborted && at === wanted) move(wanted);
  }

  on(list, "keydown", signal, (event) => {
    const { target: pressed } = event;
    if (pressed instanceof HTMLSelectElement || event.altKey || event.ctrlKey || event.metaKey) return;
    // Within a text these keys move its cursor.
    if (pressed instanceof HTMLInputElement && ["Home", "End"].includes(event.key)) return;
    const seen = heights.guess === 0 ? 10 : Math.max(1, Math.floor((outlet()?.clientHeight ?? 0) / heights.guess) - 1);
    const moves = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: total - 1,
      PageDown: at + seen,
      PageUp: at - seen,
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    const row = moves[/** @type {keyof typeof moves} */ (event.key)];
    if (row < 0 && event.key === "ArrowUp") up();
    else void goTo(row);
  });
  on(list, "focusin", signal, () => {
    const row = focusedRow();
    if (row === null || row === at || moving) return;
    const before = drawn.get(at)?.element;
    if (before !== undefined) target(before)?.setAttribute("tabindex", "-1");
    at = row;
    const now = drawn.get(at)?.element;
    if (now !== undefined) target(now)?.setAttribute("tabindex", "0");
  });
  queueMicrotask(() => {
    const room = outlet();
    if (room === null || signal.aborted) return;
    let drawing = false;
    on(room, "scroll", signal, () => {
      if (drawing) return;
      drawing = true;
      requestAnimationFrame(() => {
        drawing = false;
        draw();
      });
    });
    on(window, "resize", signal, () => {
      heights.forget();
      draw();
      // Now that the height is known.
      draw();
    });
  });
  return { list, renew, restart, goTo };
}

import { h, on } from "../kit/dom.js";
import { hitRow } from "./hit-list.js";

/**
 * @typedef {import("../host/wire.d.ts").Hit} Hit
 *
 * @typedef {object} Source
 * @property {AbortSignal} signal
 * @property {() => void} up leads up from the first row
 * @property {(from: number, most: number) => Promise<{ total: number, hits: Hit[] }>} ask
 */

/** How many families are requested at once. */
const page = 100;
/** How many rows are drawn beyond either edge of what is visible. */
const spare = 12;

/**
 * A list of thousands of families, of which only the visible rows are in the page. One of them is in the tab order;
 * the keyboard leads to all.
 *
 * @param {Source} source
 */
export function windowOf({ signal, up, ask }) {
  const list = h("ul", { class: "hits family-rows", tabindex: -1 });
  /** @type {Map<number, { hits: Hit[], at: number }>} pages by number, each as of a round */
  const pages = new Map();
  /** @type {Map<number, Promise<boolean>>} pages on their way */
  const asked = new Map();
  /** @type {Map<number, { element: HTMLElement, shown: string }>} by row */
  const drawn = new Map();
  /** Counts how often the list has changed. */
  let round = 0;
  let total = 0;
  let height = 0;
  /** The row that the arrow keys are at. */
  let at = 0;
  /** Counts the lists that this one took the place of. */
  let source = 0;
  let moving = false;
  let renewing = false;
  let again = false;

  /** The container that scrolls. */
  const outlet = () => /** @type {HTMLElement | null} */ (list.closest(".outlet"));
  const pageOf = (/** @type {number} */ row) => Math.floor(row / page);
  /** @param {number} row */
  const hitAt = (row) => pages.get(pageOf(row))?.hits[row % page];
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
      pages.set(number, { hits: answer.hits, at });
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
      const family = focused === null ? undefined : hitAt(focused)?.id;
      for (let number = pageOf(from); number <= pageOf(Math.max(from, to - 1)); number += 1) await load(number);
      if (signal.aborted) return;
      follow(focused, family);
      draw();
    } while (again);
    renewing = false;
  }

  /** The keyboard stays at its family, not at its row. @param {number | null} row @param {string | undefined} id */
  function follow(row, id) {
    if (row === null || id === undefined || hitAt(row)?.id === id) return;
    for (const [number, { hits }] of pages) {
      const index = hits.findIndex((hit) => hit.id === id);
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
    at = 0;
    await load(0);
    if (!signal.aborted) draw();
  }

  function range() {
    const room = outlet();
    const seen = height === 0 || room === null ? 30 : Math.ceil(room.clientHeight / height);
    const above =
      room === null || height === 0 ? 0 : room.getBoundingClientRect().top - list.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(above / (height || 1)));
    return { from: Math.max(0, Math.min(first, total) - spare), to: Math.min(total, first + seen + spare) };
  }

  function draw() {
    if (signal.aborted) return;
    const { from, to } = range();
    const isInSight = at >= from && at < to;
    if (!isInSight && focusedRow() === null && !moving) at = Math.min(from + spare, Math.max(0, total - 1));
    for (const [row, { element }] of drawn) {
      if (row >= from && row < to) continue;
      // The keyboard goes on from what is in sight.
      if (element.contains(document.activeElement)) list.focus({ preventScroll: true });
      element.remove();
      drawn.delete(row);
    }
    for (let row = from; row < to; row += 1) {
      const element = rowElement(row);
      const there = list.children[row - from] ?? null;
      if (element !== there) list.insertBefore(element, there);
      if (!isKnown(pageOf(row))) void load(pageOf(row)).then((came) => came && draw());
    }
    list.hidden = total === 0;
    const sample = drawn.get(from)?.element;
    if (height === 0 && sample !== undefined) height = sample.getBoundingClientRect().height;
    list.style.paddingTop = `${from * height}px`;
    list.style.paddingBottom = `${Math.max(0, total - to) * height}px`;
  }

  /** The element of a row, the same one for as long as it shows the same. @param {number} row */
  function rowElement(row) {
    const hit = hitAt(row);
    const shown = JSON.stringify(hit ?? null);
    const known = drawn.get(row);
    let element = known?.element;
    if (element === undefined || known?.shown !== shown) {
      const fresh = hit === undefined ? h("li", { class: "hit-missing" }) : hitRow(hit);
      const focused = element?.contains(document.activeElement);
      element?.replaceWith(fresh);
      element = fresh;
      drawn.set(row, { element, shown });
      link(element)?.setAttribute("data-row", String(row));
      if (focused) link(element)?.focus({ preventScroll: true });
    }
    element.setAttribute("aria-setsize", String(total));
    element.setAttribute("aria-posinset", String(row + 1));
    link(element)?.setAttribute("tabindex", row === at ? "0" : "-1");
    return element;
  }

  /** @param {Element} element */
  const link = (element) => element.querySelector("a");

  /** @returns {number | null} */
  function focusedRow() {
    const row = list.contains(document.activeElement) ? document.activeElement?.getAttribute("data-row") : null;
    return row === null || row === undefined ? null : Number(row);
  }

  /** Scrolls a row into sight, draws it and gives it the focus. @param {number} row */
  function move(row) {
    at = row;
    moving = true;
    draw();
    const room = outlet();
    if (room !== null && height > 0) {
      const top = list.getBoundingClientRect().top - room.getBoundingClientRect().top + at * height;
      // The next row in either direction stays in sight.
      if (top < height) room.scrollTop += top - height;
      else if (top + 2 * height > room.clientHeight) room.scrollTop += top + 2 * height - room.clientHeight;
    }
    draw();
    moving = false;
    const element = drawn.get(at)?.element;
    if (element !== undefined) link(element)?.focus({ preventScroll: true });
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
    const rows = height === 0 ? 10 : Math.max(1, Math.floor((outlet()?.clientHeight ?? 0) / height) - 1);
    const moves = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: total - 1,
      PageDown: at + rows,
      PageUp: at - rows,
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
    if (before !== undefined) link(before)?.setAttribute("tabindex", "-1");
    at = row;
    const now = drawn.get(at)?.element;
    if (now !== undefined) link(now)?.setAttribute("tabindex", "0");
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
      height = 0;
      draw();
      // Now that the height is known.
      draw();
    });
  });
  return { list, renew, restart, goTo };
}

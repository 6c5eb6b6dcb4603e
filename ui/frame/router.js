import { app } from "../state/app.js";
import { fill, h } from "../kit/dom.js";
import { parse } from "../state/places.js";
import { focusedIn } from "../kit/focused.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../state/places.js").Route} Route
 * @typedef {import("../state/places.js").ScreenName} ScreenName
 * @typedef {import("../state/places.js").Act} Act
 *
 * @typedef {object} Screen what a screen gets
 * @property {HTMLElement} main
 * @property {AbortSignal} signal aborted when the screen is left
 * @property {string} id the part of the route that names a family, a connection or a part of the guide
 * @property {Route | null} from the screen before this one, not an overlay; itself, if it is drawn again
 * @property {string} back where an overlay returns to
 * @property {(title: string, begin?: HTMLInputElement) => void} ready to be called once the screen is usable; work begins in `begin`, with its text selected, or else at the heading
 * @property {(title: string) => void} retitle to be called when what the window's title says has changed
 * @property {(acts: Partial<Record<Act, () => void>>) => void} shortcuts
 * @property {() => void} remount mounts the screen again, with the current language and state
 * @property {(target: string) => void} instead shows another place of the same work in place of this one; a question may be open over it
 *
 * @typedef {(screen: Screen) => void | Promise<void>} Mount
 *
 * @typedef {object} Options
 * @property {HTMLElement} outlet
 * @property {Record<ScreenName, Mount>} mounts
 * @property {(route: Route | null) => Route} resolve which screen a route leads to right now
 * @property {(route: Route) => boolean} isOverlay whether a screen opens over the current one, which stays as it is
 * @property {(route: Route) => boolean} canStayMounted whether a screen can stay mounted under an overlay
 * @property {(from: Route, to: Route | null) => Promise<boolean>} mayLeave
 * @property {() => boolean} isLocked whether navigation is blocked right now
 * @property {(route: Route) => void} onArrive
 * @property {() => void} onUsable called once the current screen can be used
 *
 * @typedef {object} Place a mounted screen
 * @property {Route} route
 * @property {string} hash
 * @property {string} title
 * @property {HTMLElement} main
 * @property {AbortController} controller
 * @property {Partial<Record<Act, () => void>>} acts
 * @property {boolean} stale it asked to be mounted again while under an overlay
 */

/** @param {Options} options */
export function createRouter({
  outlet,
  mounts,
  resolve,
  isOverlay,
  canStayMounted,
  mayLeave,
  isLocked,
  onArrive,
  onUsable,
}) {
  let leaving = false;
  let hash = "";
  /** Where the address leads, which may be asked about. */
  let wanted = "";
  /** Where an overlay returns to. */
  let back = "#";
  /** @type {Place | null} */
  let current = null;
  /** The screen under the current one: mounted, but not in the page. @type {{ place: Place, scroll: number, focused: Element | null } | null} */
  let under = null;

  /** @param {boolean} [inPlace] the same screen drawn again: the focus stays where it was */
  function show(inPlace = false) {
    const refocus = inPlace && current !== null ? focusedIn(current.main, outlet) : null;
    // While it is asked whether the screen may be left, the address is not its own.
    if (!inPlace) hash = location.hash;
    const route = resolve(parse(hash));
    const from = (under?.place ?? current)?.route ?? null;
    leaveCurrent(route);
    const controller = new AbortController();
    const main = h("main", {
      "data-screen": route.screen,
      "data-id": route.id,
      class: `screen screen-${route.screen}`,
      id: "main",
    });
    /** @type {Place} */
    const here = { route, hash, title: "", main, controller, acts: {}, stale: false };
    current = here;
    fill(outlet, main);
    // Would lay out the page, which is empty before the first screen.
    if (from !== null) outlet.scrollTop = 0;
    onArrive(route);
    void mounts[route.screen]({
      main,
      from,
      back,
      signal: controller.signal,
      id: route.id,
      shortcuts: (acts) => {
        here.acts = acts;
      },
      remount: () => {
        if (current === here) show(true);
        else here.stale = true;
      },
      instead: (target) => {
        if (current === here) jump(target);
        else here.stale = true;
      },
      retitle: (title) => {
        here.title = title;
        if (current === here) setTitle(title);
      },
      ready: (title, begin) => {
        if (controller.signal.aborted) return;
        here.title = title;
        main.dataset.ready = "true";
        if (current !== here) return;
        setTitle(title);
        onUsable();
        if (main.contains(document.activeElement) || refocus?.(main)) return;
        if (begin !== undefined) {
          begin.focus({ preventScroll: true });
          begin.select();
          return;
        }
        const target = main.querySelector("h1");
        if (target instanceof HTMLElement) target.focus({ preventScroll: true });
      },
    });
  }

  /** @param {Route} next */
  function leaveCurrent(next) {
    const over = isOverlay(next);
    if (!over) {
      under?.place.controller.abort();
      under = null;
    }
    if (current === null) return;
    if (!over || isOverlay(current.route)) {
      current.controller.abort();
      return;
    }
    back = current.hash || "#";
    if (canStayMounted(current.route))
      under = { place: current, scroll: outlet.scrollTop, focused: document.activeElement };
    else current.controller.abort();
  }

  /** Closes an overlay and shows the screen below as it was. @param {NonNullable<typeof under>} covered */
  function restore({ place, scroll, focused }) {
    current?.controller.abort();
    current = place;
    under = null;
    hash = place.hash;
    fill(outlet, place.main);
    outlet.scrollTop = scroll;
    onArrive(place.route);
    setTitle(place.title);
    const target =
      focused instanceof HTMLElement && place.main.contains(focused) ? focused : place.main.querySelector("h1");
    target?.focus({ preventScroll: true });
  }

  /** The title never names a family: it appears on taskbars and in screenshots. @param {string} title */
  function setTitle(title) {
    if (title === "") return;
    const environment = app.connection === null ? [] : [words().environments[app.connection.environment].band];
    document.title = ["Ficha", title, ...environment].join(" · ");
  }

  /** An empty address would leave the hash unchanged. @param {string} target */
  function replaceHash(target) {
    try {
      history.replaceState(null, "", target || "#");
    } catch {
      // WebKit allows 100 of these in 10 s. One more history entry is better than not navigating.
      location.hash = target || "#";
    }
  }

  /** While a question is open the address is already the new one; if it changes again, the last one counts. */
  async function onHash() {
    if (location.hash === hash) return;
    if (isLocked()) {
      replaceHash(hash);
      return;
    }
    wanted = location.hash;
    if (leaving) return;
    const goes = await mayGo();
    if (!goes) wanted = hash;
    if (location.hash !== wanted) replaceHash(wanted);
    if (!goes) return;
    const next = parse(wanted);
    if (under !== null && wanted === under.place.hash && !under.place.stale && same(resolve(next), under.place.route))
      restore(under);
    else show();
  }

  /** Whether the current screen may be left for what is wanted by then. */
  async function mayGo() {
    for (;;) {
      const target = wanted;
      const next = parse(target);
      const from = under?.place ?? current;
      if (from === null || target === from.hash || (next !== null && isOverlay(next))) return true;
      if (!(await asked(from.route, next))) return false;
      if (wanted === target) return true;
    }
  }

  /** @param {Route} from @param {Route | null} next */
  async function asked(from, next) {
    leaving = true;
    try {
      return await mayLeave(from, next);
    } finally {
      leaving = false;
    }
  }

  /** Shows another place without asking. @param {string} target */
  function jump(target) {
    replaceHash(target);
    show();
  }

  window.addEventListener("hashchange", () => void onHash());
  return {
    show,
    jump,
    /** Whether the current screen can be left. */
    mayLeave: async () => {
      const from = under?.place ?? current;
      if (from === null) return true;
      if (leaving || isLocked()) return false;
      const goes = await asked(from.route, null);
      if (location.hash !== hash) replaceHash(hash);
      return goes;
    },
    /** Mounts the current screen, or the one under the overlay, again with the current state. */
    remount() {
      if (under === null) show(true);
      else under.place.stale = true;
    },
    /** @returns {Route | null} */
    get route() {
      return current?.route ?? null;
    },
    /** @param {Act} act @returns {boolean} whether the screen handled it */
    perform(act) {
      const take = current?.acts[act];
      take?.();
      return take !== undefined;
    },
  };
}

/** @param {Route} one @param {Route} other */
const same = (one, other) => one.screen === other.screen && one.id === other.id;

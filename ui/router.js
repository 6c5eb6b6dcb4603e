import { app } from "./lib/app.js";
import { fill, h } from "./lib/dom.js";
import { parse } from "./lib/routes.js";
import { focusedIn } from "./lib/focused.js";
import { words } from "./lib/words.js";

/**
 * @typedef {import("./lib/routes.js").Route} Route
 * @typedef {import("./lib/routes.js").ScreenName} ScreenName
 * @typedef {import("./lib/shortcuts.js").Act} Act
 *
 * @typedef {object} Screen what a screen is given to live in
 * @property {HTMLElement} main
 * @property {AbortSignal} signal aborted when the person goes elsewhere
 * @property {string} id the part of the route that names a family, a connection or a part of the guide
 * @property {Route | null} from the screen before this one, not one that lay over it; itself, where it is drawn again
 * @property {string} back where the person came from, for a screen that lies over another
 * @property {(title: string) => void} ready to be called once the screen can be used
 * @property {(acts: Partial<Record<Act, () => void>>) => void} shortcuts
 * @property {() => void} again mounts the screen anew, in the language and state of now
 * @property {(target: string) => void} instead shows another place of the same work in its stead, over which a question may be open
 *
 * @typedef {(screen: Screen) => void | Promise<void>} Mount
 *
 * @typedef {object} Options
 * @property {HTMLElement} outlet
 * @property {Record<ScreenName, Mount>} mounts
 * @property {(route: Route | null) => Route} settle which screen a route leads to right now
 * @property {(route: Route) => boolean} lies whether a screen lies over the one it was asked from, which stays as it is
 * @property {(route: Route) => boolean} keeps whether a screen can be lain over, and not only left
 * @property {(from: Route, to: Route | null) => Promise<boolean>} mayLeave
 * @property {() => boolean} stands whether nobody may go anywhere right now
 * @property {(route: Route) => void} arrived
 * @property {() => void} usable the screen that is shown can be used
 *
 * @typedef {object} Place a screen that is mounted
 * @property {Route} route
 * @property {string} hash
 * @property {string} title
 * @property {HTMLElement} main
 * @property {AbortController} controller
 * @property {Partial<Record<Act, () => void>>} acts
 * @property {boolean} stale it asked to be mounted anew while another lay over it
 */

/** @param {Options} options */
export function createRouter({ outlet, mounts, settle, lies, keeps, mayLeave, stands, arrived, usable }) {
  let leaving = false;
  let hash = "";
  /** Where a screen that lies over others goes back to. */
  let back = "#";
  /** @type {Place | null} */
  let current = null;
  /** The screen under the current one: mounted, but not in the page. @type {{ place: Place, scroll: number, focused: Element | null } | null} */
  let under = null;

  /** @param {boolean} [inPlace] the same screen drawn again: focus stays where it was */
  function show(inPlace = false) {
    const refocus = inPlace && current !== null ? focusedIn(current.main, outlet) : null;
    const route = settle(parse(location.hash));
    const from = (under?.place ?? current)?.route ?? null;
    putAway(route);
    hash = location.hash;
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
    outlet.scrollTop = 0;
    arrived(route);
    void mounts[route.screen]({
      main,
      from,
      back,
      signal: controller.signal,
      id: route.id,
      shortcuts: (acts) => {
        here.acts = acts;
      },
      again: () => {
        if (current === here) show(true);
        else here.stale = true;
      },
      instead: (target) => {
        if (current === here) jump(target);
        else here.stale = true;
      },
      ready: (title) => {
        if (controller.signal.aborted) return;
        here.title = title;
        main.dataset.ready = "true";
        if (current !== here) return;
        entitle(title);
        usable();
        if (main.contains(document.activeElement) || refocus?.(main)) return;
        const target = main.querySelector("h1");
        if (target instanceof HTMLElement) target.focus({ preventScroll: true });
      },
    });
  }

  /** @param {Route} next */
  function putAway(next) {
    const over = lies(next);
    if (!over) {
      under?.place.controller.abort();
      under = null;
    }
    if (current === null) return;
    if (!over || lies(current.route)) {
      current.controller.abort();
      return;
    }
    back = current.hash || "#";
    if (keeps(current.route)) under = { place: current, scroll: outlet.scrollTop, focused: document.activeElement };
    else current.controller.abort();
  }

  /** Takes the screen away that lies over another, which is as it was. @param {NonNullable<typeof under>} covered */
  function uncover({ place, scroll, focused }) {
    current?.controller.abort();
    current = place;
    under = null;
    hash = place.hash;
    fill(outlet, place.main);
    outlet.scrollTop = scroll;
    arrived(place.route);
    entitle(place.title);
    const target =
      focused instanceof HTMLElement && place.main.contains(focused) ? focused : place.main.querySelector("h1");
    target?.focus({ preventScroll: true });
  }

  /** Whose data it is stays inside the window: its title is on taskbars and in pictures of the screen. @param {string} title */
  function entitle(title) {
    if (title === "") return;
    const environment = app.connection === null ? [] : [words().environments[app.connection.environment].band];
    document.title = ["Ficha", title, ...environment].join(" · ");
  }

  /** An empty address would leave the one that is there. @param {string} target */
  function rename(target) {
    try {
      history.replaceState(null, "", target || "#");
    } catch {
      // WebKit takes 100 of these in 10 s. An entry more in the history is better than going nowhere.
      location.hash = target || "#";
    }
  }

  async function onHash() {
    if (location.hash === hash) return;
    if (leaving || stands()) {
      rename(hash);
      return;
    }
    const target = location.hash;
    const next = parse(target);
    const from = under?.place ?? current;
    if (from !== null && target !== from.hash && !(next !== null && lies(next))) {
      leaving = true;
      rename(hash);
      try {
        if (!(await mayLeave(from.route, next))) return;
      } finally {
        leaving = false;
      }
      rename(target);
    }
    if (under !== null && target === under.place.hash && !under.place.stale && same(settle(next), under.place.route))
      uncover(under);
    else show();
  }

  /** Shows another place without asking. @param {string} target */
  function jump(target) {
    rename(target);
    show();
  }

  window.addEventListener("hashchange", () => void onHash());
  return {
    show,
    jump,
    /** Whether nothing holds the person to where they are. */
    mayLeave: async () => {
      const from = under?.place ?? current;
      if (from === null) return true;
      if (leaving || stands()) return false;
      leaving = true;
      try {
        return await mayLeave(from.route, null);
      } finally {
        leaving = false;
      }
    },
    /** Mounts the screen anew that a person works on, in the state of now. */
    again() {
      if (under === null) show(true);
      else under.place.stale = true;
    },
    /** @returns {Route | null} */
    get route() {
      return current?.route ?? null;
    },
    /** @param {Act} act @returns {boolean} whether the screen took it */
    perform(act) {
      const take = current?.acts[act];
      take?.();
      return take !== undefined;
    },
  };
}

/** @param {Route} one @param {Route} other */
const same = (one, other) => one.screen === other.screen && one.id === other.id;

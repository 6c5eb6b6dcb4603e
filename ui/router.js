import { fill, h } from "./lib/dom.js";
import { parse } from "./lib/routes.js";

/**
 * @typedef {import("./lib/routes.js").Route} Route
 * @typedef {import("./lib/routes.js").ScreenName} ScreenName
 * @typedef {import("./lib/shortcuts.js").Act} Act
 *
 * @typedef {object} Screen what a screen is given to live in
 * @property {HTMLElement} main
 * @property {AbortSignal} signal aborted when the person goes elsewhere
 * @property {string} id the part of the route that names a family or a connection
 * @property {(title: string) => void} ready to be called once the screen can be used
 * @property {(acts: Partial<Record<Act, () => void>>) => void} shortcuts
 * @property {() => void} again mounts the screen anew, in the language and state of now
 *
 * @typedef {(screen: Screen) => void | Promise<void>} Mount
 *
 * @typedef {object} Options
 * @property {HTMLElement} outlet
 * @property {Record<ScreenName, Mount>} mounts
 * @property {(route: Route | null) => Route} settle which screen a route leads to right now
 * @property {(from: Route, to: Route | null) => Promise<boolean>} mayLeave
 * @property {(route: Route) => void} arrived
 */

/** @param {Options} options */
export function createRouter({ outlet, mounts, settle, mayLeave, arrived }) {
  let leaving = false;
  let hash = "";
  /** @type {{ route: Route, controller: AbortController, acts: Partial<Record<Act, () => void>> } | null} */
  let current = null;

  /** @param {boolean} [inPlace] the same screen drawn again: focus stays where it was */
  function show(inPlace = false) {
    const held = inPlace ? handleOf(document.activeElement) : null;
    current?.controller.abort();
    hash = location.hash;
    const route = settle(parse(hash));
    const controller = new AbortController();
    const here = { route, controller, acts: {} };
    current = here;
    const main = h("main", { "data-screen": route.screen, class: `screen screen-${route.screen}`, id: "main" });
    fill(outlet, main);
    outlet.scrollTop = 0;
    arrived(route);
    void mounts[route.screen]({
      main,
      signal: controller.signal,
      id: route.id,
      shortcuts: (acts) => { here.acts = acts; },
      again: () => { if (current === here) show(true); },
      ready: (title) => {
        if (controller.signal.aborted) return;
        document.title = `Ficha · ${title}`;
        main.dataset.ready = "true";
        const target = (held && main.querySelector(held)) ?? main.querySelector("h1");
        if (target instanceof HTMLElement && !main.contains(document.activeElement)) target.focus({ preventScroll: true });
      },
    });
  }

  async function onHash() {
    if (leaving || location.hash === hash) return;
    if (current !== null) {
      leaving = true;
      const target = location.hash;
      history.replaceState(null, "", hash);
      const free = await mayLeave(current.route, parse(target));
      leaving = false;
      if (!free) return;
      history.replaceState(null, "", target);
    }
    show();
  }

  window.addEventListener("hashchange", () => void onHash());
  return {
    show,
    /** Shows another place without asking. @param {string} target */
    jump(target) {
      history.replaceState(null, "", target);
      show();
    },
    /** Whether nothing holds the person to where they are. */
    mayLeave: async () => current === null || mayLeave(current.route, null),
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

/** How to find the focused control again after a redraw. @param {Element | null} element */
function handleOf(element) {
  if (element instanceof HTMLInputElement && element.name !== "") {
    return element.type === "radio" ? `[name="${element.name}"][value="${element.value}"]` : `[name="${element.name}"]`;
  }
  if (element instanceof HTMLSelectElement) return `[name="${element.name}"]`;
  return null;
}

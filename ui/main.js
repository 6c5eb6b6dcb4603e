import { errorPanel } from "./kit/error-panel.js";
import { drawFrame } from "./frame/frame.js";
import { ask } from "./kit/dialog.js";
import { askToAbandon, askToClose, askToLeave, discard } from "./frame/leave.js";
import { askWhatNow } from "./frame/not-switched.js";
import { answers } from "./early.js";
import { host } from "./host/host.js";
import { app, onAppChange } from "./state/app.js";
import { after, afterPaint, fill, h } from "./kit/dom.js";
import { helpFor } from "./guide/help-for.js";
import { nameWords } from "./text/isolate.js";
import { go, to } from "./state/routes.js";
import { listenForShortcuts, once } from "./frame/shortcuts.js";
import { printPage, stampPrints } from "./frame/print.js";
import { preventReload } from "./frame/no-reload.js";
import { changeTextSize, isTextSizeAct } from "./frame/text-size.js";
import { isSwitching, onSwitched, switchConnection } from "./state/switching.js";
import { followSystem, applyTheme } from "./kit/theme.js";
import { setLanguage, words } from "./text/words.js";
import { endWork, flushWork, passwordIn, sending, unsent, workOn } from "./state/work.js";
import { createRouter } from "./frame/router.js";
import { mountFind } from "./screens/find.js";
import { mountStart } from "./screens/start.js";

/**
 * @typedef {import("./host/wire.d.ts").AppEvent} AppEvent
 * @typedef {import("./host/wire.d.ts").CommandError} CommandError
 * @typedef {import("./state/routes.js").Route} Route
 * @typedef {import("./frame/shortcuts.js").Act} Act
 * @typedef {import("./state/work.js").Work} Work
 */

/** Lives as long as the window. */
const { signal } = new AbortController();
const outlet = h("div", { class: "outlet" });

/** @param {Route | null} route @returns {Route} */
function resolveRoute(route) {
  const { alreadyOpen, first } = app.started;
  if (route?.screen === "help") return route;
  if (alreadyOpen) return { screen: "already-open", id: "" };
  if (app.session === null) {
    return first && (route === null || route.screen === "start")
      ? { screen: "start", id: "" }
      : { screen: "keychain", id: "" };
  }
  if (route !== null && ["settings", "start", "keychain"].includes(route.screen)) return route;
  const { connections, current } = app.session;
  if (current === null && connections.length === 0 && route?.screen !== "connect") return { screen: "start", id: "" };
  if (!app.usable) return { screen: "keychain", id: "" };
  if (current === null && route?.screen !== "connect") return { screen: "settings", id: "" };
  if (current !== null && !current.hasKey && current.environment !== "practice" && route?.screen !== "connect") {
    return { screen: "connect", id: current.id };
  }
  return route ?? { screen: "find", id: "" };
}

/** @param {Route} from @param {Route | null} next */
async function mayLeave(from, next) {
  await flushWork();
  if (sending()) return false;
  const work = unsent();
  if (work === null || !["edit", "review"].includes(from.screen) || staysIn(work, next)) return true;
  const answer = await askToLeave(work, signal);
  if (answer === "stay" || workOn(work.id) !== work) return false;
  if (answer === "drop") await discard(work);
  // A successful switch ends the work; a failed one leaves it as it is.
  if (next !== null) endWork();
  else dropped = answer === "drop";
  return true;
}

/** Whether nothing typed is lost by going there: a password lasts no longer than Edit and Review. @param {Work} work @param {Route | null} next */
function staysIn({ id, draft }, next) {
  if (next?.id !== id) return false;
  return ["edit", "review"].includes(next.screen) || (next.screen === "result" && passwordIn(draft) === "none");
}

/** The user discarded the work in order to switch. */
let dropped = false;

/**
 * A screen that is never the first: its files are loaded once the first one is usable, or when it is
 * opened.
 *
 * @template {string} N
 * @param {() => Promise<Record<N, import("./frame/router.js").Mount>>} load
 * @param {N} name
 * @returns {import("./frame/router.js").Mount}
 */
function later(load, name) {
  rest.push(load);
  return async (screen) => {
    const module = await load();
    if (!screen.signal.aborted) await module[name](screen);
  };
}

/** @type {(() => Promise<unknown>)[]} */
const rest = [];

/** Not before the usable screen is painted. */
function readRest() {
  afterPaint(signal, () => {
    for (const load of rest.splice(0)) void load();
  });
}

const router = createRouter({
  outlet,
  resolve: resolveRoute,
  mayLeave,
  isLocked: isSwitching,
  isOverlay: ({ screen }) => screen === "help",
  // The keychain's screen shows a state that may change meanwhile.
  canStayMounted: ({ screen }) => screen !== "keychain",
  onArrive: drawAround,
  onUsable: readRest,
  mounts: {
    "already-open": later(() => import("./screens/already-open.js"), "mountAlreadyOpen"),
    connect: later(() => import("./screens/connect.js"), "mountConnect"),
    edit: later(() => import("./screens/edit.js"), "mountEdit"),
    find: mountFind,
    help: later(() => import("./screens/help.js"), "mountHelp"),
    keychain: later(() => import("./screens/keychain.js"), "mountKeychain"),
    result: later(() => import("./screens/result.js"), "mountResult"),
    review: later(() => import("./screens/review.js"), "mountReview"),
    settings: later(() => import("./screens/settings.js"), "mountSettings"),
    start: mountStart,
  },
});

onSwitched(
  (target) => router.jump(target),
  (error, connection) => void notSwitched(error, connection),
);
host.onStale((at) => void catchUp(at));

function drawAround() {
  drawFrame(outlet, router.route, (choose, id) => void switchTo(choose, id));
}

/**
 * From the band, which has no place for a message: a failure opens a dialog that asks what to do.
 *
 * @param {() => Promise<import("./host/wire.d.ts").Session>} choose
 * @param {string} [id] the connection to switch to
 */
async function switchTo(choose, id) {
  if (!(await router.mayLeave())) return;
  try {
    await switchConnection(choose);
  } catch (thrown) {
    if (dropped) router.remount();
    await notSwitched(/** @type {CommandError} */ (thrown), id);
  } finally {
    dropped = false;
  }
}

/** @param {CommandError} error @param {string} [id] */
async function notSwitched(error, id) {
  const place = await askWhatNow(error, id, signal);
  if (place === null || isSwitching()) return;
  // Whether to keep the draft was asked before the switch.
  endWork();
  router.jump(place);
}

let catchingUp = false;

/**
 * The connection changed without this page: one was saved by the page before it, which was then reloaded.
 *
 * @param {number} at the connection that the page considered current
 */
async function catchUp(at) {
  if (catchingUp || isSwitching() || at !== app.session?.generation) return;
  catchingUp = true;
  try {
    const session = await host.session();
    if (isSwitching() || session.generation <= (app.session?.generation ?? at)) return;
    const t = words();
    const typed = unsent() !== null;
    const { current } = session;
    const open =
      current === null
        ? ""
        : t.frame.nowOpen(current.environment === "practice" ? t.environments.practice.name : nameWords(current.name));
    app.session = session;
    router.jump(to.find());
    await ask(
      {
        title: t.errors.switched.what,
        body: [open, typed ? t.frame.lastTyped : ""].filter((line) => line !== "").join(" "),
        choices: [{ answer: "stay", caption: t.frame.understood, kind: "primary" }],
      },
      signal,
    );
  } catch {
    // The call that failed shows why where it was made.
  } finally {
    catchingUp = false;
  }
}

/** @param {Act} act */
function perform(act) {
  if (isTextSizeAct(act)) {
    void changeTextSize(act);
    return;
  }
  if (isSwitching() || document.querySelector("dialog[open]") || router.perform(act)) return;
  const id = router.route?.id ?? "";
  if (act === "find") go(to.find());
  if (act === "settings") go(to.settings());
  if (act === "connect") go(to.connect());
  if (act === "help") go(helpFor(router.route));
  if (act === "print") printPage();
  if (act === "back") go(router.route?.screen === "review" ? to.edit(id) : to.find());
}

let askingToClose = false;

/** Asks at every attempt to close, over any other open question. */
async function closeWindow() {
  // At once: the window does not wait for a page that does not answer.
  await host.closing();
  if (askingToClose) return;
  askingToClose = true;
  try {
    await flushWork();
    const work = unsent();
    const lost = (await host.closing()).filter(({ kept }) => kept !== "disk");
    const free = sending()
      ? await askToAbandon(lost, signal)
      : (work === null && lost.length === 0) || (await askToClose(work, lost, signal));
    if (free) await host.close();
  } finally {
    askingToClose = false;
  }
}

const performOnce = once(perform);

/** @param {AppEvent} event */
function onEvent(event) {
  if (event.kind === "menu") performOnce("menu")(event.action);
  else if (event.kind === "closeRequested") void closeWindow();
  else if (event.kind === "families") app.familiesCame(event.generation);
  else if (app.session !== null && event.generation > app.session.generation) void catchUp(app.session.generation);
  else app.setPending(event.generation, event.pending);
}

function applySettings() {
  const { settings, systemLanguage } = app.started;
  setLanguage(settings.language === "system" ? systemLanguage : settings.language);
  applyTheme(settings.theme);
}

/** Changing the connection ends the work on the previous one's family. */
let generation = 0;
function onChange() {
  applySettings();
  const now = app.session?.generation ?? 0;
  if (now !== generation) endWork();
  generation = now;
  // The first screen draws its own.
  if (router.route !== null) drawAround();
}

async function main() {
  setLanguage(navigator.language.startsWith("en") ? "en" : "es");
  applyTheme("system");
  followSystem(signal);
  preventReload(signal);
  stampPrints(signal);
  try {
    const early = Promise.race([
      answers.session,
      new Promise((resolve) => after(signal, 150, () => resolve(null))),
    ]).catch(() => null);
    app.started = await answers.started;
    applySettings();
    if (app.started.failed !== null) throw app.started.failed;
    onAppChange(signal, onChange);
    listenForShortcuts(signal, performOnce("key"));
    void host.watch(onEvent);
    // An unlocked keychain has answered by now, and the waiting screen would only flash by.
    if (!app.started.first && !app.started.alreadyOpen) app.session = await early;
    router.show();
    if (app.started.alreadyOpen) return;
    if (app.session === null) {
      app.session = await answers.session;
      if (["start", "keychain"].includes(router.route?.screen ?? "")) arrive();
    }
    if (app.session.tellNewer) void askForNewer();
  } catch (error) {
    fill(
      document.body,
      h(
        "main",
        { class: "screen", "data-screen": "start", "data-ready": "true" },
        errorPanel(/** @type {import("./host/wire.d.ts").CommandError} */ (error), signal),
      ),
    );
  }
}

async function askForNewer() {
  try {
    app.newest = await host.newestRelease();
  } catch {
    // Nothing depends on it, and Settings can check again.
  }
}

/** The keychain answered: replaces the waiting screen, unless the user is reading the first one. */
function arrive() {
  const staysOnStart = router.route?.screen === "start" && app.connection === null;
  if (!staysOnStart) router.show();
}

void main();

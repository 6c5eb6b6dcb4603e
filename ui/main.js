import { answers } from "./early.js";
import { askAboutNewer, checkForNewer } from "./frame/ask-newer.js";
import { drawFrame } from "./frame/frame.js";
import { listenForDrops } from "./frame/dropping.js";
import { askWhatNow } from "./frame/not-switched.js";
import { clearNotice, showNotice } from "./frame/notice.js";
import { preventBrowserActs } from "./frame/browser-keys.js";
import { printPage, stampPrints } from "./frame/print.js";
import { resolve } from "./frame/resolve.js";
import { createRouter } from "./frame/router.js";
import { listenForShortcuts, once } from "./frame/shortcuts.js";
import { changeTextSize, isTextSizeAct } from "./frame/text-size.js";
import { host } from "./host/host.js";
import { ask } from "./kit/dialog.js";
import { after, fill, h } from "./kit/dom.js";
import { errorPanel } from "./kit/error-panel.js";
import { applyTheme, followSystem } from "./kit/theme.js";
import { readAhead, screens, unfinished } from "./screens/table.js";
import { app, onAppChange } from "./state/app.js";
import { report } from "./state/events.js";
import { acts, go, to } from "./state/places.js";
import { followRuns, onRun } from "./state/runs.js";
import { isSwitching, onSwitched, switchConnection } from "./state/switching.js";
import { nameWords } from "./text/isolate.js";
import { setLanguage, words } from "./text/words.js";

/**
 * @typedef {import("./host/wire.d.ts").AppEvent} AppEvent
 * @typedef {import("./host/wire.d.ts").CommandError} CommandError
 * @typedef {import("./state/places.js").Act} Act
 * @typedef {import("./state/places.js").Route} Route
 * @typedef {import("./state/unfinished.js").Interruption} Interruption
 */

/** Lives as long as the window. */
const { signal } = new AbortController();
const outlet = h("div", { class: "outlet" });

/**
 * Whether nothing that is unfinished holds the person back. Only once the last question is answered is anything
 * thrown away.
 *
 * @param {Interruption} by
 */
async function mayInterrupt(by) {
  const asked = [];
  for (const work of unfinished) {
    if (!work.busy() && !work.unsent(by)) continue;
    const answer = await work.ask(by, signal);
    if (answer === "stay") return false;
    asked.push({ work, answer });
  }
  for (const { work, answer } of asked) {
    if (answer !== "keep") await answer.discard();
    if (by.kind === "close") continue;
    // A successful switch ends the work; a failed one leaves it as it is.
    if (by.next !== null) work.end();
    else if (answer !== "keep") router.remount();
  }
  return true;
}

/** @param {Route} from @param {Route | null} next null for another school */
async function mayLeave(from, next) {
  for (const work of unfinished) await work.flush();
  if (unfinished.some((work) => work.busy())) {
    showNotice(words().frame.busy);
    return false;
  }
  return mayInterrupt({ kind: "leave", from, next });
}

const router = createRouter({
  outlet,
  resolve,
  mayLeave,
  isLocked: isSwitching,
  isOverlay: ({ screen }) => screen === "help",
  // The keychain's screen shows a state that may change meanwhile.
  canStayMounted: ({ screen }) => screen !== "keychain",
  onArrive: () => {
    clearNotice();
    drawAround();
    // Without it a page that takes this one's place begins with the first screen.
    host.arrived(location.hash).catch(() => {});
  },
  onUsable: () => readAhead(signal),
  mounts: screens,
});

onSwitched(
  (target) => {
    router.jump(target);
    void askAboutNewer(signal);
  },
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
    await notSwitched(/** @type {CommandError} */ (thrown), id);
  }
}

/** @param {CommandError} error @param {string} [id] */
async function notSwitched(error, id) {
  const place = await askWhatNow(error, id, signal);
  if (place === null || isSwitching()) return;
  // Whether to keep the draft was asked before the switch.
  endAll();
  router.jump(place);
}

function endAll() {
  for (const work of unfinished) work.end();
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
    const typed = unfinished.some((work) => work.unsent({ kind: "close", lost: [] }));
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
  const { route } = router;
  if (route === null || isSwitching() || document.querySelector("dialog[open]") || router.perform(act)) return;
  if (act === "print") printPage();
  const target = acts[act].leads?.(route);
  if (target !== undefined) go(target);
}

let askingToClose = false;

/** Asks at every attempt to close, over any other open question. */
async function closeWindow() {
  // At once: the window does not wait for a page that does not answer.
  await host.closing();
  if (askingToClose) return;
  askingToClose = true;
  try {
    for (const work of unfinished) await work.flush();
    const lost = (await host.closing()).filter(({ kept }) => kept !== "disk");
    if (await mayInterrupt({ kind: "close", lost })) await host.close();
  } finally {
    askingToClose = false;
  }
}

const performOnce = once(perform);

const mayOpenFile = () =>
  app.usable && app.connection !== null && !isSwitching() && document.querySelector("dialog[open]") === null;

/** The screen that opens it is drawn again where it is the current one. */
function openDropped() {
  if (router.route?.screen === "bulk") router.remount();
  else go(to.bulk());
}

/** @param {AppEvent} event */
function onEvent(event) {
  if (event.kind === "menu") performOnce("menu")(event.action);
  else if (event.kind === "closeRequested") void closeWindow();
  else if (event.kind === "families") app.familiesCame(event.generation);
  else if (event.kind !== "pending") report(event);
  else if (app.session !== null && event.generation > app.session.generation) void catchUp(app.session.generation);
  else app.setPending(event.generation, event.pending);
}

function applySettings() {
  const { settings, systemLanguage } = app.started;
  setLanguage(settings.language === "system" ? systemLanguage : settings.language);
  applyTheme(settings.theme);
}

/** Changing the connection ends the work for the previous one. */
let generation = 0;
function onChange() {
  applySettings();
  const now = app.session?.generation ?? 0;
  if (now !== generation) endAll();
  generation = now;
  // The first screen draws its own.
  if (router.route !== null) drawAround();
}

async function main() {
  setLanguage(navigator.language.startsWith("en") ? "en" : "es");
  applyTheme("system");
  followSystem(signal);
  preventBrowserActs(signal);
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
    followRuns(signal);
    // The rail shows how far it is.
    onRun(signal, drawAround);
    listenForDrops(signal, mayOpenFile, openDropped);
    void host.watch(onEvent);
    const { reopened } = app.started;
    if (reopened !== null) history.replaceState(null, "", reopened || "#");
    // An unlocked keychain has answered by now, and the waiting screen would only flash by.
    if (!app.started.first && !app.started.alreadyOpen) app.session = await early;
    router.show();
    if (app.started.alreadyOpen) return;
    if (app.session === null) {
      app.session = await answers.session;
      if (["start", "keychain"].includes(router.route?.screen ?? "")) arrive();
    }
    if (reopened !== null) showNotice(words().frame.reopened);
    if (app.session.tellNewer) void checkForNewer();
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

/** The keychain answered: replaces the waiting screen, unless the user is reading the first one. */
function arrive() {
  const staysOnStart = router.route?.screen === "start" && app.connection === null;
  if (!staysOnStart) router.show();
}

void main();

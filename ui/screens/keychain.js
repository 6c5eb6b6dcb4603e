import { attempts } from "../kit/attempt.js";
import { announce } from "../kit/announce.js";
import { icon } from "../kit/icon.js";
import { pageHead, lead } from "../kit/page-head.js";
import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { after, button, fill, h } from "../kit/dom.js";
import { go, to } from "../state/places.js";
import { switchFrom } from "../state/switching.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Session} Session
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** The state of the system's keychain, and what to do about it. @param {Screen} screen */
export function mountKeychain(screen) {
  const { main, signal } = screen;
  const t = words();
  const { session } = app;
  if (session === null) {
    const place = h("div", {}, h("h1", { class: "visually-hidden", tabindex: -1 }, t.waiting.session));
    // Listened to before there is anything to hear.
    const said = h("p", { class: "visually-hidden", role: "status" });
    fill(main, place, said);
    // An unlocked keychain answers at once: text would only flash by.
    after(signal, 1500, () => {
      draw(screen, place, t.keychain.waitingTitle, t.keychain.waiting, false);
      announce(said, t.keychain.waiting);
      if (document.activeElement === document.body) place.querySelector("h1")?.focus({ preventScroll: true });
    });
    return;
  }
  if (session.keychain === "ready") {
    go(to.find());
    return;
  }
  draw(screen, main, t.keychain[`${session.keychain}Title`], t.keychain[session.keychain], true);
  screen.ready(t.keychain.title);
}

/** @param {Screen} screen @param {HTMLElement} place @param {string} title @param {string} body @param {boolean} answered */
function draw(screen, place, title, body, answered) {
  const { signal } = screen;
  const t = words().keychain;
  const problem = h("div", {});
  const attempt = attempts(problem, signal);

  /** @param {() => Promise<Session>} act @param {HTMLButtonElement} pressed */
  const take = (act, pressed) =>
    attempt(
      async () => {
        app.session = await act();
        if (signal.aborted) return;
        const { keychain, memoryOnly } = app.session;
        if (keychain === "ready" || memoryOnly) go(app.connection === null ? to.connect() : to.find());
        // The same hash may lead elsewhere now; an unchanged state is shown again.
        screen.remount();
      },
      { pressed },
    );

  const retry = button(
    t.retry,
    { action: "retry-keychain", kind: "primary" },
    signal,
    () => void take(host.retryKeychain, retry),
  );
  const memory = button(t.memory, { action: "use-memory" }, signal, () => void take(host.useMemory, memory));
  const practice = button(
    t.practice,
    { action: "practice", kind: "quiet" },
    signal,
    () => void attempt(() => switchFrom(host.practice, signal), { pressed: practice }),
  );
  // The current school keeps working; only the next one needs the keychain again.
  const lasts = app.keychainOpened && app.usable;
  const goOn = h(
    "a",
    { class: "button button-plain", href: to.find(), "data-action": "go-on" },
    words().errorWords.goFind,
  );
  fill(
    place,
    h(
      "div",
      { class: "hello", "data-keychain": app.session?.keychain ?? "asking" },
      h("div", { class: "hello-mark" }, icon("lock")),
      pageHead(title, lead(body)),
      problem,
      h("div", { class: "actions actions-page" }, lasts ? goOn : [practice, memory], answered && retry),
      !lasts && h("p", { class: "fine" }, t.memoryLead),
    ),
  );
}

import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { copyText } from "../kit/copy.js";
import { button, fill, h } from "../kit/dom.js";
import { announce } from "../kit/announce.js";
import { attempts } from "../kit/attempt.js";
import { errorPanel } from "../kit/error-panel.js";
import { load } from "../kit/load.js";
import { stamp } from "../text/time.js";
import { language, words } from "../text/words.js";
import { settingsSection } from "./section.js";

/**
 * @typedef {import("../host/wire.d.ts").Diagnostics} Diagnostics
 * @typedef {import("../host/wire.d.ts").Failure} Failure
 */

/** The rest is in the text that is copied. */
const mostFailures = 5;

/**
 * What support asks for, without secrets; `renew` shows it again as it is now.
 *
 * @param {AbortSignal} signal
 * @param {boolean} isAskedFor whether the screen was opened for it
 */
export function diagnosticsSection(signal, isAskedFor) {
  const t = words().settings;
  const place = h("div", {});

  async function show() {
    const diagnostics = await load(() => host.diagnostics(), {
      place,
      signal,
      skeleton: 4,
      failed: (error) => fill(place, errorPanel(error, signal, { retry: () => void show() })),
    });
    if (diagnostics === null) return;
    // It was seen here.
    app.started = { ...app.started, notices: app.started.notices.filter((notice) => notice !== "crashed") };
    fill(place, factsOf(diagnostics), actsOn(diagnostics, signal));
  }

  const section = settingsSection("diagnostics", t.diagnostics, t.diagnosticsLead, place);
  const shown = show();
  if (isAskedFor) {
    void shown.then(() => {
      const heading = section.querySelector("h2");
      heading?.setAttribute("tabindex", "-1");
      heading?.scrollIntoView({ block: "start" });
      heading?.focus({ preventScroll: true });
    });
  }
  return { section, renew: () => void show() };
}

/** @param {Diagnostics} diagnostics */
function factsOf({ version, system, webView, proxy, keychain, crash, failures }) {
  const t = words().settings;
  /** @type {Array<[string, import("../kit/dom.js").Child]>} */
  const facts = [
    [t.appVersion, version],
    [t.system, h("bdi", {}, system)],
    [t.webView, webView ?? t.notKnown],
    [t.language, language() === "es" ? t.spanish : t.english],
    [t.proxy, proxy === null ? t.notKnown : t.proxyKinds[proxy]],
    [words().keychain.title, keychain === null ? t.notKnown : t.keychainStates[keychain]],
    [t.lastCrash, crash === null ? t.never : crashOf(crash)],
    [t.lastFailures, failures.length === 0 ? t.none : failuresOf(failures)],
  ];
  return h(
    "dl",
    { class: "diagnostics", "data-diagnostics": true },
    facts.map(([term, fact]) => h("div", {}, h("dt", {}, term), h("dd", {}, fact))),
  );
}

/** @param {string} text */
const code = (text) => h("bdi", { class: "mono diagnostics-code" }, text);

/** @param {NonNullable<Diagnostics["crash"]>} crash */
const crashOf = ({ at, place }) => h("p", { "data-crash": true }, stamp(at), code(place));

/** @param {Failure[]} failures */
const failuresOf = (failures) =>
  h(
    "ul",
    { class: "diagnostics-failures" },
    failures
      .slice(0, mostFailures)
      .map((failure) =>
        h(
          "li",
          { "data-failure": failure.code },
          stamp(failure.at),
          failure.count > 1 && ` · ${words().settings.times(failure.count)}`,
          code([failure.command, failure.code, failure.status].filter((part) => part !== null).join(" · ")),
        ),
      ),
  );

/** @param {Diagnostics} diagnostics @param {AbortSignal} signal */
function actsOn({ text }, signal) {
  const t = words().settings;
  const said = h("span", { class: "fine", role: "status" });
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  const copy = button(t.copy, { action: "copy-diagnostics" }, signal, async () => {
    await copyText(text);
    announce(said, t.copied);
  });
  const open = button(
    t.openFolder,
    { action: "open-diagnostics", kind: "quiet" },
    signal,
    () => void attempt(async () => void (await host.openDiagnostics()), { pressed: open }),
  );
  return h(
    "div",
    {},
    h(
      "details",
      { class: "quiet-details" },
      h("summary", {}, t.whatIsCopied),
      h("pre", { class: "request", tabindex: 0, role: "group", "aria-label": t.whatIsCopied }, text),
    ),
    h("div", { class: "actions" }, copy, open, said),
    problem,
  );
}

import { connectForm } from "../connect/connect-form.js";
import { ask } from "../kit/dialog.js";
import { errorPanel } from "../kit/error-panel.js";
import { errorSummary } from "../kit/error-summary.js";
import { pageHead, lead } from "../kit/page-head.js";
import { probeReport } from "../connect/probe-report.js";
import { scriptBanner } from "../kit/proxy-script.js";
import { load } from "../kit/load.js";
import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { button, fill, h } from "../kit/dom.js";
import { nameWords } from "../text/isolate.js";
import { go, to } from "../state/places.js";
import { switchFrom } from "../state/switching.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../host/wire.d.ts").ProxyScript} ProxyScript
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** @param {Screen} screen */
export function mountConnect(screen) {
  const { main, signal } = screen;
  const t = words().connect;
  const saved = app.session?.connections.find(({ id }) => id === screen.id) ?? null;
  const report = h("div", { class: "report" });
  const summary = h("div", {});
  const script = h("div", {});
  const form = connectForm(saved, signal);
  let busy = false;

  /**
   * One thing at a time.
   *
   * @template Answer
   * @param {HTMLButtonElement} pressed
   * @param {() => Promise<Answer>} act
   * @param {HTMLElement} [place] holds the placeholder meanwhile; a switch shows over the window what it waits for
   * @returns {Promise<Answer | null>} null if it failed, or if the screen was left
   */
  async function run(pressed, act, place = h("div", {})) {
    if (busy) return null;
    busy = true;
    pressed.setAttribute("aria-busy", "true");
    form.clearErrors();
    fill(report);
    fill(summary);
    const answer = await load(act, {
      place,
      signal,
      skeleton: 3,
      stop: button(words().waiting.stop, { action: "stop", kind: "plain" }, signal, stop),
      failed: (error) => refuse(error, pressed),
    });
    busy = false;
    pressed.removeAttribute("aria-busy");
    return answer;
  }

  /** @param {CommandError} error @param {HTMLButtonElement} pressed */
  function refuse(error, pressed) {
    if (error.code === "stopped") return;
    const line = form.refuse(error);
    if (line === null) {
      fill(report, errorPanel(error, signal, { retry: () => pressed.click() }));
      return;
    }
    const box = errorSummary([line], signal);
    fill(summary, box);
    box.focus();
  }

  const probe = button(t.probe, { action: "probe" }, signal, () => void tryOut());
  const save = button(t.save, { action: "save", kind: "primary" }, signal, () => void run(save, () => keep(false)));
  const practice = button(
    t.practiceInstead,
    { action: "practice", kind: "quiet" },
    signal,
    () => void run(practice, () => switchFrom(host.practice, signal)),
  );

  async function tryOut() {
    const met = await run(probe, () => host.probeConnection({ ...form.read(), another: false }), report);
    if (met === null) return;
    if (met.found !== null) {
      fill(report, probeReport(met));
      report.scrollIntoView({ block: "nearest" });
      return;
    }
    const { leg, failed } = met.legs[met.legs.length - 1];
    if (failed !== null) refuse(failed, probe);
    report.append(probeReport(met));
    if (leg !== "key" && met.proxy === null) await showScript(report, "searched");
  }

  /** @param {HTMLElement} place @param {ProxyScript["kind"]} kind */
  async function showScript(place, kind) {
    const script = await host.proxyScript().catch(() => null);
    // Where the proxy is not the system's, it does not matter what the system is set to.
    if (script?.kind === kind && app.session?.proxy === null && !signal.aborted) place.append(scriptBanner(script));
  }

  function stop() {
    // What it stops says so.
    void host.stopConnecting();
  }

  /** @param {boolean} another even if the school is saved already */
  async function keep(another) {
    try {
      await switchFrom(() => host.saveConnection({ ...form.read(), another }), signal, t.saving, stop);
      // From here on the key is only in the keychain.
      form.forgetKey();
    } catch (thrown) {
      const { code, message } = /** @type {CommandError} */ (thrown);
      if (code !== "sameSchool" || signal.aborted) throw thrown;
      const answer = await ask(
        {
          title: t.sameTitle,
          body: t.sameBody(nameWords(message ?? "")),
          choices: [
            { answer: "save", caption: t.sameSave },
            { answer: "stay", caption: words().leave.stay, kind: "primary" },
          ],
        },
        signal,
      );
      if (answer === "save") await keep(true);
    }
  }
  signal.addEventListener("abort", form.forgetKey, { once: true });

  fill(
    main,
    pageHead(
      saved === null ? t.title : t.again(nameWords(saved.name)),
      lead(app.session?.memoryOnly ? t.leadMemory : t.lead),
    ),
    script,
    summary,
    h("div", { class: "sheet sheet-form" }, form.node),
    h("div", { class: "actions actions-page" }, practice, probe, save),
    report,
  );
  void showScript(script, "at");
  form.onSubmit(() => save.click());
  screen.shortcuts({ back: () => go(app.connection === null ? to.start() : to.settings()) });
  screen.ready(t.title);
}

import { connectForm } from "../connect/connect-form.js";
import { ask } from "../kit/dialog.js";
import { errorPanel } from "../kit/error-panel.js";
import { errorSummary } from "../kit/error-summary.js";
import { pageHead, lead } from "../kit/page-head.js";
import { probeReport } from "../connect/probe-report.js";
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
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** @param {Screen} screen */
export function mountConnect(screen) {
  const { main, signal } = screen;
  const t = words().connect;
  const saved = app.session?.connections.find(({ id }) => id === screen.id) ?? null;
  const report = h("div", { class: "report" });
  const summary = h("div", {});
  const form = connectForm(saved, signal);
  let busy = false;

  /**
   * One thing at a time; the report holds the placeholder meanwhile.
   *
   * @template Answer
   * @param {HTMLButtonElement} pressed
   * @param {() => Promise<Answer>} act
   * @returns {Promise<Answer | null>} null if it failed, or if the screen was left
   */
  async function run(pressed, act) {
    if (busy) return null;
    busy = true;
    pressed.setAttribute("aria-busy", "true");
    form.clearErrors();
    fill(report);
    fill(summary);
    const answer = await load(act, { place: report, signal, skeleton: 3, failed: (error) => refuse(error, pressed) });
    busy = false;
    pressed.removeAttribute("aria-busy");
    return answer;
  }

  /** @param {CommandError} error @param {HTMLButtonElement} pressed */
  function refuse(error, pressed) {
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
    const met = await run(probe, () => host.probeConnection({ ...form.read(), another: false }));
    if (met === null) return;
    fill(report, probeReport(met));
    report.scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} another even if the school is saved already */
  async function keep(another) {
    try {
      await switchFrom(() => host.saveConnection({ ...form.read(), another }), signal, t.saving);
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
    summary,
    h("div", { class: "sheet sheet-form" }, form.node),
    h("div", { class: "actions actions-page" }, practice, probe, save),
    report,
  );
  form.onSubmit(() => save.click());
  screen.shortcuts({ back: () => go(app.connection === null ? to.start() : to.settings()) });
  screen.ready(t.title);
}

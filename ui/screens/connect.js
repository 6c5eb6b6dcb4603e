import { connectForm } from "../connect/connect-form.js";
import { ask } from "../kit/dialog.js";
import { errorPanel } from "../kit/error-panel.js";
import { errorSummary } from "../kit/error-summary.js";
import { pageHead, lead } from "../kit/page-head.js";
import { probeReport } from "../connect/probe-report.js";
import { waiting } from "../kit/waiting.js";
import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { button, fill, h } from "../kit/dom.js";
import { nameWords } from "../text/isolate.js";
import { go, to } from "../state/routes.js";
import { reportNotSwitched, switchConnection } from "../state/switching.js";
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

  /** @param {HTMLButtonElement} pressed @param {() => Promise<void | (() => void)>} act returns what replaces the placeholder */
  async function run(pressed, act) {
    if (busy) return;
    busy = true;
    pressed.setAttribute("aria-busy", "true");
    form.clearErrors();
    fill(report);
    fill(summary);
    const done = waiting(report, { words: words().waiting.loading, skeleton: 3 }, signal);
    try {
      const show = await act();
      done();
      show?.();
    } catch (thrown) {
      done();
      const error = /** @type {CommandError} */ (thrown);
      if (!signal.aborted) refuse(error, pressed);
    }
    busy = false;
    pressed.removeAttribute("aria-busy");
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

  const probe = button(
    t.probe,
    { action: "probe" },
    signal,
    () =>
      void run(probe, async () => {
        const met = await host.probeConnection({ ...form.read(), another: false });
        if (signal.aborted) return;
        return () => {
          fill(report, probeReport(met));
          report.scrollIntoView({ block: "nearest" });
        };
      }),
  );
  const save = button(t.save, { action: "save", kind: "primary" }, signal, () => void run(save, () => keep(false)));
  const practise = button(
    t.practiceInstead,
    { action: "practice", kind: "quiet" },
    signal,
    () => void run(practise, () => change(host.practice)),
  );

  /** @param {() => Promise<import("../host/wire.d.ts").Session>} choose @param {string} [awaited] */
  async function change(choose, awaited) {
    try {
      await switchConnection(choose, awaited);
    } catch (thrown) {
      if (signal.aborted) reportNotSwitched(/** @type {CommandError} */ (thrown));
      throw thrown;
    }
  }

  /** @param {boolean} another even if the school is saved already */
  async function keep(another) {
    try {
      await change(() => host.saveConnection({ ...form.read(), another }), t.saving);
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
    h("div", { class: "actions actions-page" }, practise, probe, save),
    report,
  );
  form.onSubmit(() => save.click());
  screen.shortcuts({ back: () => go(app.connection === null ? to.start() : to.settings()) });
  screen.ready(t.title);
}

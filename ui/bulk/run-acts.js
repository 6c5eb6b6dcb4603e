import { host } from "../host/host.js";
import { fillFrom } from "../kit/announce.js";
import { guard } from "../kit/armed.js";
import { askBefore } from "../kit/dialog.js";
import { button, h } from "../kit/dom.js";
import { outcomeWords } from "../kit/workbook-words.js";
import { go, to } from "../state/places.js";
import { isOver } from "../state/runs.js";
import { forgetMends } from "../state/sheet.js";
import { isolate } from "../text/isolate.js";
import { words } from "../text/words.js";
import { leftOf } from "./run-list.js";

/** @typedef {import("../host/wire.d.ts").Run} Run */

/** Resuming takes the place of pausing, and of a double click on it the second must not resume. */
const calmMs = 500;

/**
 * What can be done about a run.
 *
 * @param {object} given
 * @param {number} given.id
 * @param {import("../kit/attempt.js").Attempt} given.attempt
 * @param {(run: Run) => void} given.took
 * @param {(text: string) => void} given.say
 * @param {AbortSignal} given.signal
 */
export function runActs({ id, attempt, took, say, signal }) {
  const t = words().run;
  const node = h("div", { class: "actions run-acts" });

  /** @param {(id: number) => Promise<Run>} act @param {HTMLElement} pressed */
  const ask = (act, pressed) => void attempt(async () => took(await act(id)), { pressed });

  /** @param {Run} run */
  async function cancel(run) {
    const goesOn = await askBefore(
      {
        title: t.cancelTitle(leftOf(run)),
        body: t.cancelBody,
        act: { answer: "cancel", caption: t.cancel },
        stay: t.cancelStay,
      },
      signal,
    );
    if (goesOn) await attempt(async () => took(await host.cancelRun(id)));
  }

  /** @param {string} action @param {string} caption @param {"primary" | "plain" | "quiet"} kind @param {(pressed: HTMLElement) => void} act */
  function press(action, caption, kind, act) {
    const element = button(caption, { action, kind }, signal, () => act(element));
    return element;
  }

  /** @param {Run} run */
  function acts(run) {
    if (isOver(run)) return overActs(run);
    const quit = press("cancel-run", t.cancel, "quiet", () => void cancel(run));
    if (run.state === "running" || run.state === "pausing") {
      const pause = press("pause", t.pause, "plain", (pressed) => ask(host.pauseRun, pressed));
      if (run.state === "pausing") pause.setAttribute("aria-disabled", "true");
      return [quit, pause];
    }
    const caption = run.stop?.why === "firstDone" ? t.resumeRest(leftOf(run)) : t.resume;
    const resume = press("resume", caption, "primary", (pressed) => {
      if (hands.take()) ask(host.resumeRun, pressed);
    });
    const hands = guard(resume, calmMs, signal);
    return [quit, resume];
  }

  /** @param {Run} run */
  function overActs(run) {
    const rerun = press(
      "rerun",
      t.rerun(run.again),
      "plain",
      (pressed) =>
        void attempt(
          async () => {
            await host.rerun(id);
            forgetMends();
            if (!signal.aborted) go(to.check());
          },
          { pressed },
        ),
    );
    const save = press(
      "save-outcome",
      t.save,
      "primary",
      (pressed) =>
        void attempt(
          async () => {
            say("");
            const name = await host.exportRun(id, outcomeWords(run.title));
            if (name !== null) say(t.saved(isolate(name)));
          },
          { pressed },
        ),
    );
    const other = h("a", { class: "button button-quiet", href: to.bulk(), "data-action": "other-sheet" }, t.other);
    return [other, run.again > 0 && rerun, save];
  }

  return {
    node,
    /** @param {Run} run */
    show(run) {
      const from = [run.state, run.stop?.why ?? "", isOver(run) ? run.again : leftOf(run) > 0];
      fillFrom(
        node,
        from,
        () => acts(run),
        () => node.querySelector("button"),
      );
    },
  };
}

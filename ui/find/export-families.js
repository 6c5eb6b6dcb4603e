import { host } from "../host/host.js";
import { attempts } from "../kit/attempt.js";
import { announce } from "../kit/announce.js";
import { button, fill, h } from "../kit/dom.js";
import { familiesWords } from "../kit/workbook-words.js";
import { onEvent } from "../state/events.js";
import { isolate } from "../text/isolate.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").FamilyFilter} FamilyFilter
 * @typedef {{ filter: FamilyFilter, text: string }} Which
 */

/**
 * Exports families to a workbook, which shows how far it is and can be stopped.
 *
 * @param {AbortSignal} signal
 * @param {() => Which} which families
 * @param {"plain" | "quiet"} kind of button
 */
export function exportFamilies(signal, which, kind) {
  const t = words().bulk.export;
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  const said = h("p", { class: "fine", role: "status", "data-exported": true });
  const place = h("div", { class: "export-progress" });
  const start = button(t.families, { action: "export-families", kind }, signal, () => void save());
  const meter = h("progress", { class: "meter", "aria-label": t.families });
  const counted = h("p", { class: "fine" });
  let saving = false;

  function showProgress() {
    const stop = button(t.stop, { action: "stop-export", kind: "quiet" }, signal, () => {
      // What it comes to is reported by the export itself.
      host.stopExport().catch(() => {});
    });
    fill(place, meter, counted, stop);
  }

  async function save() {
    if (saving) return;
    saving = true;
    start.setAttribute("aria-disabled", "true");
    announce(said, "");
    meter.removeAttribute("value");
    counted.textContent = "";
    const { filter, text } = which();
    await attempt(
      async () => {
        try {
          const saved = await host.exportFamilies(filter, text, familiesWords());
          if (saved !== null) announce(said, savedWords(saved));
        } catch (thrown) {
          if (/** @type {import("../host/wire.d.ts").CommandError} */ (thrown).code !== "stopped") throw thrown;
          announce(said, t.stopped);
        }
      },
      { pressed: start },
    );
    saving = false;
    start.removeAttribute("aria-disabled");
    fill(place);
  }

  onEvent(signal, "exporting", ({ done, total }) => {
    if (!saving) return;
    if (!place.hasChildNodes()) showProgress();
    meter.max = total;
    meter.value = done;
    counted.textContent = t.progress(done, total);
  });

  /** What the button exports. @param {number | null} count null for all */
  function name(count) {
    const caption = count === null ? t.families : t.these(count);
    if (start.textContent === caption) return;
    start.textContent = caption;
    if (count === null) start.removeAttribute("aria-label");
    else start.setAttribute("aria-label", t.theseLabel(count));
  }

  return { button: start, name, below: h("div", { class: "export" }, place, said, problem) };
}

/** @param {import("../host/wire.d.ts").Exported} saved */
function savedWords({ families, name, leftOut }) {
  const t = words().bulk.export;
  return [t.done(families, isolate(name)), leftOut > 0 ? t.leftOut(leftOut) : "", t.private]
    .filter((line) => line !== "")
    .join(" ");
}

import { announce, fillFrom } from "../kit/announce.js";
import { banner } from "../kit/banner.js";
import { h } from "../kit/dom.js";
import { to } from "../state/places.js";
import { doneOf, familiesOf, isConfirming, isGoing, isOver, percentOf } from "../state/runs.js";
import { isolate } from "../text/isolate.js";
import { when } from "../text/time.js";
import { words } from "../text/words.js";
import { titleOf } from "./run-list.js";

/** @typedef {import("../host/wire.d.ts").Run} Run */

/** What is said of a run in one line. @param {Run} run */
export function headOf(run) {
  const { heads } = words().run;
  if (run.stop?.why === "firstDone" && run.state === "paused") return heads.firstDone(doneOf(run));
  if (isConfirming(run)) return heads.confirming;
  return run.state === "running" ? heads.running(familiesOf(run)) : heads[run.state];
}

/** @param {Run} run */
function leadOf(run) {
  const { leads } = words().run;
  if (run.state === "done") return run.counts.applied === run.lines ? leads.doneAll : leads.doneSome;
  if (isConfirming(run)) return leads.confirming(run.counts.unknown);
  return run.stop?.why === "firstDone" && run.state === "paused" ? leads.firstDone : leads[run.state];
}

/** The window's title: how far it is, or how it ended. @param {Run} run */
export function windowTitle(run) {
  const t = words().run;
  const state = isConfirming(run) ? t.titles.confirming : t.titles[run.state];
  return isOver(run) ? state : t.percentTitle(percentOf(run), state);
}

/** The look of a run's head: what is not known is neither good nor bad. @param {Run} run */
function toneOf(run) {
  if (run.state === "stopped" || run.state === "interrupted") return "warning";
  if (run.state !== "done") return "plain";
  if (run.counts.unknown > 0) return "unknown";
  return run.counts.applied === run.lines ? "good" : "warning";
}

/** A run's state, how far it is and what stopped it. */
export function runHead() {
  const t = words().run;
  const title = h("h1", { tabindex: -1 });
  const lead = h("p", { class: "lead" });
  const named = h("p", { class: "fine" });
  const meter = h("progress", { class: "meter", "aria-label": t.progress });
  const far = h("p", { class: "run-far" });
  const stop = h("div", { role: "status" });
  const spoken = h("p", { class: "visually-hidden", role: "status" });
  const node = h(
    "section",
    { class: "run-head", "data-run-head": true },
    h("div", { class: "page-head" }, title, lead, named),
    h("div", { class: "run-progress" }, meter, far),
    stop,
    spoken,
  );

  /** @param {Run} run */
  function show(run) {
    node.dataset.state = run.state;
    node.dataset.tone = toneOf(run);
    announce(title, headOf(run));
    announce(lead, leadOf(run));
    named.textContent = [
      isolate(titleOf(run.title)),
      t.started(when(run.createdAt)),
      run.endedAt === null ? "" : t.ended(when(run.endedAt)),
    ]
      .filter((part) => part !== "")
      .join(" · ");
    meter.max = Math.max(1, run.lines);
    meter.value = doneOf(run);
    far.textContent = [
      run.lines === familiesOf(run) ? t.done(doneOf(run), run.lines) : t.doneSent(doneOf(run), run.lines),
      isGoing(run) && run.ratePerMinute !== null ? t.rate(run.ratePerMinute) : "",
      isGoing(run) && !isConfirming(run) && run.secondsLeft !== null ? t.left(run.secondsLeft) : "",
    ]
      .filter((part) => part !== "")
      .join(" · ");
    fillFrom(stop, [run.stop, run.state], () => [stopBanner(run)]);
    // Now and then: at each tenth, and when the state is another.
    announce(spoken, isGoing(run) ? t.spoken(Math.floor(percentOf(run) / 10) * 10) : headOf(run));
  }

  return { node, show };
}

/** What has to be put right in Settings. @type {ReadonlySet<import("../host/wire.d.ts").RunStopWhy>} */
const ofKey = new Set(/** @type {const} */ (["unauthorized", "forbidden", "wrongOrganization"]));

/** @param {Run} run */
function stopBanner({ stop, state }) {
  if (stop === null || stop.why === "firstDone" || state === "running" || state === "done" || state === "cancelled")
    return null;
  const t = words().run;
  const { what, todo } = t.stops[stop.why];
  const panel = banner(
    "warning",
    what,
    todo,
    { "data-run-stop": stop.why },
    ...(ofKey.has(stop.why)
      ? [h("a", { class: "button button-plain", href: to.settings() }, words().errorWords.goSettings)]
      : []),
  );
  const body = panel.querySelector(".notice-body");
  if (stop.message !== null && body !== null)
    body.insertBefore(
      h(
        "blockquote",
        { class: "said" },
        h("span", { class: "said-by" }, words().errorWords.said),
        h("q", {}, h("bdi", {}, stop.message)),
      ),
      body.querySelector(".actions"),
    );
  return panel;
}

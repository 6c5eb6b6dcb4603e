import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { button, h } from "../kit/dom.js";
import { words } from "../text/words.js";
import { banner } from "../kit/banner.js";
import { attempts } from "../kit/attempt.js";

/** A notice that a newer Ficha is available, or that this one was withdrawn, if update notifications are on. @param {AbortSignal} signal */
export function newerNotice(signal) {
  const { newest } = app;
  return newest === null ? null : newerBanner(newest, signal);
}

/** Null where there is nothing to do. @param {import("../host/wire.d.ts").Newest} newest @param {AbortSignal} signal */
export function newerBanner(newest, signal) {
  if (newest.kind !== "newer" && newest.kind !== "withdrawn") return null;
  const { kind, version } = newest;
  const t = words().settings;
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  const open = button(
    t.openReleases,
    { action: "open-releases" },
    signal,
    () => void attempt(async () => void (await host.openReleases()), { pressed: open }),
  );
  const what =
    kind === "newer"
      ? banner("info", t.newerIs(version), t.newerBody, { "data-newer": version }, open)
      : banner("warning", t.withdrawn(app.started.version), t.withdrawnBody, { "data-withdrawn": version }, open);
  return h("div", {}, what, problem);
}

import { host } from "../host/host.js";
import { app } from "../state/app.js";
import { button, h } from "../kit/dom.js";
import { words } from "../text/words.js";
import { banner } from "../kit/banner.js";
import { attempts } from "../kit/attempt.js";

/** A notice that a newer Ficha is available, if update notifications are on. @param {AbortSignal} signal */
export function newerNotice(signal) {
  const { newest } = app;
  return newest?.kind === "newer" ? newerBanner(newest.version, signal) : null;
}

/** @param {string} version @param {AbortSignal} signal */
export function newerBanner(version, signal) {
  const t = words().settings;
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  const open = button(
    t.openReleases,
    { action: "open-releases" },
    signal,
    () => void attempt(async () => void (await host.openReleases()), { pressed: open }),
  );
  return h("div", {}, banner("info", t.newerIs(version), t.newerBody, { "data-newer": version }, open), problem);
}

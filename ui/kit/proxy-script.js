import { banner } from "./banner.js";
import { words } from "../text/words.js";

/**
 * That the computer is set to a script instead of a proxy, and what to ask for.
 *
 * @param {import("../host/wire.d.ts").ProxyScript} script
 */
export function scriptBanner(script) {
  const t = words().proxyScript;
  return banner(
    script.kind === "at" ? "warning" : "info",
    script.kind === "at" ? t.at : t.searched,
    script.kind === "at" ? t.atBody(script.address) : t.searchedBody,
    { "data-proxy-script": script.kind },
  );
}

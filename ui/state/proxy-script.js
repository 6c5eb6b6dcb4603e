import { host } from "../host/host.js";
import { app } from "./app.js";

/**
 * The script that takes a proxy's place in the system's settings, where it matters: null where there is none, and where
 * the proxy is not the system's.
 */
export async function proxyScript() {
  const script = await host.proxyScript().catch(() => null);
  return app.session?.proxy === null ? script : null;
}

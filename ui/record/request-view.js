import { copyText } from "../kit/copy.js";
import { button, h } from "../kit/dom.js";
import { announce } from "../kit/announce.js";
import { words } from "../text/words.js";

/** @typedef {import("../host/wire.d.ts").RequestPreview} RequestPreview */

/**
 * The exact request, on demand, as it will be sent, without the key.
 *
 * @param {RequestPreview} request
 * @param {AbortSignal} signal
 */
export function requestView({ method, url, headers, body }, signal) {
  const t = words().review;
  const text = [`${method} ${url}`, ...headers.map(({ key, value }) => `${key}: ${value}`), "", body].join("\n");
  const code = h(
    "pre",
    { class: "request", tabindex: 0, id: "request", role: "group", "aria-label": t.requestTitle },
    text,
  );
  const said = h("span", { role: "status", class: "fine" });
  const copy = button(t.copy, { action: "copy-request", kind: "quiet" }, signal, async () => {
    await copyText(text);
    announce(said, t.copied);
  });
  const panel = h("div", { class: "request-panel", hidden: true }, code, h("div", { class: "actions" }, copy, said));
  const toggle = button(t.request, { action: "show-request", kind: "quiet" }, signal, () => {
    panel.hidden = !panel.hidden;
    toggle.textContent = panel.hidden ? t.request : t.hideRequest;
    toggle.setAttribute("aria-expanded", String(!panel.hidden));
  });
  toggle.setAttribute("aria-expanded", "false");
  toggle.classList.add("disclosure");
  return h("div", { class: "request-place" }, toggle, panel);
}

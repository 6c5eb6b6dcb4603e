import { host } from "../host/host.js";
import { say } from "../host/errors.js";
import { app } from "../state/app.js";
import { button, h, on } from "../kit/dom.js";
import { words } from "../text/words.js";
import { settingsSection } from "./section.js";

/**
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../host/wire.d.ts").Session} Session
 */

/** @param {Session} session @param {AbortSignal} signal */
export function networkSection(session, signal) {
  const t = words().settings;
  const current = session.proxy === null ? "system" : session.proxy === "" ? "none" : "manual";
  const address = h("input", {
    type: "text",
    name: "proxyAddress",
    id: "proxy-address",
    class: "control mono",
    spellcheck: "false",
    autocomplete: "off",
    "aria-describedby": "hint-proxy error-proxy",
  });
  address.value = session.proxy ?? "";
  const error = h("p", { class: "error", id: "error-proxy" });
  const said = h("span", { class: "fine", role: "status" });
  const radios = /** @type {const} */ ([
    ["system", t.proxySystem],
    ["none", t.proxyNone],
    ["manual", t.proxyManual],
  ]).map(([value, text]) => {
    const input = h("input", { type: "radio", name: "proxy", value, class: "radio", checked: value === current });
    on(input, "change", signal, () => {
      manual.hidden = value !== "manual";
      if (value === "manual") address.focus();
      else void save(value === "system" ? null : "");
    });
    return h("label", { class: "segment" }, input, h("span", {}, text));
  });

  /** @param {string | null} proxy */
  async function save(proxy) {
    said.textContent = "";
    error.textContent = "";
    address.removeAttribute("aria-invalid");
    try {
      app.session = await host.setProxy(proxy);
      said.textContent = t.saved;
    } catch (thrown) {
      const { what, todo } = say(/** @type {CommandError} */ (thrown));
      error.textContent = `${what} ${todo}`;
      address.setAttribute("aria-invalid", "true");
      if (!manual.hidden) address.focus();
    }
  }

  on(address, "keydown", signal, (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) void save(address.value.trim());
  });
  const manual = h(
    "div",
    { class: "field", hidden: current !== "manual" },
    h("label", { class: "field-label", for: address.id }, t.proxyAddress),
    h("div", { class: "hint", id: "hint-proxy" }, t.proxyHint),
    h(
      "div",
      { class: "with-aside" },
      address,
      button(t.save, { action: "save-proxy" }, signal, () => void save(address.value.trim())),
    ),
  );
  return settingsSection(
    "network",
    t.network,
    "",
    h(
      "fieldset",
      { class: "field" },
      h("legend", { class: "field-label" }, t.proxy),
      h("div", { class: "segments" }, radios),
    ),
    manual,
    error,
    said,
  );
}

import { host } from "../host/host.js";
import { say } from "../host/errors.js";
import { app } from "../state/app.js";
import { announce } from "../kit/announce.js";
import { button, fill, h, on } from "../kit/dom.js";
import { words } from "../text/words.js";
import { bringIntoSight } from "../kit/in-sight.js";
import { scriptBanner } from "../kit/proxy-script.js";
import { settingsSection } from "./section.js";

/**
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../host/wire.d.ts").Session} Session
 */

/**
 * The proxy is used once it is saved, by a button or Enter: on the way to an address of one's own the arrow keys pass
 * choices that would cut the connection.
 *
 * @param {Session} session @param {AbortSignal} signal
 */
export function networkSection(session, signal) {
  const t = words().settings;
  let saved = session.proxy;
  const current = saved === null ? "system" : saved === "" ? "none" : "manual";
  const address = h("input", {
    type: "text",
    name: "proxyAddress",
    id: "proxy-address",
    class: "control mono",
    spellcheck: "false",
    autocomplete: "off",
    "aria-describedby": "hint-proxy error-proxy",
  });
  address.value = saved ?? "";
  const error = h("p", { class: "error", id: "error-proxy", role: "alert" });
  const said = h("span", { class: "fine", role: "status" });
  const script = h("div", {});
  const radios = /** @type {const} */ ([
    ["system", t.proxySystem],
    ["none", t.proxyNone],
    ["manual", t.proxyManual],
  ]).map(([value, text]) => {
    const input = h("input", { type: "radio", name: "proxy", value, class: "radio", checked: value === current });
    on(input, "change", signal, () => {
      manual.hidden = value !== "manual";
      showWhetherSaved();
    });
    return { value, input, node: h("label", { class: "segment" }, input, h("span", {}, text)) };
  });
  const [system, none] = radios;
  /** What is chosen: null is the computer's proxy, an empty text is none. */
  const chosen = () => (system.input.checked ? null : none.input.checked ? "" : address.value.trim());

  function clearError() {
    announce(error, "");
    address.removeAttribute("aria-invalid");
  }

  function showWhetherSaved() {
    clearError();
    announce(said, chosen() === saved ? "" : t.notSaved);
  }

  async function save() {
    const proxy = chosen();
    clearError();
    announce(said, "");
    try {
      // No address is not the same as no proxy.
      if (proxy === "" && !none.input.checked) throw /** @type {CommandError} */ ({ code: "proxyBad" });
      const now = await host.setProxy(proxy);
      app.session = now;
      // What is shown from here on lacks the password.
      saved = now.proxy;
      if (saved) address.value = saved;
      announce(said, t.saved);
      if (saved !== null) fill(script);
    } catch (thrown) {
      const { what, todo } = say(/** @type {CommandError} */ (thrown));
      announce(error, `${what} ${todo}`);
      if (manual.hidden) return;
      address.setAttribute("aria-invalid", "true");
      address.focus();
    }
    bringIntoSight(error);
  }

  on(address, "input", signal, showWhetherSaved);
  const manual = h(
    "div",
    { class: "field", hidden: current !== "manual" },
    h("label", { class: "field-label", for: address.id }, t.proxyAddress),
    h("div", { class: "hint", id: "hint-proxy" }, t.proxyHint),
    address,
  );
  const choices = h(
    "fieldset",
    { class: "field" },
    h("legend", { class: "field-label" }, t.proxy),
    h(
      "div",
      { class: "segments" },
      radios.map(({ node }) => node),
    ),
  );
  for (const place of [choices, manual]) {
    on(place, "keydown", signal, (event) => {
      if (event.key === "Enter" && !event.repeat && !event.ctrlKey && !event.metaKey) void save();
    });
  }
  void host.proxyScript().then(
    (found) => {
      if (found !== null && saved === null && !signal.aborted) script.append(scriptBanner(found));
    },
    // Nothing of Settings depends on it.
    () => {},
  );
  return settingsSection(
    "network",
    t.network,
    "",
    choices,
    script,
    manual,
    error,
    h(
      "div",
      { class: "actions" },
      button(t.save, { action: "save-proxy" }, signal, () => void save()),
      said,
    ),
  );
}

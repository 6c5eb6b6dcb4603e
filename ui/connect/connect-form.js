import { h, on } from "../kit/dom.js";
import { say } from "../host/errors.js";
import { words } from "../text/words.js";
import { secretInput } from "../kit/secret-input.js";

/**
 * @typedef {import("../host/wire.d.ts").Connection} Connection
 * @typedef {import("../host/wire.d.ts").ConnectionForm} ConnectionForm
 * @typedef {import("../host/wire.d.ts").Environment} Environment
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../host/wire.d.ts").ErrorCode} ErrorCode
 * @typedef {"connectionName" | "server" | "key"} Place
 */

/** Refusals that belong to a single control. @type {Partial<Record<ErrorCode, Place>>} */
const controlOf = {
  nameEmpty: "connectionName",
  serverBad: "server",
  serverNotHttps: "server",
  keyEmpty: "key",
  keySpaces: "key",
  keyNotAscii: "key",
  keyTooLong: "key",
  unauthorized: "key",
  wrongOrganization: "key",
};

/** Refusals that belong to the server's address, if one was typed. @type {Partial<Record<ErrorCode, Place>>} */
const controlOfTyped = { dns: "server", connect: "server" };

/**
 * @param {Connection | null} saved the connection whose key is pasted again
 * @param {AbortSignal} signal
 */
export function connectForm(saved, signal) {
  const t = words().connect;
  const environments = words().environments;
  const name = h("input", {
    type: "text",
    name: "connectionName",
    id: "connection-name",
    class: "control",
    autocomplete: "off",
    "aria-describedby": "hint-connectionName error-connectionName",
  });
  const server = h("input", {
    type: "text",
    name: "server",
    id: "server",
    class: "control mono",
    autocomplete: "off",
    spellcheck: "false",
    autocapitalize: "off",
    inputmode: "url",
    "aria-describedby": "hint-server error-server",
  });
  const key = secretInput({ name: "key", id: "key", label: t.key, describedBy: "hint-key error-key" }, signal);
  name.value = saved?.name ?? "";
  server.value = saved?.environment === "other" ? saved.server : "";

  const chosen = saved === null || saved.environment === "practice" ? "production" : saved.environment;
  const radios = /** @type {const} */ (["production", "staging", "demo", "other"]).map((value) => {
    const input = h("input", { type: "radio", name: "environment", value, class: "radio", checked: value === chosen });
    const node = h(
      "label",
      { class: "radio-card", "data-environment": value },
      input,
      h("span", {}, h("strong", {}, environments[value].name), h("span", { class: "hint" }, t.environmentHints[value])),
    );
    return { input, node, value };
  });
  const [production, staging, demo, other] = radios;
  const serverField = field("server", t.server, t.serverHint, server, server.id);
  const advanced = h(
    "details",
    { class: "quiet-details", open: chosen === "other" },
    h("summary", {}, t.advanced),
    other.node,
    serverField.node,
  );
  const places = {
    connectionName: { ...field("connectionName", t.name, t.nameHint, name, name.id), target: name },
    server: { ...serverField, target: server },
    key: { ...field("key", t.key, t.keyHint, key.node, key.input.id), target: key.input },
  };
  const follow = () => {
    serverField.node.hidden = !other.input.checked;
  };
  for (const { input } of radios) on(input, "change", signal, follow);
  follow();

  const node = h(
    "form",
    { class: "connect-form", novalidate: true, autocomplete: "off" },
    places.connectionName.node,
    h(
      "fieldset",
      { class: "environment-choice" },
      h("legend", { class: "field-label" }, t.environment),
      h("div", { class: "radio-cards" }, production.node, staging.node, demo.node),
      advanced,
    ),
    places.key.node,
    // Enter in a field only submits a form that has a submit button.
    h("button", { type: "submit", class: "offscreen", tabindex: -1, "aria-hidden": "true" }),
  );

  /** @param {Place | null} place @param {string} message */
  function showError(place, message) {
    for (const [at, { error, target }] of Object.entries(places)) {
      const here = at === place;
      error.textContent = here ? message : "";
      if (here) target.setAttribute("aria-invalid", "true");
      else target.removeAttribute("aria-invalid");
    }
    if (place === null) return;
    if (place === "server") advanced.open = true;
  }

  return {
    node,
    /** @returns {Omit<ConnectionForm, "another">} */
    read() {
      const environment = radios.find(({ input }) => input.checked)?.value ?? "production";
      return {
        id: saved?.id ?? null,
        name: name.value,
        environment,
        server: environment === "other" ? server.value : "",
        key: key.input.value,
      };
    },
    forgetKey() {
      key.hide();
      key.input.value = "";
    },
    clearErrors: () => showError(null, ""),
    /** Shows a refusal at its control. @param {CommandError} error @returns {import("../kit/error-summary.js").SummaryLine | null} null if it belongs to none */
    refuse(error) {
      const place = controlOf[error.code] ?? (other.input.checked ? controlOfTyped[error.code] : undefined);
      if (place === undefined) return null;
      const { what, todo } = { ...say(error), ...todoHere(error.code) };
      showError(place, `${what} ${todo}`);
      return { message: what, target: () => places[place].target };
    },
    /** @param {() => void} submit */
    onSubmit: (submit) =>
      on(node, "submit", signal, (event) => {
        event.preventDefault();
        submit();
      }),
  };
}

/** What to do about it in this form, if that differs from the usual advice. @param {ErrorCode} code */
function todoHere(code) {
  const { todos } = words().connect;
  return code in todos ? { todo: todos[/** @type {keyof typeof todos} */ (code)] } : {};
}

/** @param {Place} place @param {string} label @param {string} hint @param {HTMLElement} control @param {string} id */
function field(place, label, hint, control, id) {
  const error = h("p", { class: "error", id: `error-${place}` });
  const node = h(
    "div",
    { class: "field", "data-field": place },
    h("label", { class: "field-label", for: id }, label),
    h("div", { class: "hint", id: `hint-${place}` }, h("p", {}, hint)),
    control,
    error,
  );
  return { node, error };
}

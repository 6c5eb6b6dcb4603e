import { app } from "../state/app.js";
import { h } from "../kit/dom.js";
import { isolate } from "../text/isolate.js";
import { words } from "../text/words.js";

/**
 * The verification code: hidden until Quentli asks for one, or the user says they have one. Never required: a refusal
 * that merely mentions a code must not make a family impossible to update.
 *
 * @param {boolean} offered
 * @param {import("../state/work.js").Work} work keeps what is typed if Review is drawn again
 * @param {AbortSignal} signal
 */
export function codeField(offered, work, signal) {
  const t = words().review;
  const practice = app.session?.practice;
  const input = h("input", {
    type: "text",
    name: "otp",
    id: "field-otp",
    class: "control mono code",
    inputmode: "numeric",
    autocomplete: "one-time-code",
    spellcheck: "false",
    "aria-describedby": "hint-otp error-otp",
  });
  const error = h("p", { class: "error", id: "error-otp" });
  const summary = h("summary", {}, t.haveCode);
  const node = h(
    "details",
    { class: "quiet-details code-field", "data-field": "otp" },
    summary,
    h(
      "div",
      { class: "field" },
      h("label", { class: "field-label", for: input.id }, t.code),
      h("div", { class: "hint", id: "hint-otp" }, h("p", {}, practice ? t.codePractice(practice.code) : t.codeHint)),
      input,
      error,
    ),
  );

  /** @param {string} message */
  function showMessage(message) {
    error.textContent = message;
    if (message === "") input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
  }

  /** @param {string} message */
  function refuse(message) {
    node.open = true;
    showMessage(message);
    input.focus();
  }

  /** @param {string | null} message */
  function offer(message) {
    node.open = true;
    // The refusal above has said so already.
    summary.hidden = true;
    showMessage(message === null ? "" : `${words().errorWords.said} ${words().errorWords.quote(isolate(message))}`);
  }

  input.value = work.code;
  node.open = work.code !== "";
  input.addEventListener(
    "input",
    () => {
      work.code = input.value;
      showMessage("");
    },
    { signal },
  );
  if (offered) offer(null);
  return {
    node,
    offer,
    focus: () => input.focus(),
    /** @returns {string | null} */
    value: () => (input.value.trim() === "" ? null : input.value.trim()),
    refuse,
  };
}

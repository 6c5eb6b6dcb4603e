import { app } from "../lib/app.js";
import { h } from "../lib/dom.js";
import { words } from "../lib/words.js";

/**
 * The verification code: out of the way until Quentli asks for one, or the person says they have one.
 *
 * @param {boolean} needed
 * @param {AbortSignal} signal
 */
export function codeField(needed, signal) {
  const t = words().review;
  const practice = app.session?.practice;
  const input = h("input", {
    type: "text", name: "otp", id: "field-otp", class: "control mono code", inputmode: "numeric", autocomplete: "one-time-code",
    spellcheck: "false", "aria-describedby": "hint-otp error-otp",
  });
  const error = h("p", { class: "error", id: "error-otp" });
  const summary = h("summary", {}, t.haveCode);
  const node = h("details", { class: "quiet-details code-field", "data-field": "otp" }, summary,
    h("div", { class: "field" },
      h("label", { class: "field-label", for: input.id }, t.code),
      h("div", { class: "hint", id: "hint-otp" }, h("p", {}, practice ? t.codePractice(practice.code) : t.codeHint)),
      input, error));
  let must = false;

  /** @param {string} message */
  function tell(message) {
    error.textContent = message;
    if (message === "") input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
  }

  /** @param {string} message */
  function refuse(message) {
    node.open = true;
    tell(message);
    input.focus();
  }

  /** @param {string | null} message */
  function demand(message) {
    must = true;
    node.open = true;
    // The refusal above has said so already.
    summary.hidden = true;
    tell(message === null ? "" : `${words().errorWords.said} ${words().errorWords.quote(message)}`);
  }

  input.addEventListener("input", () => tell(""), { signal });
  if (needed) demand(null);
  return {
    node,
    demand,
    focus: () => input.focus(),
    /** @returns {string | null} */
    value: () => (input.value.trim() === "" ? null : input.value.trim()),
    /** Whether there is a code where one was asked for; if not, says so at the field. */
    ready() {
      if (!must || input.value.trim() !== "") return true;
      refuse(t.codeMissing);
      return false;
    },
    refuse,
  };
}

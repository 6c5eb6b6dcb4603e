import { copyButton } from "../kit/copy-button.js";
import { button, h, on } from "../kit/dom.js";
import { fillFrom } from "../kit/announce.js";
import { isolate } from "../text/isolate.js";
import { noticeWords, problemWords } from "./messages.js";
import { when } from "../text/time.js";
import { labelOf, valueWords } from "./values.js";
import { words } from "../text/words.js";
import { choiceControl, flagControl } from "./choice-controls.js";
import { dateControl } from "./date-control.js";
import { icon } from "../kit/icon.js";
import { tagsControl } from "./tags-control.js";
import { passwordControl, textControl } from "./text-control.js";

/**
 * @typedef {import("../host/wire.d.ts").Change} Change
 * @typedef {import("../host/wire.d.ts").Entry} Entry
 * @typedef {import("../host/wire.d.ts").FieldSpec} FieldSpec
 * @typedef {import("../host/wire.d.ts").Kind} Kind
 * @typedef {import("../host/wire.d.ts").LastSent} LastSent
 * @typedef {import("../host/wire.d.ts").Notice} Notice
 * @typedef {import("../host/wire.d.ts").Problem} Problem
 * @typedef {import("../host/wire.d.ts").Value} Value
 * @typedef {import("../kit/control.js").Control} Control
 * @typedef {import("../kit/control.js").Given} Given
 *
 * @typedef {object} About what to show at a field
 * @property {Change | undefined} change
 * @property {Problem[]} problems
 * @property {Notice[]} notices
 * @property {string | undefined} refusal the server's own words
 */

/** @type {Record<Exclude<Kind, "pairs">, (given: Given) => Control>} */
const controls = {
  text: textControl,
  email: textControl,
  phone: textControl,
  ip: textControl,
  password: passwordControl,
  flag: flagControl,
  choice: choiceControl,
  dateSwitch: dateControl,
  tags: tagsControl,
};

/** Kinds that need a button to be cleared: an empty box does not yet mean that. */
const clearable = new Set(["text", "email", "phone", "tags"]);

/** What is looked up elsewhere: in a phone, a mail program, another system. */
const copied = new Set(["phoneNumber", "secondaryPhoneNumber", "email", "username"]);

/**
 * One field of the record: its control with caption, hint, old value, messages, undo and clear.
 *
 * @param {{ spec: FieldSpec, loaded: Value, lastSent: LastSent | undefined, ticks: boolean, signal: AbortSignal, changed: () => void, left: () => void }} given
 */
export function field({ spec, loaded, lastSent, ticks, signal, changed, left }) {
  const t = words().fields;
  const { name, kind } = spec;
  const label = labelOf(name);
  const ids = { hint: `hint-${name}`, before: `before-${name}`, notice: `notice-${name}`, error: `error-${name}` };
  const control = controls[/** @type {Exclude<Kind, "pairs">} */ (kind)]({
    spec,
    label,
    loaded,
    signal,
    changed: touch,
    describedBy: `${ids.hint} ${ids.before} ${ids.notice} ${ids.error}`,
  });
  let cleared = false;

  const captioned = kind !== "flag" && kind !== "dateSwitch";
  const caption = h(
    control.group ? "span" : "label",
    { class: "field-label", id: `label-${name}`, for: control.group ? null : control.target.id },
    label,
  );
  const tick = h("input", {
    type: "checkbox",
    name: `send.${name}`,
    id: `send-${name}`,
    class: "tick",
    "aria-label": t.sendField(label),
  });
  const undo = button(t.undo, { action: "undo", kind: "quiet", label: t.undoField(label) }, signal, () => {
    cleared = false;
    tick.checked = false;
    control.show(undefined);
    touch();
    control.target.focus();
  });
  undo.dataset.undo = name;
  undo.prepend(icon("undo"));
  const clear = button(
    kind === "tags" ? t.clearTags : t.clear,
    { action: "clear", kind: "quiet", label: kind === "tags" ? `${t.clearTags}: ${label}` : t.clearField(label) },
    signal,
    () => {
      cleared = true;
      tick.checked = true;
      control.show(blank());
      touch();
      control.target.focus();
    },
  );
  clear.dataset.clear = name;
  const canClear =
    clearable.has(kind) &&
    (spec.nullable || kind === "tags") &&
    (loaded.kind === "absent" || (loaded.kind === "text" && loaded.text !== ""));

  const copy = copied.has(name) ? copyButton(label, text, signal) : null;
  if (copy !== null) copy.dataset.copy = name;

  const before = h("p", { class: "before", id: ids.before });
  const notice = h("div", { class: "field-notice", id: ids.notice, "aria-live": "polite" });
  const error = h("div", { class: "error", id: ids.error });
  const hints = [t.hints[name], lastSent ? lastSentWords(lastSent) : ""].filter((line) => line !== "");
  const node = h(
    "div",
    {
      class: `field field-${kind}`,
      "data-field": name,
      "data-changed": "false",
      role: control.group && "radiogroup",
      "aria-labelledby": control.group && `label-${name}`,
      "aria-describedby": control.group && `${ids.hint} ${ids.error}`,
    },
    h(
      "div",
      { class: "field-head" },
      ticks && h("label", { class: "send" }, tick, h("span", { "aria-hidden": "true" }, t.send)),
      captioned && caption,
    ),
    control.node,
    h("span", { class: "field-tools" }, copy, canClear && clear, undo),
    before,
    h(
      "div",
      { class: "hint", id: ids.hint },
      hints.map((line) => h("p", {}, line)),
    ),
    notice,
    error,
  );

  on(node, "input", signal, (event) => {
    if (event.target === tick) return;
    cleared = false;
    tick.checked = true;
    showCopy();
    changed();
  });
  on(tick, "change", signal, changed);
  on(node, "focusout", signal, left);

  function touch() {
    undo.hidden = entry() === undefined;
    showCopy();
    changed();
  }

  /** What the control holds, as it would be sent. */
  function text() {
    const whole = control.whole();
    return whole.kind === "text" && !cleared ? whole.text : "";
  }

  function showCopy() {
    if (copy !== null) copy.hidden = text() === "";
  }

  /** @returns {Entry} */
  function blank() {
    return kind === "tags" ? { kind: "list", items: [] } : { kind: "clear" };
  }

  /** @returns {Entry | undefined} */
  function entry() {
    if (ticks && !tick.checked) return undefined;
    if (cleared) return blank();
    return ticks ? control.whole() : control.entry();
  }

  /** @param {string} text a suggested text */
  function take(text) {
    control.use?.(text);
    cleared = false;
    touch();
    control.target.focus();
  }

  /** @param {About} about */
  function report({ change, problems, notices, refusal }) {
    const isChanged = change !== undefined;
    node.dataset.changed = String(isChanged);
    node.dataset.cleared = String(cleared);
    undo.hidden = entry() === undefined;
    clear.hidden = cleared;
    const { target } = control;
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
      target.placeholder = !cleared ? "" : kind === "tags" ? t.willClearTags : t.willClear;
    }
    before.textContent = !isChanged
      ? ""
      : change.before === null || change.before.kind === "absent"
        ? t.beforeUnknown
        : t.before(isolate(valueWords(name, change.before)));
    const next = (/** @type {Element} */ place) => () => place.querySelector("button") ?? target;
    fillFrom(notice, notices, () => notices.map((one) => h("p", {}, noticeWords(one), " ", offer(one))), next(notice));
    const messages = [
      ...problems.map(problemWords),
      ...(refusal === undefined ? [] : [`${words().errorWords.said} ${words().errorWords.quote(isolate(refusal))}`]),
    ];
    const choices = problems.flatMap(({ found }) => (found.length < 2 ? [] : found));
    fillFrom(
      error,
      [messages, choices],
      () => [
        ...messages.map((message) => h("p", {}, message)),
        ...choices.map((text) => button(t.useFound(isolate(text)), { action: "use-found" }, signal, () => take(text))),
      ],
      next(error),
    );
    const invalid = messages.length > 0;
    node.dataset.invalid = String(invalid);
    if (invalid) target.setAttribute("aria-invalid", "true");
    else target.removeAttribute("aria-invalid");
  }

  /** @param {Notice} one */
  function offer({ code, text }) {
    if (text === null) return null;
    if (code === "emailTypo")
      return button(t.useFound(isolate(text)), { action: "use-found", kind: "quiet" }, signal, () => take(text));
    if (code === "phoneOtherForm")
      return button(t.useExact, { action: "use-exact", kind: "quiet" }, signal, () => take(text));
    return null;
  }

  return {
    name,
    node,
    entry,
    report,
    target: () => control.target,
    /** @param {Entry | undefined} draft */
    show(draft) {
      cleared =
        draft !== undefined &&
        clearable.has(kind) &&
        (draft.kind === "clear" || (draft.kind === "list" && draft.items.length === 0));
      tick.checked = draft !== undefined;
      control.show(draft);
      showCopy();
    },
  };
}

/** @param {LastSent} sent */
function lastSentWords({ field: name, value, at }) {
  const t = words().fields;
  return value === null ? t.lastSentSecret(when(at)) : t.lastSent(isolate(valueWords(name, value)), when(at));
}

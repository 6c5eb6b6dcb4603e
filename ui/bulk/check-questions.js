import { fillFrom } from "../kit/announce.js";
import { h, on } from "../kit/dom.js";
import { isolate } from "../text/isolate.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Check} Check
 * @typedef {import("../host/wire.d.ts").Reading} Reading
 * @typedef {import("../host/wire.d.ts").PlaceholderAsked} PlaceholderAsked
 */

/**
 * What a person has to say once for many rows.
 *
 * @param {(reading: Partial<Reading>) => void} answered
 * @param {AbortSignal} signal
 */
export function checkQuestions(answered, signal) {
  const t = words().bulk.check;
  const list = h("div", { class: "question-list" });
  const node = h(
    "section",
    { class: "sheet questions", "data-questions": true, hidden: true },
    h("h2", {}, t.questions),
    list,
  );

  /** @param {PlaceholderAsked} asked @param {Reading} reading */
  function placeholder({ key, text, rows, answer }, reading) {
    const name = `placeholder-${key}`;
    return h(
      "fieldset",
      { class: "field question", "data-placeholder": key },
      h("legend", { class: "field-label" }, t.placeholder(isolate(text), rows)),
      h(
        "div",
        { class: "segments" },
        /** @type {const} */ (["leave", "clear"]).map((value) => {
          const input = h("input", { type: "radio", class: "radio", name, value, checked: value === answer });
          on(input, "change", signal, () => answered({ placeholders: { ...reading.placeholders, [key]: value } }));
          return h("label", { class: "segment" }, input, h("span", {}, t.placeholders[value]));
        }),
      ),
    );
  }

  /** @param {"padUsernames" | "repairText"} name @param {string} label @param {string} hint @param {string} caption @param {boolean} is */
  function switched(name, label, hint, caption, is) {
    const input = h("input", { type: "checkbox", role: "switch", class: "switch", name, checked: is });
    on(input, "change", signal, () => answered({ [name]: input.checked }));
    return h(
      "div",
      { class: "field question", "data-asked": name },
      h("p", { class: "field-label" }, label),
      hint !== "" && h("p", { class: "hint" }, hint),
      h("label", { class: "switch-line" }, input, h("span", {}, caption)),
    );
  }

  /** @param {Check} check @param {Reading} reading */
  function show({ placeholders, padded, mojibake, mojibakeSample }, reading) {
    const asksPad = padded > 0 || reading.padUsernames;
    const asksRepair = mojibake > 0 || reading.repairText;
    node.hidden = placeholders.length === 0 && !asksPad && !asksRepair;
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    const at = focused instanceof HTMLInputElement ? { name: focused.name, value: focused.value } : null;
    fillFrom(list, [placeholders, padded, mojibake, mojibakeSample, reading], () => [
      ...placeholders.map((one) => placeholder(one, reading)),
      asksPad && switched("padUsernames", t.padded(padded), t.paddedHint, t.pad, reading.padUsernames),
      asksRepair &&
        switched(
          "repairText",
          t.mojibake(mojibake),
          mojibakeSample === null ? "" : t.mojibakeSample(...mojibakeSample),
          t.repair,
          reading.repairText,
        ),
    ]);
    if (at !== null && !list.contains(document.activeElement))
      [...list.querySelectorAll("input")].find(({ name, value }) => name === at.name && value === at.value)?.focus();
  }

  return { node, show };
}

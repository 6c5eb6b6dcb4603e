import { fill, h, on } from "../kit/dom.js";
import { isolate } from "../text/isolate.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Reading} Reading
 * @typedef {import("../host/wire.d.ts").Sheet} Sheet
 * @typedef {import("../host/wire.d.ts").SheetColumn} SheetColumn
 */

/**
 * What a sheet's values mean, where it is not plain: each question only where it matters.
 *
 * @param {(reading: Partial<Reading>) => void} changed
 * @param {AbortSignal} signal
 */
export function readingQuestions(changed, signal) {
  const t = words().bulk.columns;
  const dates = choice("dateOrder", t.dateOrder, t.dateOrders, (dateOrder) => changed({ dateOrder }), signal);
  const tags = choice(
    "tagSeparator",
    t.tagSeparator,
    t.tagSeparators,
    (tagSeparator) => changed({ tagSeparator }),
    signal,
  );
  const names = choice("nameOrder", t.nameOrder, t.nameOrders, (nameOrder) => changed({ nameOrder }), signal);
  const phones = tick("rewritePhones", t.rewritePhones, (rewritePhones) => changed({ rewritePhones }), signal);
  const missing = tick("missingClears", t.missingClears, (missingClears) => changed({ missingClears }), signal);
  const questions = h("h2", {}, t.questions);
  const asked = h("section", { class: "sheet questions" }, questions, dates.node, names.node, tags.node);
  const more = h(
    "details",
    { class: "quiet-details" },
    h("summary", {}, t.more),
    h("div", { class: "ticks" }, phones.node, missing.node),
  );

  /** @param {Sheet} sheet */
  function show({ columns, reading, datesAmbiguous }) {
    const forField = (/** @type {string} */ field) =>
      columns.find(({ use }) => use.kind === "field" && use.field === field);
    const date = forField("optedOutWhatsappAt");
    const tag = forField("tags");
    const isNamed = columns.some(({ use }) => use.kind === "namePart");
    dates.node.hidden = !datesAmbiguous;
    dates.show(reading.dateOrder ?? "", date?.samples[0] ? t.dateOrderHint(isolate(date.samples[0])) : "");
    tags.node.hidden = tag === undefined;
    tags.show(reading.tagSeparator, tag === undefined ? "" : tagWords(tag, reading.tagSeparator));
    names.node.hidden = !isNamed;
    names.show(reading.nameOrder, isNamed ? t.nameSample(isolate(composed(columns, reading))) : "");
    asked.hidden = dates.node.hidden && tags.node.hidden && names.node.hidden;
    phones.node.hidden = !["phoneNumber", "secondaryPhoneNumber"].some((field) => forField(field));
    phones.show(reading.rewritePhones);
    missing.show(reading.missingClears);
  }

  return { asked, more, show };
}

/** How the first tags are read, and what they do. @param {SheetColumn} column @param {string} separator */
function tagWords({ samples }, separator) {
  const t = words().bulk.columns;
  const sample = samples.find((one) => one.includes(separator)) ?? samples[0] ?? "";
  const read = sample
    .split(separator)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  return `${read.length === 0 ? "" : `${t.tagsSplit(read.map((tag) => isolate(tag)).join(" · "))}. `}${t.tagsReplace}`;
}

/** The first name as it would be composed. @param {SheetColumn[]} columns @param {Reading} reading */
function composed(columns, { nameOrder }) {
  const part = (/** @type {string} */ name) =>
    columns.find(({ use }) => use.kind === "namePart" && use.part === name)?.samples[0]?.trim() ?? "";
  const given = part("given");
  const surnames = [part("paternal"), part("maternal")].filter((one) => one !== "").join(" ");
  const orders = {
    givenFirst: [given, surnames].join(" "),
    surnamesFirst: [surnames, given].join(" "),
    surnamesComma: [surnames, given].filter((one) => one !== "").join(", "),
  };
  return orders[nameOrder].trim();
}

/**
 * @template {string} Name
 * @param {string} name
 * @param {string} label
 * @param {Record<Name, string>} choices
 * @param {(value: Name) => void} changed
 * @param {AbortSignal} signal
 */
function choice(name, label, choices, changed, signal) {
  const hint = h("p", { class: "hint", role: "status" });
  const inputs = /** @type {Name[]} */ (Object.keys(choices)).map((value) => {
    const input = h("input", { type: "radio", class: "radio", name, value });
    on(input, "change", signal, () => changed(value));
    return { value, input };
  });
  const node = h(
    "fieldset",
    { class: "field question", "data-question": name },
    h("legend", { class: "field-label" }, label),
    h(
      "div",
      { class: "segments" },
      inputs.map(({ value, input }) => h("label", { class: "segment" }, input, h("span", {}, choices[value]))),
    ),
    hint,
  );
  return {
    node,
    /** @param {string} value @param {string} said */
    show(value, said) {
      for (const one of inputs) one.input.checked = one.value === value;
      if (hint.textContent !== said) fill(hint, said);
    },
  };
}

/** @param {string} name @param {string} label @param {(on: boolean) => void} changed @param {AbortSignal} signal */
function tick(name, label, changed, signal) {
  const input = h("input", { type: "checkbox", class: "tick", name });
  on(input, "change", signal, () => changed(input.checked));
  return {
    node: h("label", { class: "tick-line" }, input, h("span", {}, label)),
    show: (/** @type {boolean} */ is) => {
      input.checked = is;
    },
  };
}

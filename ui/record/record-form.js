import { app } from "../state/app.js";
import { h } from "../kit/dom.js";
import { isolate } from "../text/isolate.js";
import { problemWords } from "../fields/messages.js";
import { labelOf } from "../fields/values.js";
import { words } from "../text/words.js";
import { oncePressEnds } from "../kit/press.js";
import { field } from "../fields/field.js";
import { pairsField } from "../fields/pairs-field.js";

/**
 * @typedef {import("../host/wire.d.ts").Checked} Checked
 * @typedef {import("../host/wire.d.ts").Draft} Draft
 * @typedef {import("../host/wire.d.ts").FieldName} FieldName
 * @typedef {import("../host/wire.d.ts").FieldRefusal} FieldRefusal
 * @typedef {import("../host/wire.d.ts").Group} Group
 * @typedef {import("../host/wire.d.ts").Opened} Opened
 * @typedef {import("../host/wire.d.ts").Problem} Problem
 * @typedef {import("../kit/error-summary.js").SummaryLine} SummaryLine
 */

/** Custom data has one place in the form, whichever of its two names is sent. @param {FieldName | "otp"} name */
const placeOf = (name) => (name === "meta" ? "metadata" : name);

/**
 * The whole record as a card, one section per group.
 *
 * @param {{ opened: Opened, draft: Draft, signal: AbortSignal, changed: () => void }} given
 */
export function recordForm({ opened, draft, signal, changed }) {
  const t = words().fields;
  const ticks = opened.facts === null;
  /** @type {Set<string>} fields the user has visited; problems are shown only there */
  const left = new Set();
  /** @type {{ checked: Checked, refusals: FieldRefusal[] }} */
  let reported = { checked: opened.checked, refusals: [] };
  let sayAll = false;
  const whenPressEnds = oncePressEnds(signal);

  const specs = app.started.fields.filter(({ kind }) => kind !== "pairs");
  const fields = specs.map((spec) =>
    field({
      spec,
      ticks,
      signal,
      changed,
      loaded: opened.values[spec.name] ?? { kind: "absent" },
      lastSent: opened.lastSent.find((sent) => sent.field === spec.name),
      left: () => {
        if (left.has(spec.name)) return;
        left.add(spec.name);
        whenPressEnds(say);
      },
    }),
  );
  const pairs = pairsField({
    opened,
    ticks,
    signal,
    changed,
    left: () => {
      left.add("metadata");
      whenPressEnds(say);
    },
  });
  for (const one of fields) one.show(draft[one.name]);
  pairs.show(draft);

  const groups = [...new Set(specs.map(({ group }) => group))];
  /** @param {Group} group @param {boolean} apart */
  const nodesOf = (group, apart) =>
    specs.flatMap((spec, index) => (spec.group === group && isApart(spec) === apart ? [fields[index].node] : []));
  // Not a form element: WebKitGTK (seen in 2.50) never frees a form that was in the page, nor anything
  // in it, which leaks a third of a MB for each family opened.
  const node = h(
    "div",
    { class: "record" },
    groups.map((group) => section(group, nodesOf(group, false), folded(group))),
    section("customData", [pairs.node]),
  );

  /** @param {Group} group @param {HTMLElement[]} nodes @param {HTMLElement | null} [fold] */
  function section(group, nodes, fold = null) {
    return h(
      "section",
      { class: `group group-${group}`, "aria-labelledby": `group-${group}` },
      h("h2", { id: `group-${group}` }, t.groups[group]),
      h("div", { class: "group-fields" }, nodes),
      fold,
    );
  }

  /** Fields that are always empty would be most of what one sees. @param {Group} group */
  function folded(group) {
    const nodes = nodesOf(group, true);
    if (nodes.length === 0) return null;
    const labels = specs.filter((spec) => spec.group === group && isApart(spec)).map(({ name }) => labelOf(name));
    return h(
      "details",
      { class: "quiet-details hidden-fields", "data-hidden-fields": group },
      h("summary", {}, t.hiddenFields(labels)),
      h("div", { class: "group-fields" }, nodes),
    );
  }

  /** What Quentli never shows is empty in every family; without a readable record, so is everything. @param {import("../host/wire.d.ts").FieldSpec} spec */
  function isApart(spec) {
    return !spec.readable && !ticks;
  }

  function say() {
    const { checked, refusals } = reported;
    const shown = (/** @type {string} */ name) =>
      sayAll || left.has(name) ? checked.problems.filter((one) => placeOf(one.field) === name) : [];
    for (const one of fields) {
      const about = {
        change: checked.changes.find((change) => change.field === one.name),
        problems: shown(one.name),
        notices: checked.notices.filter((notice) => notice.field === one.name),
        refusal: refusals.find((refusal) => refusal.field === one.name)?.message,
      };
      one.report(about);
      if (one.entry() !== undefined || about.problems.length > 0 || about.refusal !== undefined) unfold(one.node);
    }
    pairs.report({
      changes: checked.changes.filter((change) => placeOf(change.field) === "metadata"),
      problems: shown("metadata"),
      notices: checked.notices.filter((notice) => placeOf(notice.field) === "metadata"),
      refusal: refusals.find((refusal) => placeOf(refusal.field) === "metadata")?.message,
    });
  }

  /** @param {FieldName | "otp"} name @param {number | null} [row] */
  function targetOf(name, row = null) {
    if (placeOf(name) === "metadata") return pairs.target(row);
    const found = fields.find((one) => one.name === name);
    if (found === undefined) return null;
    unfold(found.node);
    return found.target();
  }

  return {
    node,
    /** @returns {Draft} only the differences */
    draft() {
      /** @type {Draft} */
      const made = {};
      for (const one of fields) {
        const entry = one.entry();
        if (entry !== undefined) made[one.name] = entry;
      }
      return { ...made, ...pairs.draft() };
    },
    /** @param {Checked} checked @param {FieldRefusal[]} refusals @param {boolean} all also for fields not visited yet */
    report(checked, refusals, all) {
      reported = { checked, refusals };
      sayAll = all;
      say();
    },
    /** Every field, in the order of the form. @type {FieldName[]} */
    names: [...specs.map(({ name }) => name), "metadata"],
    /** @param {FieldName | "otp"} name */
    focus(name) {
      const target = targetOf(name);
      target?.scrollIntoView({ block: "center" });
      target?.focus({ preventScroll: true });
    },
    /** The first control of a group, counted from 0 in the order of the form. @param {number} index */
    focusGroup(index) {
      const group = node.querySelectorAll(".group")[index];
      const target = group?.querySelector(".group > .group-fields :is(.control, .switch, .radio), summary");
      if (!(target instanceof HTMLElement)) return;
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
      // What is typed or pasted next replaces it.
      if (target instanceof HTMLInputElement) target.select();
    },
    /** @param {Problem[]} problems @param {FieldRefusal[]} refusals @returns {SummaryLine[]} */
    summary: (problems, refusals) => [
      ...problems.map((problem) => ({
        message: `${labelOf(/** @type {FieldName} */ (problem.field))}: ${problemWords(problem)}`,
        target: () => targetOf(problem.field, problem.row),
      })),
      ...refusals
        .filter(({ field: name }) => name !== "otp")
        .map((refusal) => ({
          message: `${labelOf(/** @type {FieldName} */ (refusal.field))}: ${words().errorWords.quote(isolate(refusal.message))}`,
          target: () => targetOf(refusal.field),
        })),
    ],
  };
}

/** @param {HTMLElement} node */
function unfold(node) {
  const fold = node.closest("details");
  if (fold !== null) fold.open = true;
}

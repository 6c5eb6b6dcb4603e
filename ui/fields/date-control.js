import { button, fill, h, on } from "../kit/dom.js";
import { controlId, switchInput, textOf } from "../kit/control.js";
import { faithful } from "./faithful.js";
import { isolate } from "../text/isolate.js";
import { toLocal, toUtc, zone } from "../text/time.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../kit/control.js").Control} Control
 * @typedef {import("../kit/control.js").Given} Given
 * @typedef {import("../host/wire.d.ts").Entry} Entry
 */

/**
 * A switch with its date: off is null, on is a moment. Shown in local time, sent in UTC. A date that is missing or
 * half typed counts as empty text, which is a problem: only the switch itself removes the date.
 *
 * @param {Given} given
 * @returns {Control}
 */
export function dateControl({ spec, label, loaded, describedBy, signal, changed }) {
  const t = words().fields;
  const atId = `${controlId(spec.name)}-at`;
  const input = switchInput({ spec, describedBy });
  const at = h("input", {
    type: "datetime-local",
    class: "control mono",
    id: atId,
    name: `${spec.name}.at`,
    autocomplete: "off",
    "aria-describedby": `${atId}-zone`,
  });
  // A web view without a date control shows plain text, so the field has to show the expected format.
  const plain = at.type !== "datetime-local";
  const write = (/** @type {string} */ local) => {
    at.value = plain ? local.replace("T", " ") : local;
  };
  const original = textOf(loaded);
  const originalLocal = original === "" ? "" : toLocal(original);
  /** @type {import("./faithful.js").Faithful<Entry | undefined>} */
  const held = faithful(() => `${input.checked} ${at.value}`);
  const unshown = h("p", { class: "hint" });

  const since = h(
    "div",
    { class: "since" },
    h("label", { for: atId, class: "field-label" }, t.since),
    h(
      "div",
      { class: "with-aside" },
      at,
      button(t.now, { action: "now", kind: "quiet" }, signal, () => {
        write(toLocal(new Date().toISOString()));
        changed();
      }),
    ),
    unshown,
    h("p", { class: "hint", id: `${atId}-zone` }, plain ? `${t.dateFormat}. ${t.zone(zone())}` : t.zone(zone())),
  );
  const reveal = () => {
    since.hidden = !input.checked;
  };
  // Before the form reads the draft, which it does as soon as it gets this event.
  on(input, "input", signal, () => {
    if (input.checked && at.value === "")
      write(originalLocal === "" ? toLocal(new Date().toISOString()) : originalLocal);
    reveal();
  });

  /** @returns {Entry} */
  const read = () => (input.checked ? { kind: "text", text: toUtc(at.value), exact: false } : { kind: "clear" });
  const entry = () => held.value(() => (!input.checked && original === "" ? undefined : read()));

  /** @param {Entry | undefined} given */
  function show(given) {
    const iso = given === undefined ? original : given.kind === "text" ? given.text : "";
    input.checked = given === undefined ? original !== "" : given.kind === "text";
    write(iso === "" ? "" : toLocal(iso));
    fill(unshown, iso !== "" && at.value === "" && t.dateUnshown(isolate(iso)));
    unshown.hidden = unshown.textContent === "";
    held.took(given);
    reveal();
  }
  show(undefined);

  return {
    node: h("div", {}, h("label", { class: "switch-line", for: input.id }, input, h("span", {}, label)), since),
    target: input,
    whole: () => entry() ?? read(),
    entry,
    show,
  };
}

import { h, on } from "../kit/dom.js";
import { labelOf } from "../fields/values.js";
import { words } from "../text/words.js";
import { openDialog } from "../kit/dialog.js";
import { announce } from "../kit/announce.js";

/** @typedef {import("../host/wire.d.ts").FieldName} FieldName */

/** Without accents or case. @param {string} text */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Asks for a field of the form by its name: the letters of its caption, wherever they are in it.
 *
 * @param {FieldName[]} names
 * @param {AbortSignal} outer
 * @returns {Promise<FieldName | null>} null if none was chosen
 */
export function findField(names, outer) {
  const t = words().edit;
  const input = h("input", {
    type: "text",
    class: "control",
    id: "find-field",
    name: "findField",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": "true",
    "aria-controls": "found-fields",
    "aria-autocomplete": "list",
  });
  const options = names.map((name) => ({
    name,
    text: fold(labelOf(name)),
    node: h("li", { role: "option", id: `found-${name}`, "data-found-field": name, class: "option" }, labelOf(name)),
  }));
  const none = h("p", { class: "fine", role: "status" });
  const list = h(
    "ul",
    { class: "options", role: "listbox", id: "found-fields", "aria-label": t.fields },
    options.map(({ node }) => node),
  );
  const dialog = h(
    "dialog",
    { class: "dialog field-finder", "aria-labelledby": "find-field-label" },
    h("label", { class: "dialog-label", id: "find-field-label", for: input.id }, t.findField),
    input,
    list,
    none,
  );
  let chosen = 0;
  const shown = () => options.filter(({ node }) => !node.hidden);

  function show() {
    const wanted = fold(input.value.trim());
    for (const { node, text } of options) node.hidden = !text.includes(wanted);
    announce(none, shown().length === 0 ? t.noField : "");
    choose(0);
  }

  /** @param {number} index */
  function choose(index) {
    const found = shown();
    chosen = Math.max(0, Math.min(index, found.length - 1));
    for (const { node } of options) node.setAttribute("aria-selected", String(node === found[chosen]?.node));
    input.setAttribute("aria-activedescendant", found[chosen]?.node.id ?? "");
    found[chosen]?.node.scrollIntoView({ block: "nearest" });
  }

  show();
  return openDialog(outer, /** @type {FieldName | null} */ (null), (signal, give) => {
    on(input, "input", signal, show);
    on(input, "keydown", signal, (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter") {
        event.preventDefault();
        const found = shown()[chosen];
        if (found && !event.repeat) give(found.name);
      }
    });
    for (const { node, name } of options) on(node, "click", signal, () => give(name));
    on(dialog, "click", signal, (event) => {
      if (event.target === dialog) give(null);
    });
    return { dialog, first: input };
  });
}

import { button, h, on } from "../kit/dom.js";
import { icon } from "../kit/icon.js";
import { commandKey } from "../kit/keys.js";
import { announce } from "../kit/announce.js";
import { words } from "../text/words.js";

/**
 * Where a sheet comes from: a file that is dropped or chosen, or cells that are pasted.
 *
 * @param {{ choose: (pressed: HTMLElement) => void, paste: (text: string) => void }} acts
 * @param {AbortSignal} signal
 */
export function sourceArea({ choose, paste }, signal) {
  const t = words().bulk.start;
  const error = h("p", { class: "error", id: "paste-error", role: "alert" });
  const box = h("textarea", {
    name: "cells",
    id: "cells",
    class: "control paste-box",
    rows: 2,
    placeholder: t.pasteHere,
    spellcheck: "false",
    autocomplete: "off",
    "aria-describedby": "paste-error",
  });
  const room = h(
    "div",
    { class: "paste-room", hidden: true },
    h("label", { class: "field-label", for: box.id }, t.pasteLabel),
    box,
    error,
  );
  const open = button(t.choose, { action: "choose-file", kind: "primary" }, signal, () => choose(open));
  const pastes = button(t.paste, { action: "paste" }, signal, showBox);

  function showBox() {
    room.hidden = false;
    box.focus();
  }

  on(box, "paste", signal, (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    event.preventDefault();
    announce(error, "");
    if (text.trim() === "") announce(error, t.pasteEmpty);
    else paste(text);
  });
  // Typed text is no table: what a person would type belongs in a spreadsheet.
  on(box, "input", signal, () => {
    const text = box.value;
    box.value = "";
    if (text.includes("\t") || text.includes("\n")) paste(text);
  });
  // Where nothing can be typed no engine pastes: the keys go to the box first.
  on(document, "keydown", signal, (event) => {
    const pasteKeys = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "v";
    if (!pasteKeys || event.target instanceof HTMLInputElement || event.target === box) return;
    if (document.querySelector("dialog[open]") === null && room.isConnected) showBox();
  });

  return h(
    "section",
    { class: "source-area", "data-source": true, "aria-label": t.drop },
    icon("file"),
    h("p", { class: "source-title" }, t.drop),
    h("div", { class: "actions" }, pastes, open),
    h("p", { class: "fine" }, t.pasteHint(commandKey)),
    room,
  );
}

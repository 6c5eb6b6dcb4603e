import { icon } from "../kit/icon.js";
import { pageHead, lead } from "../kit/page-head.js";
import { host } from "../host/host.js";
import { button, fill, h } from "../kit/dom.js";
import { words } from "../text/words.js";

/** @param {import("../frame/router.js").Screen} screen */
export function mountAlreadyOpen(screen) {
  const t = words().alreadyOpen;
  fill(
    screen.main,
    h(
      "div",
      { class: "hello" },
      h("div", { class: "hello-mark" }, icon("card"), h("span", {}, "Ficha")),
      pageHead(t.title, lead(t.lead)),
      h(
        "div",
        { class: "actions" },
        button(t.close, { action: "close", kind: "primary" }, screen.signal, () => void host.close()),
      ),
    ),
  );
  const nowhere = () => {};
  screen.shortcuts({ back: nowhere, find: nowhere, settings: nowhere, connect: nowhere, review: nowhere });
  screen.ready(t.title);
}

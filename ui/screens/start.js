import { attempts } from "../kit/attempt.js";
import { icon } from "../kit/icon.js";
import { pageHead, lead } from "../kit/page-head.js";
import { startNotices } from "./start-notices.js";
import { host } from "../host/host.js";
import { button, fill, h } from "../kit/dom.js";
import { go, to } from "../state/places.js";
import { switchFrom } from "../state/switching.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** The first screen: what Ficha is, and two ways to start. @param {Screen} screen */
export function mountStart(screen) {
  const { main, signal } = screen;
  const t = words().start;
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  const practice = button(t.practice, { action: "practice", kind: "primary" }, signal, () => practise());
  const practise = () => void attempt(() => switchFrom(host.practice, signal), { pressed: practice, retry: practise });

  fill(
    main,
    h(
      "div",
      { class: "hello" },
      h("div", { class: "hello-mark" }, icon("card"), h("span", {}, "Ficha")),
      pageHead(t.title, lead(t.lead)),
      startNotices(),
      problem,
      h(
        "div",
        { class: "ways" },
        h(
          "section",
          { class: "way" },
          icon("practice"),
          h("h2", {}, t.practiceTitle),
          h("p", {}, t.practiceLead),
          practice,
        ),
        h(
          "section",
          { class: "way" },
          icon("school"),
          h("h2", {}, t.connectTitle),
          h("p", {}, t.connectLead),
          button(t.connect, { action: "connect" }, signal, () => go(to.connect())),
        ),
      ),
      h("p", { class: "hello-help" }, h("a", { href: to.help(), "data-action": "help" }, words().help.fromStart)),
    ),
  );
  screen.shortcuts({ back: () => {}, find: () => {}, settings: () => {} });
  screen.ready(t.short);
}

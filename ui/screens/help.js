import { actionBar } from "../kit/action-bar.js";
import { helpSection } from "../guide/section.js";
import { lead, pageHead } from "../kit/page-head.js";
import { fill, h, on } from "../kit/dom.js";
import { go, to } from "../state/places.js";
import { words } from "../text/words.js";
import { unsent } from "../state/work.js";

/** The guide, an overlay over the current screen, see `router.js`. @param {import("../frame/router.js").Screen} screen */
export function mountHelp(screen) {
  const { main, signal, id, back } = screen;
  const t = words().help;
  const sections = Object.entries(t.sections).map(([name, section]) => ({
    name,
    title: section.title,
    node: helpSection(name, section, signal),
  }));

  /** @param {string} name */
  function reveal(name) {
    const at = sections.findIndex((section) => section.name === name);
    const heading = sections[at]?.node.querySelector("h2");
    // Above the first section there is only the title, which should be visible too.
    if (at === 0) main.scrollIntoView({ block: "start" });
    heading?.scrollIntoView({ block: at === 0 ? "nearest" : "start" });
    heading?.focus({ preventScroll: true });
  }

  /** @param {string} name @param {string} title */
  function entry(name, title) {
    const link = h("a", { href: to.help(name), "data-section-link": name }, title);
    on(link, "click", signal, (event) => {
      event.preventDefault();
      reveal(name);
    });
    return h("li", {}, link);
  }

  fill(
    main,
    pageHead(t.title, lead(t.lead)),
    h(
      "div",
      { class: "help" },
      h(
        "nav",
        { class: "help-contents", "aria-label": t.contents },
        h(
          "ul",
          {},
          sections.map(({ name, title }) => entry(name, title)),
        ),
      ),
      h(
        "div",
        { class: "help-sections" },
        sections.map(({ node }) => node),
      ),
    ),
    actionBar({
      says: [unsent() && h("p", { class: "fine" }, t.kept)],
      acts: [h("a", { class: "button button-plain", href: back, "data-action": "back" }, t.back)],
    }),
  );
  screen.shortcuts({ back: () => go(back) });
  reveal(id);
  screen.ready(t.title);
}

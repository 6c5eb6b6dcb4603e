import { checkQuestions } from "../bulk/check-questions.js";
import { figures } from "../bulk/figures.js";
import { issueGroups } from "../bulk/issue-groups.js";
import { openSheetFor } from "../bulk/open-sheet.js";
import { stepList } from "../bulk/steps.js";
import { host } from "../host/host.js";
import { actionBar } from "../kit/action-bar.js";
import { announce, fillFrom } from "../kit/announce.js";
import { attempts } from "../kit/attempt.js";
import { banner } from "../kit/banner.js";
import { after, button, fill, h } from "../kit/dom.js";
import { errorPanel } from "../kit/error-panel.js";
import { pageHead } from "../kit/page-head.js";
import { waiting } from "../kit/waiting.js";
import { go, to } from "../state/places.js";
import { countMend, takeTyped, typedInto } from "../state/sheet.js";
import { ago } from "../text/time.js";
import { words } from "../text/words.js";

/**
 * @typedef {import("../host/wire.d.ts").Check} Check
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../host/wire.d.ts").Reading} Reading
 * @typedef {import("../host/wire.d.ts").Sheet} Sheet
 * @typedef {import("../frame/router.js").Screen} Screen
 */

/** @param {Screen} screen */
export async function mountCheck(screen) {
  const { main, signal } = screen;
  const t = words();
  const { title, short, waiting: awaited } = t.bulk.check;
  const sheet = await openSheetFor(screen, title, short);
  if (sheet === null || signal.aborted) return;
  if (sheet.columnsProblem !== null) {
    screen.instead(to.columns());
    return;
  }
  const place = h("div", {});
  fill(main, stepList("check"), pageHead(title), place);
  const stop = button(t.waiting.stop, { action: "stop" }, signal, () => go(to.columns()));
  const done = waiting(place, { words: awaited, skeleton: 6, stop }, signal);
  try {
    const check = await host.checkSheet();
    done();
    if (!signal.aborted) draw(screen, sheet, check);
  } catch (thrown) {
    done();
    if (signal.aborted) return;
    fill(place, errorPanel(/** @type {CommandError} */ (thrown), signal, { retry: screen.remount }));
    screen.ready(short);
  }
}

/** @param {Screen} screen @param {Sheet} sheet @param {Check} first */
function draw(screen, sheet, first) {
  const { main, signal } = screen;
  const t = words().bulk.check;
  let check = first;
  /** @type {Reading} */
  let reading = sheet.reading;
  const problem = h("div", {});
  const attempt = attempts(problem, signal);
  const summary = h("div", {});
  const compared = h("p", { class: "fine" });
  const foreign = h("div", {});
  const says = h("p", { class: "action-count", role: "status" });
  const next = button(t.nextNone, { action: "review", kind: "primary" }, signal, onward);
  signal.addEventListener("abort", () => typedInto.clear(), { once: true });
  /** How many answers are on their way. */
  let checking = 0;

  /** @param {() => Promise<Check>} act */
  async function again(act) {
    checking += 1;
    const soon = after(signal, 500, () => announce(says, t.again));
    await attempt(async () => {
      check = await act();
    });
    soon();
    checking -= 1;
    if (!signal.aborted) show();
  }

  const groups = issueGroups(
    sheet.columns,
    {
      mend(row, column, text) {
        countMend();
        return again(() => host.mendCell(row, column, text));
      },
      choose(row, id) {
        countMend();
        void again(() => host.chooseFamily(row, id));
      },
      nearest: (row) => host.nearestFamilies(row).catch(() => []),
    },
    signal,
  );
  const questions = checkQuestions((answer) => {
    reading = { ...reading, ...answer };
    const wanted = reading;
    void again(async () => {
      await host.useColumns(
        sheet.columns.map(({ use }) => use),
        wanted,
      );
      return host.checkSheet();
    });
  }, signal);

  const rest = h("div", { class: "sheet-stack" }, questions.node, groups.node);

  function show() {
    fillFrom(summary, check, () => [figures(check)]);
    compared.textContent = t.compared(check.roster, ago(check.readAt));
    fillFrom(foreign, check.foreign, () => [
      check.foreign && banner("warning", t.foreign, t.foreignLead, { "data-foreign": true }),
    ]);
    questions.show(check, reading);
    groups.renew(check);
    // Nothing below it matters while these are not this school's families.
    rest.hidden = check.foreign;
    const sends = canSend();
    next.textContent = sends ? t.next(check.updates) : t.nextNone;
    next.setAttribute("aria-disabled", String(!sends));
    next.toggleAttribute("data-waits", !sends);
    announce(says, check.updates === 0 ? t.nothing : check.left > 0 ? t.skipped(check.left) : "");
  }

  const canSend = () => check.updates > 0 && !check.foreign;

  function onward() {
    void takeTyped();
    if (canSend() && checking === 0) go(to.changes());
  }

  fill(
    main,
    stepList("check"),
    pageHead(t.title, summary, compared),
    h("div", { class: "sheet-stack" }, problem, foreign, rest),
    actionBar({
      says: [says],
      acts: [h("a", { class: "button button-quiet", href: to.columns(), "data-action": "back" }, t.back), next],
    }),
  );
  show();
  screen.shortcuts({ review: onward });
  screen.ready(t.short);
}

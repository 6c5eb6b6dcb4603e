import { calmAll, guard } from "./armed.js";
import { words } from "../text/words.js";
import { button, h, on } from "./dom.js";

/**
 * @template {string} Answer
 * @typedef {{ answer: Answer, caption: string, kind?: "primary" | "plain" | "quiet" | "danger" }} Choice
 */

/**
 * As on every page: what loses something set apart on the left, the primary one on the right.
 *
 * @template {string} Answer
 * @param {Array<Choice<Answer>>} choices
 */
function inOrder(choices) {
  const place = (/** @type {Choice<Answer>} */ { kind }) => (kind === "danger" ? 0 : kind === "primary" ? 2 : 1);
  return [...choices].sort((one, other) => place(one) - place(other));
}

/** How long a question is on the screen, with nothing pressed, before a destructive choice accepts a press. */
const calmMs = 400;

/**
 * Shows a dialog until an answer is given. Escape and leaving the screen give the safe one.
 *
 * @template Answer
 * @param {AbortSignal} outer
 * @param {Answer} safe
 * @param {(signal: AbortSignal, give: (answer: Answer) => void) => { dialog: HTMLDialogElement, first: HTMLElement | null }} build the dialog and what gets the focus
 * @returns {Promise<Answer>}
 */
export function openDialog(outer, safe, build) {
  const own = new AbortController();
  const { signal } = own;
  const back = document.activeElement;
  return new Promise((resolve) => {
    /** @param {Answer} answer */
    const give = (answer) => {
      if (signal.aborted) return;
      own.abort();
      dialog.close();
      dialog.remove();
      calmAll();
      if (back instanceof HTMLElement && back.isConnected) back.focus();
      resolve(answer);
    };
    const { dialog, first } = build(signal, give);
    on(dialog, "cancel", signal, (event) => {
      event.preventDefault();
      give(safe);
    });
    outer.addEventListener("abort", () => give(safe), { signal });
    document.body.append(dialog);
    dialog.showModal();
    first?.focus();
  });
}

/**
 * Asks one question. The last choice is the safe one.
 *
 * @template {string} Answer
 * @param {{ title: string, body: string, choices: Array<Choice<Answer>>, hasty?: Answer }} question `hasty`: the answer to an Enter that was pressed before the question was read
 * @param {AbortSignal} outer
 * @returns {Promise<Answer>}
 */
export function ask({ title, body, choices, hasty = choices.find(({ kind }) => kind !== "danger")?.answer }, outer) {
  return openDialog(outer, choices[choices.length - 1].answer, (signal, give) => {
    /** @param {Choice<Answer>} offered */
    function choice({ answer, caption, kind }) {
      const element = button(caption, { action: `answer-${answer}`, kind }, signal, () => {
        if (hands === null || hands.take()) give(answer);
      });
      const hands = kind === "danger" ? guard(element, calmMs, signal) : null;
      return element;
    }
    const dialog = h(
      "dialog",
      { class: "dialog", "aria-labelledby": "dialog-title", "aria-describedby": "dialog-body" },
      h("h2", { id: "dialog-title" }, title),
      h("p", { id: "dialog-body" }, body),
      h("div", { class: "dialog-actions" }, inOrder(choices).map(choice)),
    );
    // A hasty Enter must not lose anything.
    return { dialog, first: dialog.querySelector(`[data-action="answer-${CSS.escape(hasty ?? "")}"]`) };
  });
}

/**
 * Asks before an act that loses something.
 *
 * @param {{ title: string, body: string, act: { answer: string, caption: string }, stay?: string }} question `stay` captions the safe answer
 * @param {AbortSignal} outer
 * @returns {Promise<boolean>} whether to go on
 */
export async function askBefore({ title, body, act, stay = words().leave.stay }, outer) {
  const choices = [
    { ...act, kind: /** @type {const} */ ("danger") },
    { answer: "stay", caption: stay },
  ];
  return (await ask({ title, body, choices }, outer)) !== "stay";
}

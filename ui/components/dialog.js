import { button, h, on } from "../lib/dom.js";

/**
 * @template {string} Answer
 * @typedef {{ answer: Answer, caption: string, kind?: "primary" | "plain" | "quiet" | "danger" }} Choice
 */

/**
 * Asks one question. The last choice is the safe one: Escape gives it, and so does the end of the screen.
 *
 * @template {string} Answer
 * @param {{ title: string, body: string, choices: Array<Choice<Answer>> }} question
 * @param {AbortSignal} outer
 * @returns {Promise<Answer>}
 */
export function ask({ title, body, choices }, outer) {
  const own = new AbortController();
  const { signal } = own;
  const safe = choices[choices.length - 1].answer;
  const back = document.activeElement;
  return new Promise((resolve) => {
    /** @param {Answer} answer */
    const give = (answer) => {
      if (signal.aborted) return;
      own.abort();
      dialog.close();
      dialog.remove();
      if (back instanceof HTMLElement && back.isConnected) back.focus();
      resolve(answer);
    };
    const dialog = h("dialog", { class: "dialog", "aria-labelledby": "dialog-title", "aria-describedby": "dialog-body" },
      h("h2", { id: "dialog-title" }, title),
      h("p", { id: "dialog-body" }, body),
      h("div", { class: "dialog-actions" },
        choices.map(({ answer, caption, kind }) => button(caption, { action: `answer-${answer}`, kind }, signal, () => give(answer)))));
    on(dialog, "cancel", signal, (event) => {
      event.preventDefault();
      give(safe);
    });
    outer.addEventListener("abort", () => give(safe), { signal });
    document.body.append(dialog);
    dialog.showModal();
    // Enter pressed in a hurry must not lose anything.
    /** @type {HTMLElement | null} */ (dialog.querySelector("button:not(.button-danger)"))?.focus();
  });
}

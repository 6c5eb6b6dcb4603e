import { after, fill, h } from "./dom.js";

/**
 * The placeholder for a pending answer: nothing for 150 ms, then a skeleton, after 2 s text and a way to stop.
 *
 * @param {HTMLElement} place
 * @param {{ words: string, skeleton?: number, stop?: HTMLElement }} what
 * @param {AbortSignal} signal
 * @returns {() => void} to be called when the answer has arrived
 */
export function waiting(place, { words, skeleton = 5, stop }, signal) {
  const own = new AbortController();
  signal.addEventListener("abort", () => own.abort(), { signal: own.signal });
  const said = h("div", { class: "waiting-words", role: "status" });
  after(own.signal, 150, () =>
    fill(
      place,
      h(
        "div",
        { class: "skeleton", "aria-hidden": "true" },
        Array.from({ length: skeleton }, () => h("span", { class: "bone" })),
      ),
      said,
    ),
  );
  after(own.signal, 2000, () => fill(said, h("p", {}, words), stop ?? null));
  return () => {
    own.abort();
    fill(place);
  };
}

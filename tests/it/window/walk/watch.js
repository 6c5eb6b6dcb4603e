// Notes what no single look at the page would catch: errors, every list of changes that Review
// showed, and what was pressed.
if (window.walk === undefined) {
  const walk = { errors: [], reviewed: [], pressed: [], sent: [] };
  window.walk = walk;
  addEventListener("error", ({ message }) => walk.errors.push(String(message)));
  addEventListener("unhandledrejection", ({ reason }) => {
    walk.errors.push(`not caught: ${reason?.stack ?? JSON.stringify(reason)}`);
  });
  // The family below the guide, whose own id is that of a section.
  let below = "";
  let line = "";
  const place = () => {
    // The guide shows bands too, in its pictures.
    const band = document.querySelector("body > .band");
    const main = document.querySelector("main");
    const isPractice = band?.dataset.environment === "practice";
    return {
      school: isPractice ? "practice" : band?.querySelector(".band-school")?.textContent ?? "",
      id: (main?.dataset.screen === "help" ? below : main?.dataset.id) ?? "",
    };
  };
  walk.place = place;
  let last = "";
  let sending = null;
  const look = () => {
    const main = document.querySelector("main");
    if (main !== null && main.dataset.screen !== "help") below = main.dataset.id;
    const busy = document.querySelector("[data-action=update][aria-busy=true]");
    if (busy !== null && busy !== sending) {
      const shown = [...document.querySelectorAll("[data-change-of] .change-new strong")];
      walk.sent.push({ ...place(), shown: shown.map(({ textContent }) => textContent) });
    }
    sending = busy;
    const lines = [...document.querySelectorAll("main[data-screen=review] [data-change-of]")];
    if (lines.length === 0) return;
    const shown = Object.fromEntries(
      lines.map((line) => [line.dataset.changeOf, line.querySelector(".change-new strong").textContent]),
    );
    const list = { ...place(), shown };
    const text = JSON.stringify(list);
    if (text !== last) walk.reviewed.push(list);
    last = text;
  };
  new MutationObserver(look).observe(document.documentElement, { subtree: true, childList: true });
  look();
  addEventListener("click", ({ target }) => {
    const act = target.closest?.("[data-action]")?.dataset.action;
    if (act === undefined) return;
    const { school, id } = place();
    // A question on Find is about one of its lines.
    if (act === "drop-draft") line = target.closest(".draft-line")?.querySelector("[data-draft]").dataset.draft ?? "";
    const theirs = [...document.querySelectorAll(".conflict input[value=theirs]:checked")];
    const field = target.closest("[data-field]")?.dataset.field;
    walk.pressed.push({
      school,
      id: id === "" && act === "answer-drop" ? line : id,
      act,
      fields: act === "rebase" ? theirs.map(({ name }) => name.slice("conflict.".length)) : field ? [field] : [],
    });
  }, true);
}

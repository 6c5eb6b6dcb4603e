// Notes what no single look at the page would catch: errors, every list of changes that Review
// showed, and what was pressed.
if (window.walk === undefined) {
  const walk = { errors: [], reviewed: [], pressed: [] };
  window.walk = walk;
  addEventListener("error", ({ message }) => walk.errors.push(String(message)));
  addEventListener("unhandledrejection", ({ reason }) => {
    walk.errors.push(`not caught: ${reason?.stack ?? JSON.stringify(reason)}`);
  });
  const place = () => ({
    school: document.querySelector(".band-school")?.textContent ?? "practice",
    id: document.querySelector("main")?.dataset.id ?? "",
  });
  let last = "";
  const look = () => {
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
    const act = target.closest?.("[data-action]");
    if (act === null || act === undefined) return;
    const field = target.closest("[data-field]")?.dataset.field ?? null;
    walk.pressed.push({ ...place(), act: act.dataset.action, field });
  }, true);
}

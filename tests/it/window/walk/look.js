// Everything the walk checks on the page, at one moment. What was recorded since the last look is
// returned once.
const { errors, reviewed, pressed } = window.walk;
window.walk.errors = [];
window.walk.reviewed = [];
window.walk.pressed = [];
const main = document.querySelector("main");
// The guide shows outcomes too, made-up ones.
const outcome = main?.dataset.screen === "help" ? null : main?.querySelector("[data-outcome]");
const rows = [...document.querySelectorAll("[data-result-of]")].map((row) => ({ asked: row.children[1].textContent }));
const controls = ["name", "assigneeId", "metadata.value"].map((name) => {
  const control = document.querySelector(`main[data-screen=edit] [name="${name}"]`);
  return [name, control === null || control.readOnly ? null : control.value];
});
return {
  errors, reviewed, pressed, rows,
  school: document.querySelector(".band-school")?.textContent ?? "practice",
  screen: main?.dataset.screen ?? null,
  ready: main?.dataset.ready === "true",
  checking: main?.dataset.checking !== undefined,
  busy: document.querySelector("[data-action=update][aria-busy=true]") !== null
    || document.body.hasAttribute("aria-busy"),
  dialog: document.querySelector("dialog[open]") !== null,
  id: main?.dataset.id ?? "",
  outcome: outcome?.dataset.outcome ?? null,
  internal: document.querySelector("[data-error=internal]") !== null,
  sideways: document.documentElement.scrollWidth > innerWidth,
  controls: Object.fromEntries(controls),
  title: document.title,
};

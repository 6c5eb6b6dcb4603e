// Everything the walk holds the page to, at one moment. What was noted since the last look is
// handed over once.
const { errors, reviewed, pressed, sent } = window.walk;
for (const kind of ["errors", "reviewed", "pressed", "sent"]) window.walk[kind] = [];
const { school, id } = window.walk.place();
const main = document.querySelector("main");
// The guide shows outcomes too, made-up ones.
const outcome = main?.dataset.screen === "help" ? null : main?.querySelector("[data-outcome]");
const rows = [...document.querySelectorAll("[data-result-of]")].map((row) => ({ asked: row.children[1].textContent }));
const controls = ["name", "assigneeId", "metadata.value", "password"].map((name) => {
  const control = document.querySelector(`main[data-screen=edit] [name="${name}"]`);
  return [name, control === null || control.readOnly ? null : control.value];
});
// Without a search, Find lists every draft.
const isList = main?.dataset.screen === "find" && main.dataset.ready === "true"
  && document.querySelector("[name=search]").value.trim() === "" && main.querySelector("[data-error]") === null;
const listed = [...document.querySelectorAll("[data-draft]")].map((line) => line.dataset.draft);
return {
  errors, reviewed, pressed, sent, rows, school, id,
  screen: main?.dataset.screen ?? null,
  ready: main?.dataset.ready === "true",
  checking: main?.dataset.checking !== undefined,
  busy: document.querySelector("[data-action=update][aria-busy=true]") !== null
    || document.body.hasAttribute("aria-busy"),
  dialog: document.querySelector("dialog[open]") !== null,
  outcome: outcome?.dataset.outcome ?? null,
  internal: document.querySelector("[data-error=internal]") !== null,
  sideways: document.documentElement.scrollWidth > innerWidth,
  controls: Object.fromEntries(controls),
  title: document.title,
  listed: isList ? listed : null,
};

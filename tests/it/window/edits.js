// The body of an async WebDriver script, run in both engines: edits the form as a hand does and reads the draft.
// Returns what is wrong.
const [specs] = arguments;
const found = [];

const holds = (what, read, expected) => {
  if (JSON.stringify(read) !== JSON.stringify(expected)) found.push(`${what}: ${JSON.stringify(read)} instead of ${JSON.stringify(expected)}`);
};

async function run() {
  const [{ recordForm }, { app }] = await Promise.all([import("/record/record-form.js"), import("/state/app.js")]);
  if (specs !== null) app.started = { fields: specs };

  const mount = (values, draft = {}) => {
    const checked = { changes: [], problems: [], notices: [], kept: "disk" };
    const opened = { id: "1", facts: {}, title: "", values, draft, draftSavedAt: null, checked, lastSent: [], conflict: null, pending: null };
    document.querySelector(".record")?.remove();
    const form = recordForm({ opened, draft, signal: new AbortController().signal, changed() {} });
    document.body.append(form.node);
    return form;
  };
  const control = (name, at = 0) => document.querySelectorAll(`.record [name="${name}"]`)[at];
  const type = (box, text) => {
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const text = (written) => ({ kind: "text", text: written });
  const pairs = (...list) => ({ kind: "pairs", pairs: list.map(([key, value]) => ({ key, value })) });
  const row = (key, value, original = key) => ({ key, value, original, remove: false });

  let form = mount({ name: text("uno\r\ndos"), metadata: pairs(["Domicilio", "Calle 5\r\nCol. Centro"], ["Nota", "a\nb"]) });
  holds("a text with lines has a control with lines", control("name").tagName, "TEXTAREA");
  type(control("name"), "uno\ndos\ntres");
  type(control("metadata.value"), "Calle 6\nCol. Centro");
  holds("edited lines end as they ended", form.draft(), {
    name: { kind: "text", text: "uno\r\ndos\r\ntres", exact: false },
    metadata: { kind: "pairs", rows: [row("Domicilio", "Calle 6\r\nCol. Centro"), row("Nota", "a\nb")] },
  });
  type(control("name"), "uno\ndos");
  type(control("metadata.value"), "Calle 5\nCol. Centro");
  holds("typed back is as it was", form.draft(), {});

  form = mount({ name: text("uno\r\ndos\ntres") });
  type(control("name"), "uno\ndos");
  holds("mixed line ends are typed as lines", form.draft(), { name: { kind: "text", text: "uno\ndos", exact: false } });

  form = mount({ metadata: pairs(["Tutor", "Ana"], ["Tutor", "Luis"], ["Nivel", "Primaria"]) });
  type(control("metadata.value", 1), "Luisa");
  const draft = { metadata: { kind: "pairs", rows: [row("Tutor", "Ana"), row("Tutor", "Luisa"), row("Nivel", "Primaria")] } };
  holds("the second row of a key is the second", form.draft(), draft);
  form = mount({ metadata: pairs(["Tutor", "Ana"], ["Tutor", "Luis"], ["Nivel", "Primaria"]) }, draft);
  holds("and still is when the draft is opened", [0, 1, 2].map((at) => control("metadata.value", at).value), ["Ana", "Luisa", "Primaria"]);
  type(control("metadata.value", 1), "Luis");
  holds("typed back there is no change", form.draft(), {});

  const at = "2025-01-10T12:00:37.123Z";
  form = mount({ optedOutWhatsappAt: text(at) });
  type(control("optedOutWhatsappAt.at"), "");
  const incomplete = { optedOutWhatsappAt: { kind: "text", text: "", exact: false } };
  holds("a date that is not complete is no consent", form.draft(), incomplete);
  form = mount({ optedOutWhatsappAt: text(at) }, incomplete);
  holds("nor is it when the draft is opened", [form.draft(), control("optedOutWhatsappAt").checked], [incomplete, true]);
  control("optedOutWhatsappAt").click();
  holds("only the switch gives it", form.draft(), { optedOutWhatsappAt: { kind: "clear" } });
  control("optedOutWhatsappAt").click();
  holds("and takes it back", form.draft(), {});

  form = mount({ optedOutWhatsappAt: text("nada") });
  holds("a date that is none is on", control("optedOutWhatsappAt").checked, true);
  holds("and is shown as it is", form.node.querySelector("[data-field=optedOutWhatsappAt]").textContent.includes("nada"), true);
  control("optedOutWhatsappAt").click();
  holds("until it is put off", form.draft(), { optedOutWhatsappAt: { kind: "clear" } });
  document.querySelector(".record").remove();
}
run().then(() => done(found), (error) => done([String(error?.stack ?? error)]));

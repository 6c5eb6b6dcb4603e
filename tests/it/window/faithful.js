// The body of an async WebDriver script, run in both engines: mounts the form over records with odd text and reads
// the draft back. Returns what came back differently.
const [first, count, specs] = arguments;

/** mulberry32: the same records for the same seed in every engine. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const texts = [
  "", " ", "Familia Núñez Pérez", "  Familia Núñez  ", "Familia\u00a0Núñez", "a", "0000128765", "null", "undefined",
  "Calle 5\nCol. Centro\nMérida", "Calle 5\r\nCol. Centro\r\nMérida", "Calle 5\rCol. Centro", "uno\r\ndos\ntres\rcuatro",
  "\n", "\r\n", "\nal principio", "al final\n", "al final\r\n", "\n\n\n", "\r\n\r\n", "a\u2028b", "a\u2029b", "a\u0085b", "a\vb\fc",
  "a\tb", "\t", "\ta\t\n\tb", "Nu\u0301n\u0303ez", "Núñez", "\u202eevil\u202c", "abc \u2067שלום\u2069", "مرحبا", "a\u200bb\u200d\u2060", "\ufeffa", "\u00ad",
  "👩‍👩‍👧‍👦 😀", "𝔘𝔫𝔦", "\ud83d", "\u0000", "a\u0000b\u0007c\u001b", "<b>&amp;\"'</b>", "a, b, ,c", ",", "x".repeat(20000), "ñ\n".repeat(3000),
  "+525512345678", "+5215512345678", "55 1234 5678", " nunez@example.com\n", "nunez@example.com",
];
const dates = [
  "", "nada", "2025-01-10T12:00:00.000Z", "2025-01-10T12:00:37.123Z", "2025-01-10T12:00:37.123456789Z", "2025-01-10T06:00:00-06:00",
  "2025-01-10", "2025-02-30T00:00:00Z", "0001-01-01T00:00:00Z", "+275760-09-13T00:00:00Z", "-000001-01-01T00:00:00Z", "1969-12-31T23:59:59Z",
  "2025-01-10 06:00", "20250110T060000Z", "Fri, 10 Jan 2025 12:00:00 GMT", " 2025-01-10T12:00:00Z ", "2025-01-10T12:00\n", "9999-12-31T23:59:59.999Z",
];

function generator(seed) {
  const next = random(seed);
  const chance = (p) => next() < p;
  const below = (n) => Math.floor(next() * n);
  const pick = (list) => list[below(list.length)];
  const text = () => (chance(0.2) ? pick(texts) + pick(texts) : pick(texts));
  const keys = ["Nivel", "Folio de beca", "RFC", "nivel", "", " ", "a\nb", "a\r\nb", "__proto__", "\u202eclave"];
  const pairs = () => Array.from({ length: below(5) }, () => ({ key: chance(0.8) ? pick(keys) : text(), value: text() }));

  function value(spec) {
    if (!spec.readable || chance(0.1)) return { kind: "absent" };
    if (spec.nullable && chance(0.2)) return { kind: "null" };
    if (spec.kind === "flag" || spec.kind === "choice") return { kind: "flag", flag: chance(0.5) };
    if (spec.kind === "pairs") return { kind: "pairs", pairs: pairs() };
    return { kind: "text", text: spec.kind === "dateSwitch" ? pick(dates) : text() };
  }

  /** Something a user can enter, but never the loaded value. */
  function entry(spec, loaded) {
    switch (spec.kind) {
      case "flag": return { kind: "flag", flag: !(loaded.kind === "flag" && loaded.flag) };
      case "choice": return loaded.kind === "flag" ? (chance(0.5) ? { kind: "clear" } : { kind: "flag", flag: !loaded.flag }) : { kind: "flag", flag: chance(0.5) };
      case "dateSwitch": {
        const on = loaded.kind === "text" && loaded.text !== "";
        const made = pick(dates);
        return on && (chance(0.3) || made === loaded.text) ? { kind: "clear" } : { kind: "text", text: made, exact: false };
      }
      case "tags": return { kind: "list", items: chance(0.2) ? ["a, b", " c ", "d\ne"] : Array.from({ length: 1 + below(3) }, () => text()) };
      case "password": return { kind: "text", text: `${text()}x`, exact: true };
      default: {
        const made = text();
        if (spec.nullable && chance(0.2)) return { kind: "clear" };
        return { kind: "text", text: loaded.kind === "text" && made === loaded.text ? `${made}\n` : made || "x", exact: chance(0.2) };
      }
    }
  }

  function rows(loaded) {
    const kept = loaded.map(({ key, value: held }) => ({
      key: chance(0.2) ? text() : key, value: chance(0.3) ? text() : held, original: key, remove: chance(0.1),
    }));
    const added = Array.from({ length: 1 + below(2) }, () => ({ key: text(), value: text(), original: null, remove: false }));
    return { kind: "pairs", rows: [...kept, ...added] };
  }
  return { chance, value, entry, rows };
}

function record(seed, all) {
  const made = generator(seed);
  const hidden = made.chance(0.2);
  const values = {};
  for (const spec of all) values[spec.name] = hidden ? { kind: "absent" } : made.value(spec);
  const draft = {};
  for (const spec of all) {
    if (spec.kind !== "pairs" && made.chance(0.5)) draft[spec.name] = made.entry(spec, values[spec.name]);
  }
  const pairs = (name) => (values[name].kind === "pairs" ? values[name].pairs : []);
  const metadata = pairs("metadata");
  const loaded = [...metadata, ...pairs("meta").filter(({ key }) => !metadata.some((pair) => pair.key === key))];
  if (made.chance(0.6)) draft[made.chance(0.7) ? "metadata" : "meta"] = made.rows(loaded);
  const checked = { changes: [], problems: [], notices: [], kept: true };
  return { draft, opened: { id: String(seed), facts: hidden ? null : {}, title: "", values, draft, draftSavedAt: null, checked, lastSent: [], conflict: null, pending: null } };
}

const canonical = (draft) => JSON.stringify(Object.fromEntries(Object.entries(draft).sort(([one], [other]) => (one < other ? -1 : 1))));

async function run() {
  const [{ recordForm }, { app }] = await Promise.all([import("/record/record-form.js"), import("/state/app.js")]);
  if (specs !== null) app.started = { fields: specs };
  const all = app.started.fields;
  const found = [];
  let mounted = 0;
  for (let seed = first; seed < first + count; seed += 1) {
    const { opened, draft } = record(seed, all);
    for (const given of [{}, draft]) {
      const controller = new AbortController();
      const form = recordForm({ opened, draft: given, signal: controller.signal, changed() {} });
      document.body.append(form.node);
      const read = form.draft();
      form.node.remove();
      controller.abort();
      mounted += 1;
      if (canonical(read) !== canonical(given)) {
        for (const name of new Set([...Object.keys(given), ...Object.keys(read)])) {
          const [one, other] = [JSON.stringify(given[name]), JSON.stringify(read[name])];
          if (one !== other) found.push(`record ${seed}, ${name} loaded as ${JSON.stringify(opened.values[name]).slice(0, 300)}: given ${String(one).slice(0, 300)}, read ${String(other).slice(0, 300)}`);
        }
      }
    }
  }
  return { mounted, found };
}
run().then(done, (error) => done({ mounted: 0, found: [String(error?.stack ?? error)] }));

// Every text exists in both languages, takes the same values, quotes only texts, and is used by the page.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** `{"path.to.key": shape}`: a function with its number of parameters, or a sentence with the texts that it quotes. */
export function shapes(value, path = "", out = {}) {
  if (typeof value === "function") out[path] = `function of ${value.length}`;
  else if (value !== null && typeof value === "object")
    for (const [key, inner] of Object.entries(value)) shapes(inner, path ? `${path}.${key}` : key, out);
  else out[path] = [String(value).trim() === "" ? "blank" : "text", ...(String(value).match(/\{[\w.]+\}/g) ?? [])].join(" ");
  return out;
}

export function differences(spanish, english) {
  const keys = new Set([...Object.keys(spanish), ...Object.keys(english)]);
  return [...keys]
    .filter((key) => spanish[key] !== english[key])
    .map((key) => `${key} is ${spanish[key] ?? "missing"} in Spanish, ${english[key] ?? "missing"} in English`);
}

export function misquoted(texts) {
  return Object.entries(texts).flatMap(([key, shape]) =>
    [...shape.matchAll(/\{(.+?)\}/g)]
      .filter(([, quoted]) => texts[quoted] !== "text")
      .map(([, quoted]) => `${key} quotes ${quoted}, which is not a text`),
  );
}

/** A key counts as used if the page names it, or picks from a group above it with `group[…]`. */
export function unused(texts, page) {
  const words = new Set(page.split(/[^\p{Alphabetic}\p{N}_]/u));
  const isPickedFrom = (group) => [`${group}[`, `${group}?.[`, `.${group})`].some((form) => page.includes(form));
  return Object.keys(texts)
    .filter((key) => {
      const groups = key.split(".");
      const leaf = groups.pop();
      return !words.has(leaf) && !groups.some(isPickedFrom);
    })
    .map((key) => `${key} is never used`);
}

/** @param {string} ui the page's folder @param {string} copy a folder to copy the texts to: Node before 22 needs a package.json beside modules, and `ui` holds only what ships */
async function check(ui, copy) {
  mkdirSync(copy, { recursive: true });
  cpSync(join(ui, "text"), copy, { recursive: true });
  writeFileSync(join(copy, "package.json"), '{"type": "module"}');
  const { es } = await import(pathToFileURL(join(copy, "es.js")));
  const { en } = await import(pathToFileURL(join(copy, "en.js")));
  const page = readdirSync(ui, { recursive: true })
    .filter((file) => file.endsWith(".js") && !/^text[/\\](en|es)\b/.test(file))
    .map((file) => readFileSync(join(ui, file), "utf8"))
    .join("");
  const spanish = shapes(es);
  const problems = [...differences(spanish, shapes(en)), ...misquoted(spanish), ...unused(spanish, page)];
  if (Object.keys(spanish).length === 0) problems.push("there are no texts");
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (process.argv.length === 4) await check(process.argv[2], process.argv[3]);

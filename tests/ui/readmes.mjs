// A document and its twin in Spanish must have, section by section, headings of the same levels, the same commands, names, links
// and pictures, and equally many rows and points. People compare the sentences.
import { readFileSync } from "node:fs";

/** A heading and what follows it, up to the next heading of any level. */
function sections(text) {
  const all = [{ heading: "", commands: [], links: [], names: [], rows: 0, points: 0 }];
  let fenced = false;
  for (const line of text.split("\n")) {
    if (line.startsWith("```")) fenced = !fenced;
    const section = all.at(-1);
    if (line.startsWith("#") && !fenced) {
      all.push({ heading: line, commands: [], links: [], names: [], rows: 0, points: 0 });
    } else if (fenced) {
      section.commands.push(line);
    } else {
      for (const [, target] of line.matchAll(/\]\(([^)]*)/g)) section.links.push(neutral(target));
      for (const [, name] of line.matchAll(/`([^`]*)`/g)) section.names.push(name);
      if (line.startsWith("|")) section.rows += 1;
      if (/^(- |\d+\. )/.test(line)) section.points += 1;
    }
  }
  // Word order differs between languages, the order of commands does not.
  for (const { links, names } of all) [links, names].forEach((items) => items.sort());
  return all;
}

/** Each file links to the other, and shows the pictures in its own language. */
const neutral = (target) => target.replace("-es.png", ".png").replace(/\b(README|LEEME|IT|SISTEMAS)\.md$/, "a twin");

const level = ({ heading }) => heading.match(/^#*/)[0].length;

export function differences(english, spanish) {
  const [ours, theirs] = [sections(english), sections(spanish)];
  const problems = [];
  for (const [index, one] of ours.slice(0, theirs.length).entries()) {
    const other = theirs[index];
    const place = `English “${one.heading}”, Spanish “${other.heading}”`;
    // The rest would be compared with the wrong sections.
    if (level(one) !== level(other)) return [...problems, `${place}: the levels differ, so the sections do`];
    for (const kind of ["commands", "links", "names", "rows", "points"]) {
      const [left, right] = [JSON.stringify(one[kind]), JSON.stringify(other[kind])];
      if (left !== right) problems.push(`${place}: the ${kind} differ: ${left}, ${right}`);
    }
  }
  if (ours.length !== theirs.length)
    problems.push(`The English has ${ours.length - 1} headings, the Spanish ${theirs.length - 1}`);
  return problems;
}

if (process.argv.length === 4) {
  const problems = differences(...process.argv.slice(2).map((file) => readFileSync(file, "utf8")));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

import { deepEqual, match } from "node:assert/strict";
import { test } from "node:test";
import { differences } from "./readmes.mjs";

const english = `# Ficha
[es](LEEME.md) ![x](pictures/edit.png)

## Run

- See [a](A.md) and \`x\`, [b](B.md).

\`\`\`
# no heading
cargo run
\`\`\`

| \`f\` | [c](C.md) |
`;

test("a translation with another word order matches", () => {
  const spanish = english
    .replace("LEEME.md", "README.md")
    .replace("edit.png", "edit-es.png")
    .replace("## Run", "## Correr")
    .replace("[a](A.md) and `x`, [b](B.md)", "[b](B.md), `x` y [a](A.md)");
  deepEqual(differences(english, spanish), []);
});

test("anything in only one of them is a problem", () => {
  for (const [part, changed, kind] of [
    ["cargo run", "cargo test", "commands"],
    ["A.md", "D.md", "links"],
    ["edit.png", "find.png", "links"],
    ["`x`", "`y`", "names"],
    ["- See", "See", "points"],
    ["| `f` |", "|-|\n| `f` |", "rows"],
    ["## Run", "### Run", "levels"],
    ["## Run", "Run", "commands"],
  ])
    match(differences(english, english.replace(part, changed)).join("\n"), new RegExp(kind), part);
});

test("an additional section is a problem", () => {
  deepEqual(differences(english, `${english}\n## Ayuda\n`), ["The English has 2 headings, the Spanish 3"]);
});

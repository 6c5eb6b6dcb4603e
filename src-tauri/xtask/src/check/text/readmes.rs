//! README.md and LEEME.md must have, section by section, headings of the same levels, the same commands,
//! names, links and pictures, and equally many rows and points. People compare the sentences.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use crate::sh;

pub(super) fn all_differences() -> Result<Vec<String>> {
    let read = |name: &str| {
        fs::read_to_string(sh::root().join(name)).with_context(|| format!("there is no {name}"))
    };
    let (english, spanish) = (read("README.md")?, read("LEEME.md")?);
    Ok(differences(&sections(&english), &sections(&spanish)))
}

/// A heading and what follows it, up to the next heading of any level.
#[derive(Default)]
struct Section<'a> {
    heading: &'a str,
    /// By kind.
    holds: BTreeMap<&'static str, Vec<String>>,
}

fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections = Vec::new();
    let mut section = Section::default();
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if line.starts_with('#') && !fenced {
            sections.push(std::mem::take(&mut section));
            section.heading = line;
        } else if fenced {
            section.add("commands", line);
        } else {
            section.read(line);
        }
    }
    sections.push(section);
    for section in &mut sections {
        // Word order differs between languages, the order of commands does not.
        let others = section
            .holds
            .iter_mut()
            .filter(|(kind, _)| **kind != "commands");
        others.for_each(|(_, items)| items.sort());
    }
    sections
}

impl Section<'_> {
    fn add(&mut self, kind: &'static str, item: &str) {
        self.holds.entry(kind).or_default().push(item.to_owned());
    }

    fn read(&mut self, line: &str) {
        for rest in line.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or_default();
            self.add("links", &neutral(target));
        }
        for name in line.split('`').skip(1).step_by(2) {
            self.add("names", name);
        }
        let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = number.len() < line.len() && number.starts_with(". ");
        if line.starts_with('|') {
            self.add("rows", "|");
        } else if line.starts_with("- ") || numbered {
            self.add("points", "-");
        }
    }

    fn level(&self) -> usize {
        self.heading.chars().take_while(|c| *c == '#').count()
    }
}

/// Each file links to the other, and shows the pictures in its own language.
fn neutral(target: &str) -> String {
    match target {
        "README.md" | "LEEME.md" => "the other language".to_owned(),
        _ => target.replace("-es.png", ".png"),
    }
}

fn differences(english: &[Section<'_>], spanish: &[Section<'_>]) -> Vec<String> {
    let mut problems = Vec::new();
    for (ours, theirs) in english.iter().zip(spanish) {
        let place = format!(
            "README.md “{}”, LEEME.md “{}”",
            ours.heading, theirs.heading
        );
        if ours.level() != theirs.level() {
            problems.push(format!("{place}: the levels differ, so the sections do"));
            // The rest would be compared with the wrong sections.
            return problems;
        }
        for kind in ["commands", "links", "names", "rows", "points"] {
            let held = |section: &Section<'_>| section.holds.get(kind).cloned().unwrap_or_default();
            let (ours, theirs) = (held(ours), held(theirs));
            if ours != theirs {
                problems.push(format!("{place}: the {kind} differ: {ours:?}, {theirs:?}"));
            }
        }
    }
    let (ours, theirs) = (english.len() - 1, spanish.len() - 1);
    if ours != theirs {
        problems.push(format!("README.md has {ours} headings, LEEME.md {theirs}"));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "# Ficha\n[es](LEEME.md) ![x](pictures/edit.png)\n\n## Run\n\n\
        - See [a](A.md) and `x`, [b](B.md).\n\n```\n# no heading\ncargo run\n```\n\n| `f` | [c](C.md) |\n";

    fn against(spanish: &str) -> Vec<String> {
        differences(&sections(ENGLISH), &sections(spanish))
    }

    #[test]
    fn a_translation_with_another_word_order_matches() {
        let spanish = ENGLISH
            .replace("LEEME.md", "README.md")
            .replace("edit.png", "edit-es.png")
            .replace("## Run", "## Correr")
            .replace("[a](A.md) and `x`, [b](B.md)", "[b](B.md), `x` y [a](A.md)");
        assert_eq!(against(&spanish), [""; 0]);
    }

    #[test]
    fn anything_in_only_one_of_them_is_a_problem() {
        for (part, changed, kind) in [
            ("cargo run", "cargo test", "commands"),
            ("A.md", "D.md", "links"),
            ("edit.png", "find.png", "links"),
            ("`x`", "`y`", "names"),
            ("- See", "See", "points"),
            ("| `f` |", "|-|\n| `f` |", "rows"),
            ("## Run", "### Run", "levels"),
            ("## Run", "Run", "commands"),
        ] {
            let found = against(&ENGLISH.replace(part, changed)).join("\n");
            assert!(found.contains(kind), "{part}: {found}");
        }
    }

    #[test]
    fn an_additional_section_is_a_problem() {
        let more = format!("{ENGLISH}\n## Ayuda\n");
        assert_eq!(against(&more), ["README.md has 2 headings, LEEME.md 3"]);
    }
}

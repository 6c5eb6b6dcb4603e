//! README.md and LEEME.md: section by section the same headings, commands, names, links and
//! pictures, and as many rows and points. What the sentences say is for people to compare.

use std::fs;

use anyhow::{Context, Result};

use crate::sh;

pub(super) fn out_of_step() -> Result<Vec<String>> {
    let read = |name: &str| {
        fs::read_to_string(sh::root().join(name)).with_context(|| format!("there is no {name}"))
    };
    Ok(differences(
        &sections(&read("README.md")?),
        &sections(&read("LEEME.md")?),
    ))
}

/// A heading and what follows it, up to the next heading of any level.
#[derive(Default)]
struct Section<'a> {
    level: usize,
    heading: &'a str,
    /// Fenced blocks, in order.
    blocks: Vec<String>,
    /// The order of words differs between languages, so these are sorted.
    links: Vec<String>,
    names: Vec<&'a str>,
    rows: usize,
    points: usize,
}

fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections = vec![Section::default()];
    let mut fenced = false;
    for line in text.lines() {
        let level = line.chars().take_while(|c| *c == '#').count();
        if level > 0 && !fenced {
            sections.push(Section {
                level,
                heading: line[level..].trim(),
                ..Section::default()
            });
        }
        let Some(section) = sections.last_mut() else {
            continue;
        };
        if line.starts_with("```") {
            fenced = !fenced;
            if fenced {
                section.blocks.push(String::new());
            }
        } else if fenced {
            if let Some(block) = section.blocks.last_mut() {
                *block += line;
                block.push('\n');
            }
        } else {
            section.read(line);
        }
    }
    for section in &mut sections {
        section.links.sort();
        section.names.sort_unstable();
    }
    sections
}

impl<'a> Section<'a> {
    fn read(&mut self, line: &'a str) {
        let targets = line.split("](").skip(1);
        self.links
            .extend(targets.filter_map(|rest| Some(neutral(rest.split_once(')')?.0))));
        self.names.extend(line.split('`').skip(1).step_by(2));
        self.rows += usize::from(line.starts_with('|'));
        let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = number.len() < line.len() && number.starts_with(". ");
        self.points += usize::from(line.starts_with("- ") || numbered);
    }
}

/// Each of the two links to the other, and shows the pictures in its own language.
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
        if ours.level != theirs.level {
            problems.push(format!("{place}: other levels, so other sections"));
            // All after it would be compared with the wrong section.
            return problems;
        }
        let pairs = [
            (
                "blocks",
                format!("{:?}", ours.blocks),
                format!("{:?}", theirs.blocks),
            ),
            (
                "links",
                format!("{:?}", ours.links),
                format!("{:?}", theirs.links),
            ),
            (
                "names",
                format!("{:?}", ours.names),
                format!("{:?}", theirs.names),
            ),
            ("rows", ours.rows.to_string(), theirs.rows.to_string()),
            ("points", ours.points.to_string(), theirs.points.to_string()),
        ];
        problems.extend(
            pairs
                .iter()
                .filter(|(_, english, spanish)| english != spanish)
                .map(|(what, english, spanish)| {
                    format!("{place}: other {what}: {english}, {spanish}")
                }),
        );
    }
    if english.len() != spanish.len() {
        problems.push(format!(
            "README.md has {} headings, LEEME.md {}",
            english.len() - 1,
            spanish.len() - 1
        ));
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
    fn a_translation_in_another_order_of_words_is_in_step() {
        let spanish = ENGLISH
            .replace("LEEME.md", "README.md")
            .replace("edit.png", "edit-es.png")
            .replace("## Run", "## Correr")
            .replace("[a](A.md) and `x`, [b](B.md)", "[b](B.md), `x` y [a](A.md)");
        assert_eq!(against(&spanish), [""; 0]);
    }

    #[test]
    fn each_thing_that_is_in_one_only_is_a_problem() {
        for (part, changed, told) in [
            ("cargo run", "cargo test", "blocks"),
            ("A.md", "D.md", "links"),
            ("edit.png", "find.png", "links"),
            ("`x`", "`y`", "names"),
            ("- See", "See", "points"),
            ("| `f` |", "|-|\n| `f` |", "rows"),
            ("## Run", "### Run", "levels"),
            ("## Run", "Run", "blocks"),
        ] {
            let found = against(&ENGLISH.replace(part, changed));
            assert!(
                found.iter().any(|problem| problem.contains(told)),
                "{part}: {found:?}"
            );
        }
    }

    #[test]
    fn a_section_more_or_less_is_a_problem() {
        let more = format!("{ENGLISH}\n## Ayuda\n");
        assert_eq!(against(&more), ["README.md has 2 headings, LEEME.md 3"]);
    }
}

//! Every text exists in both languages, takes the same values, and is shown somewhere; README.md and
//! LEEME.md are in step.

mod readmes;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::tidy::source;
use crate::sh;

/// Prints `{"path.to.key": shape}` of Spanish and of English; the shape tells a sentence from a function and how
/// many values it takes, and names the other texts that a sentence quotes as `{path.to.key}`. Node
/// reads the modules because they are JavaScript, functions included.
const FLATTEN: &str = r#"
const shapes = (value, path, out) => {
  if (typeof value === "function") out[path] = `function of ${value.length}`;
  else if (value !== null && typeof value === "object")
    for (const [key, inner] of Object.entries(value)) shapes(inner, path ? `${path}.${key}` : key, out);
  else out[path] = [String(value).trim() === "" ? "blank" : "text", ...String(value).match(/\{[\w.]+\}/g) ?? []].join(" ");
  return out;
};
const { pathToFileURL } = await import("node:url");
const { es } = await import(pathToFileURL(`${process.argv[1]}/es.js`));
const { en } = await import(pathToFileURL(`${process.argv[1]}/en.js`));
console.log(JSON.stringify([shapes(es, "", {}), shapes(en, "", {})]));
"#;

type Shapes = BTreeMap<String, String>;

pub(crate) fn text() -> Result<()> {
    let copy = as_modules(&sh::root().join("ui/text"))?;
    let printed = sh::output(
        sh::at_root("node")
            .args(["--input-type=module", "--eval", FLATTEN])
            .arg(&copy),
    )?;
    let [spanish, english]: [Shapes; 2] =
        serde_json::from_str(&printed).context("the texts came out as no JSON")?;
    if spanish.is_empty() {
        bail!("there is no text at all");
    }
    let mut page = source::all()?;
    page.retain(|file| file.under("ui/") && file.has_extension(&["js"]) && !file.under("ui/text/"));
    let page: String = page.into_iter().map(|file| file.text).collect();
    let mut problems = differences(&spanish, &english);
    problems.extend(misquoted(&spanish));
    problems.extend(unused(&spanish, &page));
    problems.extend(readmes::out_of_step()?);
    super::none(problems)
}

/// A copy beside a package.json that calls it ES modules: Node before 22 goes by that alone, and `ui`
/// holds only what ships.
fn as_modules(texts: &Path) -> Result<PathBuf> {
    let copy = sh::target_dir()?.join("text");
    std::fs::create_dir_all(&copy)?;
    std::fs::write(copy.join("package.json"), "{\"type\": \"module\"}")?;
    for entry in std::fs::read_dir(texts)? {
        let entry = entry?;
        std::fs::copy(entry.path(), copy.join(entry.file_name()))?;
    }
    Ok(copy)
}

fn differences(spanish: &Shapes, english: &Shapes) -> Vec<String> {
    let mut problems = Vec::new();
    for (key, shape) in spanish {
        match english.get(key) {
            None => problems.push(format!("{key} is missing in English")),
            Some(other) if other != shape => {
                problems.push(format!("{key} is {shape} in Spanish, {other} in English"));
            }
            Some(_) => {}
        }
    }
    let only_english = english.keys().filter(|key| !spanish.contains_key(*key));
    problems.extend(only_english.map(|key| format!("{key} is missing in Spanish")));
    problems
}

/// What is quoted from another text has to be one.
fn misquoted(texts: &Shapes) -> Vec<String> {
    let quotes = texts.iter().flat_map(|(key, shape)| {
        let quoted = shape.split_whitespace().skip(1);
        quoted.filter_map(move |name| {
            let name = name.strip_prefix('{')?.strip_suffix('}')?;
            Some((key, name))
        })
    });
    quotes
        .filter(|(_, name)| texts.get(*name).map(String::as_str) != Some("text"))
        .map(|(key, name)| format!("{key} quotes {name}, which is no text"))
        .collect()
}

/// A key counts as used when the page names it, or picks from a group above it with `group[…]`.
fn unused(texts: &Shapes, page: &str) -> Vec<String> {
    let words = page.split(|c: char| !c.is_alphanumeric() && c != '_');
    let words: BTreeSet<&str> = words.collect();
    let picked_from = |group: &&str| {
        let forms = [
            format!("{group}["),
            format!("{group}?.["),
            format!(".{group})"),
        ];
        forms.iter().any(|form| page.contains(form))
    };
    texts
        .keys()
        .filter(|key| {
            let mut parts: Vec<&str> = key.split('.').collect();
            let leaf = parts.pop().unwrap_or_default();
            !words.contains(leaf) && !parts.iter().any(picked_from)
        })
        .map(|key| format!("{key} is shown nowhere"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(entries: &[(&str, &str)]) -> Shapes {
        entries
            .iter()
            .map(|(key, shape)| ((*key).to_owned(), (*shape).to_owned()))
            .collect()
    }

    #[test]
    fn a_text_in_one_language_only_is_a_problem_either_way() {
        let spanish = texts(&[("find.title", "text"), ("find.none", "text")]);
        let english = texts(&[("find.title", "text"), ("find.more", "text")]);
        assert_eq!(
            differences(&spanish, &english),
            [
                "find.none is missing in English",
                "find.more is missing in Spanish"
            ]
        );
    }

    #[test]
    fn texts_that_take_different_values_are_a_problem() {
        let spanish = texts(&[("find.count", "function of 1")]);
        assert_eq!(
            differences(&spanish, &texts(&[("find.count", "text")])).len(),
            1
        );
    }

    #[test]
    fn a_text_that_quotes_what_is_no_text_is_a_problem() {
        let spanish = texts(&[
            ("find.title", "text"),
            ("edit.count", "function of 1"),
            ("help.find", "text {find.title} {find.gone} {edit.count}"),
        ]);
        assert_eq!(
            misquoted(&spanish),
            [
                "help.find quotes find.gone, which is no text",
                "help.find quotes edit.count, which is no text"
            ]
        );
    }

    #[test]
    fn a_text_nobody_shows_is_a_problem_unless_its_group_is_picked_from() {
        let spanish = texts(&[
            ("find.title", "text"),
            ("errors.dns", "text"),
            ("edit.gone", "text"),
        ]);
        let page = "h1(t.find.title); errors[code]";
        assert_eq!(unused(&spanish, page), ["edit.gone is shown nowhere"]);
    }
}

//! The licence texts of the crates inside the program: MIT, BSD, Apache and similar licences require them
//! in each copy.
//!
//! cargo-about does this too, but it has to be compiled first and compares every text with every known
//! licence: more than two minutes on each machine that makes packages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::sh;

pub(super) const NAME: &str = "THIRD-PARTY-LICENSES.txt";
/// Its place in a Linux package.
pub(super) const PLACE: &str = "/usr/share/doc/ficha/THIRD-PARTY-LICENSES.txt";

const HEAD: &str = "\
Ficha's own licence is in LICENSE. The program also contains what others wrote: Rust's standard library
(MIT OR Apache-2.0), SQLite (in the public domain), and the crates below, each with its licence in
SPDX's words and the place of its source. The texts follow.
";

const LINE: &str =
    "--------------------------------------------------------------------------------";

/// A crate that is linked into the program.
struct Crate {
    /// Name and version.
    name: String,
    licence: String,
    source: String,
    authors: String,
    texts: Vec<String>,
}

/// Writes the file for this system and returns its path.
pub(super) fn write(folder: &Path) -> Result<PathBuf> {
    let file = folder.join(NAME);
    fs::write(&file, text(&inside()?))?;
    Ok(file)
}

fn inside() -> Result<Vec<Crate>> {
    // Build scripts and macros are not part of the program.
    let tree = sh::output(sh::cargo().args([
        "tree",
        "--locked",
        "--package=ficha",
        "--edges=normal,no-proc-macro",
        "--prefix=none",
        "--format={p}",
    ]))?;
    let linked = linked(&tree);
    let host = sh::output(sh::at_root("rustc").args(["--print", "host-tuple"]))?;
    let packages = sh::output(sh::cargo().args([
        "metadata",
        "--locked",
        "--format-version=1",
        "--filter-platform",
        host.trim(),
    ]))?;
    let packages: Value = serde_json::from_str(&packages)?;
    let mut crates = Vec::new();
    for package in packages["packages"].as_array().into_iter().flatten() {
        let of = |key: &str| package[key].as_str().unwrap_or_default();
        let name = format!("{} {}", of("name"), of("version"));
        // Packages of this workspace have no source.
        if package["source"].is_null() || !linked.contains(&name) {
            continue;
        }
        let authors = package["authors"].as_array().into_iter().flatten();
        let authors: Vec<&str> = authors.filter_map(Value::as_str).collect();
        crates.push(Crate {
            licence: of("license").to_owned(),
            source: of("repository").to_owned(),
            authors: authors.join(", "),
            texts: texts_beside(Path::new(of("manifest_path")), of("license_file"))
                .with_context(|| format!("cannot read the licences of {name}"))?,
            name,
        });
    }
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(crates)
}

/// `name version` of each line, such as `url v2.5.0 (*)`.
fn linked(tree: &str) -> BTreeSet<String> {
    let named = tree.lines().filter_map(|line| {
        let (name, rest) = line.split_once(" v")?;
        let version = rest.split(' ').next()?;
        Some(format!("{name} {version}"))
    });
    named.collect()
}

/// In the order of the files' names.
fn texts_beside(manifest: &Path, named: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(manifest.with_file_name(""))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && name.eq_ignore_ascii_case("licenses") {
            for inner in fs::read_dir(&path)? {
                files.push(inner?.path());
            }
        } else if is_licence(&name) || name == named {
            files.push(path);
        }
    }
    files.retain(|file| file.is_file());
    files.sort();
    let read = |file: &PathBuf| Ok(tidy(&String::from_utf8_lossy(&fs::read(file)?)));
    files.iter().map(read).collect()
}

fn is_licence(name: &str) -> bool {
    const BEGINNINGS: [&str; 5] = ["licen", "unlicense", "copying", "copyright", "notice"];
    let name = name.to_lowercase();
    BEGINNINGS.iter().any(|word| name.starts_with(word)) && !name.ends_with(".rs")
}

/// Texts that differ only in line endings and surrounding blank lines are the same.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn text(crates: &[Crate]) -> String {
    let mut out = format!("{HEAD}\n");
    for Crate {
        name,
        licence,
        source,
        ..
    } in crates
    {
        out += &format!("{name}: {licence}; {source}\n");
    }
    let mut whose: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut without = String::new();
    for Crate {
        name,
        licence,
        authors,
        texts,
        ..
    } in crates
    {
        if texts.is_empty() {
            without += &format!("{name}: {licence}; {authors}\n");
        }
        for text in BTreeSet::from_iter(texts) {
            whose.entry(text).or_default().push(name);
        }
    }
    if !without.is_empty() {
        out += &format!("\n{LINE}\nThese come without a text, by their authors:\n\n{without}");
    }
    let mut groups: Vec<_> = whose
        .into_iter()
        .map(|(text, names)| (names, text))
        .collect();
    groups.sort();
    for (names, text) in groups {
        out += &format!("\n{LINE}\n{}\n\n{text}\n", names.join(", "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, texts: &[&str]) -> Crate {
        Crate {
            name: name.to_owned(),
            licence: "MIT".to_owned(),
            source: "https://example.org".to_owned(),
            authors: "Ana, Bo".to_owned(),
            texts: texts.iter().map(|text| tidy(text)).collect(),
        }
    }

    #[test]
    fn a_text_that_two_crates_share_is_listed_once_with_both_names() {
        let all = [
            of("a 1.0.0", &["Apache", "\r\nMIT  \r\nof all\r\n"]),
            of("b 2.0.0", &["MIT\nof all"]),
            of("c 3.0.0", &[]),
        ];
        let at = "https://example.org";
        let expected = format!(
            "{HEAD}\na 1.0.0: MIT; {at}\nb 2.0.0: MIT; {at}\nc 3.0.0: MIT; {at}\n\n{LINE}\n\
             These come without a text, by their authors:\n\nc 3.0.0: MIT; Ana, Bo\n\n\
             {LINE}\na 1.0.0\n\nApache\n\n{LINE}\na 1.0.0, b 2.0.0\n\nMIT\nof all\n"
        );
        assert_eq!(text(&all), expected);
    }

    #[test]
    fn each_crate_is_read_from_the_tree_once() {
        let tree =
            "ficha v0.1.0 (/home/ana/ficha)\nurl v2.5.0\nwebview v1.0.0-rc.1\nurl v2.5.0 (*)\n";
        let linked: Vec<String> = linked(tree).into_iter().collect();
        assert_eq!(linked, ["ficha 0.1.0", "url 2.5.0", "webview 1.0.0-rc.1"]);
    }

    #[test]
    fn a_licence_is_recognized_by_its_file_name() {
        for name in [
            "LICENSE-MIT",
            "license.md",
            "LICENCE.txt",
            "COPYING",
            "NOTICE",
        ] {
            assert!(is_licence(name), "{name}");
        }
        for name in ["README.md", "license.rs", "src"] {
            assert!(!is_licence(name), "{name}");
        }
    }
}

//! Release notes: the version's section of CHANGELOG.md, once the version is the same everywhere.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::sh;

/// The section of unreleased changes.
const NEXT: &str = "Unreleased";

pub(crate) fn notes(args: &[&str]) -> Result<()> {
    let version = version(&sh::metadata()?)?;
    no_version_for_tauri()?;
    let text = match args {
        [] => upcoming(&version)?,
        [asked] => {
            same(asked, &version)?;
            section(&changelog()?, &version)?
        }
        _ => bail!("notes takes one version at most"),
    };
    println!("{text}");
    Ok(())
}

/// The version's section or, before its release, the unreleased one.
pub(crate) fn upcoming(version: &str) -> Result<String> {
    let changelog = changelog()?;
    section(&changelog, version).or_else(|_| {
        eprintln!("CHANGELOG.md has no {version} yet; these changes are unreleased");
        section(&changelog, NEXT)
    })
}

fn changelog() -> Result<String> {
    Ok(fs::read_to_string(sh::root().join("CHANGELOG.md"))?)
}

/// The app's value at this JSON pointer of `cargo metadata`.
pub(crate) fn of_ficha(metadata: &Value, pointer: &str) -> Result<String> {
    metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|package| package["name"] == "ficha")
        .and_then(|ficha| ficha.pointer(pointer)?.as_str())
        .map(str::to_owned)
        .with_context(|| format!("cargo metadata gives no {pointer} of ficha"))
}

/// The version to build and release.
pub(crate) fn version(metadata: &Value) -> Result<String> {
    let version = of_ficha(metadata, "/version")?;
    only_numbers(&version)?;
    Ok(version)
}

/// An .rpm allows no hyphen, an .msi no letters, and for Debian `0.2.0-1` is newer than `0.2.0`.
pub(crate) fn only_numbers(version: &str) -> Result<()> {
    let numbers: Vec<&str> = version.split('.').collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if numbers.len() == 3 && numbers.iter().all(digits) {
        return Ok(());
    }
    bail!(
        "Cargo.toml says {version}, but a pre-release cannot be packaged: use three numbers and \
         nothing after them, such as 0.2.0"
    );
}

/// Tauri prefers a version in its configuration to Cargo's, and the packages would carry it.
fn no_version_for_tauri() -> Result<()> {
    let text = fs::read_to_string(sh::root().join("src-tauri/tauri.conf.json"))?;
    let config: Value = serde_json::from_str(&text).context("tauri.conf.json is not JSON")?;
    if config.get("version").is_some() {
        bail!("tauri.conf.json has a version: remove it, Cargo.toml is the only place for it");
    }
    Ok(())
}

/// Tags start with a v, versions do not.
fn same(asked: &str, version: &str) -> Result<()> {
    if asked.strip_prefix('v').unwrap_or(asked) == version {
        return Ok(());
    }
    bail!("{asked} was asked for, and Cargo.toml says {version} (`[workspace.package] version`)");
}

/// The text under the heading whose first word is the version; a date may follow it.
pub(crate) fn section(changelog: &str, version: &str) -> Result<String> {
    let mut sections = changelog.split("\n## ").skip(1);
    let found = sections.find(|section| section.split_whitespace().next() == Some(version));
    let Some(section) = found else {
        bail!(
            "CHANGELOG.md has no section `## {version}`: give `## {NEXT}` that name, and a date after it"
        );
    };
    let text = section.split_once('\n').map_or("", |(_, text)| text.trim());
    if text.is_empty() {
        bail!("CHANGELOG.md has nothing under `## {version}`");
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const CHANGELOG: &str = "# Changelog\n\nWhat changed.\n\n## Unreleased\n\n\
        ## 0.2.0 – 2027-01-15\n\n- Second:\n  two lines.\n\n### Repaired\n\n- A third.\n\n\
        ## 0.2.0-rc.1 – 2027-01-02\n\n- Almost.\n\n## 0.1.0\n\n- First.\n";

    #[test]
    fn a_section_ends_where_the_next_version_begins() {
        assert_eq!(
            section(CHANGELOG, "0.2.0").unwrap(),
            "- Second:\n  two lines.\n\n### Repaired\n\n- A third."
        );
        assert_eq!(section(CHANGELOG, "0.1.0").unwrap(), "- First.");
    }

    #[test]
    fn a_version_with_the_same_start_is_another_one() {
        assert_eq!(section(CHANGELOG, "0.2.0-rc.1").unwrap(), "- Almost.");
        assert!(section(CHANGELOG, "0.2").is_err());
    }

    #[test]
    fn a_version_without_a_section_is_refused_with_what_to_do() {
        let error = section(CHANGELOG, "0.3.0").unwrap_err().to_string();
        assert!(error.contains("no section `## 0.3.0`"), "{error}");
    }

    #[test]
    fn an_empty_section_is_refused() {
        assert!(section(CHANGELOG, NEXT).is_err());
    }

    #[test]
    fn a_tag_is_the_version_with_a_v_before_it() {
        assert!(same("v0.1.0", "0.1.0").is_ok());
        assert!(same("0.1.0", "0.1.0").is_ok());
        for other in ["v0.1.1", "v0.1.0-rc.1", "vv0.1.0", "v", ""] {
            assert!(same(other, "0.1.0").is_err(), "{other}");
        }
    }

    #[test]
    fn a_pre_release_is_refused_with_what_to_do() {
        for version in ["0.2.0", "10.0.12"] {
            assert!(only_numbers(version).is_ok(), "{version}");
        }
        for version in [
            "0.2.0-1",
            "0.2.0-rc.1",
            "0.2.0+1",
            "0.2",
            "0.2.0.1",
            "0.2.",
            "",
        ] {
            let error = only_numbers(version).unwrap_err().to_string();
            assert!(error.contains("such as 0.2.0"), "{error}");
        }
    }

    #[test]
    fn the_version_is_that_of_the_app() {
        let metadata = json!({ "packages": [
            { "name": "desk", "version": "9.9.9" },
            { "name": "ficha", "version": "0.1.0" },
        ] });
        assert_eq!(version(&metadata).unwrap(), "0.1.0");
        assert!(version(&json!({ "packages": [] })).is_err());
    }
}

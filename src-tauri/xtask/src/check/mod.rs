mod deny;
mod installer;
mod page;
mod targets;
mod text;
mod tidy;
mod venv;
mod workflows;

pub(crate) use deny::advisories;

use std::fmt::Display;

use anyhow::{Result, bail};

use crate::{setup, sh, test};

/// Name, promise, and the function that checks it.
type Check = (&'static str, &'static str, fn() -> Result<()>);

/// Quickest first, so that a mistake shows early.
const CHECKS: [Check; 11] = [
    ("fmt", "Rust is formatted", fmt),
    ("tidy", "the house rules hold", tidy::tidy),
    ("text", "both languages say the same things", text::text),
    (
        "workflows",
        "the workflows follow the rules, and two linters find nothing",
        workflows::workflows,
    ),
    ("prettier", "the page is formatted", page::prettier),
    (
        "eslint",
        "the page imports and uses only what is allowed",
        page::eslint,
    ),
    ("tsc", "the page passes strict tsc", page::tsc),
    ("clippy", "clippy finds nothing", clippy),
    ("wire", "ui/host/wire.d.ts matches the core", page::wire),
    (
        "rustdoc",
        "the documentation builds without a warning",
        rustdoc,
    ),
    (
        "deny",
        "licences, sources and dependencies between crates are allowed",
        deny::deny,
    ),
];

pub(crate) fn check(args: &[&str]) -> Result<()> {
    match args {
        ["--list"] => {
            for (name, promise, _) in CHECKS {
                println!("{name:9} {promise}");
            }
            Ok(())
        }
        ["--target", target, how @ ..] => targets::check(target, how),
        names => run(names),
    }
}

/// Runs the named checks, or all of them, and continues after a failure.
fn run(names: &[&str]) -> Result<()> {
    let exists = |name: &str| CHECKS.iter().any(|(known, ..)| *known == name);
    if let Some(unknown) = names.iter().find(|name| !exists(name)) {
        bail!("there is no check `{unknown}`; `cargo xtask check --list` lists them");
    }
    setup::ensure(setup::Purpose::Build)?;
    let mut failed = Vec::new();
    for (name, promise, check) in CHECKS {
        if !names.is_empty() && !names.contains(&name) {
            continue;
        }
        eprintln!("\n[{name}] {promise}");
        if let Err(error) = check() {
            eprintln!("[{name}] {error:#}");
            failed.push(name);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "));
}

/// Fails with these problems, if there are any.
pub(crate) fn none(problems: impl IntoIterator<Item = impl Display>) -> Result<()> {
    let problems: Vec<String> = problems.into_iter().map(|one| one.to_string()).collect();
    if problems.is_empty() {
        return Ok(());
    }
    bail!("{}", problems.join("\n  "));
}

fn fmt() -> Result<()> {
    sh::run(sh::cargo().args(["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    sh::run(
        sh::cargo()
            .args(["clippy", "--all-targets"])
            .args(test::ALL)
            .args(["--", "-D", "warnings"]),
    )
}

fn rustdoc() -> Result<()> {
    sh::run(
        sh::cargo()
            .args(["doc", "--no-deps", "--document-private-items"])
            .args(test::ALL)
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

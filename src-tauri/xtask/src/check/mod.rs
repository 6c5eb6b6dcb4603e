mod deny;
mod page;
mod targets;
mod text;
mod tidy;
mod venv;
mod workflows;

use anyhow::{Result, bail};

use crate::{setup, sh, test};

struct Check {
    name: &'static str,
    promise: &'static str,
    run: fn() -> Result<()>,
}

/// Quickest first, so that a slip shows early.
const CHECKS: [Check; 9] = [
    Check {
        name: "fmt",
        promise: "Rust is formatted",
        run: fmt,
    },
    Check {
        name: "tidy",
        promise: "the house rules hold",
        run: tidy::tidy,
    },
    Check {
        name: "text",
        promise: "both languages say the same things",
        run: text::text,
    },
    Check {
        name: "workflows",
        promise: "actions are pinned, and two linters find nothing",
        run: workflows::workflows,
    },
    Check {
        name: "tsc",
        promise: "the page passes strict tsc",
        run: page::tsc,
    },
    Check {
        name: "clippy",
        promise: "clippy finds nothing",
        run: clippy,
    },
    Check {
        name: "wire",
        promise: "ui/host/wire.d.ts is what the core says",
        run: page::wire,
    },
    Check {
        name: "rustdoc",
        promise: "the documentation builds without a warning",
        run: rustdoc,
    },
    Check {
        name: "deny",
        promise: "licences, banned crates and sources are in order",
        run: deny::deny,
    },
];

pub(crate) fn check(args: &[&str]) -> Result<()> {
    match args {
        ["--list"] => {
            for check in &CHECKS {
                println!("{:9} {}", check.name, check.promise);
            }
            Ok(())
        }
        ["--target", target, how @ ..] => targets::check(target, how),
        names => run(names),
    }
}

/// Runs the named checks, all of them when none is named, and goes on after one fails.
fn run(names: &[&str]) -> Result<()> {
    if let Some(unknown) = names
        .iter()
        .find(|name| CHECKS.iter().all(|check| check.name != **name))
    {
        bail!("there is no check `{unknown}`; `cargo xtask check --list` names them");
    }
    setup::ensure(setup::Purpose::Build)?;
    let mut failed = Vec::new();
    for check in CHECKS
        .iter()
        .filter(|check| names.is_empty() || names.contains(&check.name))
    {
        eprintln!("\n[{}] {}", check.name, check.promise);
        if let Err(error) = (check.run)() {
            eprintln!("[{}] {error:#}", check.name);
            failed.push(check.name);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("not in order: {}", failed.join(", "));
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

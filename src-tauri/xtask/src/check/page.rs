//! The page: its formatting, rules and types, and the generated declarations behind them.

use std::path::Path;

use anyhow::{Result, bail};

use crate::{sh, test};

pub(crate) fn prettier() -> Result<()> {
    // The line width comes from .editorconfig.
    tool(
        "prettier/bin/prettier.cjs",
        &["--check", "ui/**/*.{css,js}"],
    )
}

pub(crate) fn eslint() -> Result<()> {
    tool(
        "eslint/bin/eslint.js",
        &["--config", "tests/ui/eslint.config.mjs", "ui"],
    )
}

pub(crate) fn tsc() -> Result<()> {
    tool("typescript/bin/tsc", &["--project", "tests/ui"])
}

fn tool(script: &str, args: &[&str]) -> Result<()> {
    test::page_tools()?;
    let script = Path::new("tests/ui/node_modules").join(script);
    sh::run(sh::at_root("node").arg(script).args(args))
}

/// The app's own test compares the file with the Rust types; the check fails if that did not run.
pub(crate) fn wire() -> Result<()> {
    let ran = sh::output(
        sh::cargo()
            .args(["test", "--lib"])
            .args(test::ALL)
            .args(["--", "wire::"]),
    )?;
    if !some_passed(&ran) {
        bail!("no test of the `wire` module ran, so ui/host/wire.d.ts was not checked");
    }
    Ok(())
}

fn some_passed(test_output: &str) -> bool {
    test_output
        .lines()
        .filter_map(|line| line.strip_prefix("test result: ok. "))
        .any(|counts| !counts.starts_with("0 passed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_without_tests_does_not_count_as_passed() {
        let none = "running 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored\n";
        assert!(!some_passed(none));
        let three = format!("{none}test result: ok. 3 passed; 0 failed\n");
        assert!(some_passed(&three));
    }
}

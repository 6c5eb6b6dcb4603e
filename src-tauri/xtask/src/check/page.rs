//! The page's types: strict tsc over `ui`, and the generated declarations it builds on.

use anyhow::{Result, bail};

use crate::{sh, test};

pub(crate) fn tsc() -> Result<()> {
    test::page_tools()?;
    let tsc = sh::root().join("tests/ui/node_modules/typescript/bin/tsc");
    sh::run(sh::at_root("node").arg(tsc).args(["--project", "tests/ui"]))
}

/// The app's own test compares the file with the Rust types; it must have run to count.
pub(crate) fn wire() -> Result<()> {
    let ran = sh::output(
        sh::cargo()
            .args(["test", "--lib"])
            .args(test::ALL)
            .args(["--", "wire::"]),
    )?;
    if passed(&ran) == 0 {
        bail!("no test of the `wire` module ran, so nothing is known about ui/host/wire.d.ts");
    }
    Ok(())
}

fn passed(test_output: &str) -> usize {
    test_output
        .lines()
        .filter_map(|line| line.strip_prefix("test result: ok. "))
        .filter_map(|line| line.split_once(" passed"))
        .filter_map(|(count, _)| count.parse::<usize>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_without_tests_does_not_count_as_passed() {
        let none = "running 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored\n";
        assert_eq!(passed(none), 0);
        assert_eq!(
            passed(&format!("{none}test result: ok. 3 passed; 0 failed\n")),
            3
        );
    }
}

use std::{env, path::PathBuf};

use anyhow::Result;

use crate::{setup, sh};

/// One set of packages and features for everything that is tested: another set would make cargo
/// rebuild the whole tree. Without `custom-protocol` Tauri expects its dev server.
pub(crate) const ALL: [&str; 3] = [
    "--workspace",
    "--features",
    "ficha/automation,tauri/custom-protocol",
];

/// A build of all packages would also build this program, with the others' features, and Windows
/// cannot replace a running program.
pub(crate) const NOT_ITSELF: [&str; 2] = ["--exclude", "xtask"];

/// What property tests draw their cases from, unless the variable is already set: whether a change passes
/// depends on the change, and what another seed finds is found by whoever looks for it.
const SEED: (&str, &str) = ("PROPTEST_RNG_SEED", "20261128");

pub(crate) fn test(filter: &[&str]) -> Result<()> {
    setup::ensure(setup::Purpose::Test)?;
    page_tools()?;
    let app = build_for_automation()?;
    let run = |how: &[&str]| {
        let mut cargo = sh::cargo();
        cargo.args(how).args(ALL).args(filter);
        if env::var_os(SEED.0).is_none() {
            cargo.env(SEED.0, SEED.1);
        }
        sh::run(cargo.env("FICHA_BIN", &app))
    };
    if sh::succeeds(sh::cargo().args(["nextest", "--version"])) {
        run(&["nextest", "run", "--no-fail-fast"])?;
        run(&["test", "--doc"])?;
    } else {
        run(&["test", "--no-fail-fast"])?;
    }
    if !cfg!(target_os = "linux") {
        println!(
            "\nNot run here: the window tests and the Secret Service tests. They need Linux (WebKitGTK, \
             gnome-keyring); CI runs them."
        );
    }
    Ok(())
}

/// The page's tools, in the versions of the lock file.
pub(crate) fn page_tools() -> Result<()> {
    setup::npm_ci("tests/ui")
}

/// Builds everything, tests included, and returns the app that a WebDriver can drive.
pub(crate) fn build_for_automation() -> Result<PathBuf> {
    sh::run(
        sh::cargo()
            .args(["build", "--all-targets"])
            .args(ALL)
            .args(NOT_ITSELF),
    )?;
    Ok(sh::target_dir()?.join("debug").join(sh::program("ficha")))
}

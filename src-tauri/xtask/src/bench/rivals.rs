//! What a run is measured against, and the server that all of them send to.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{setup, sh};

const OHA: &str = "1.15.0";
const NEWMAN: &str = "newman@6.2.2";
const BRUNO: &str = "@usebruno/cli@4.1.0";

/// Builds or installs them; the variables say to the bench where they are.
pub(super) fn ready(target: &Path) -> Result<[(&'static str, PathBuf); 4]> {
    sh::run(sh::cargo().args(["build", "--release", "--package=practice"]))?;
    let tools = target.join("tools");
    let oha = tools.join(format!("oha-{OHA}"));
    if !oha.join("bin/oha").exists() {
        if setup::is_debian() {
            setup::debian_packages(&["cmake", "make"])?;
        }
        sh::run(
            sh::cargo()
                .args(["install", "oha", "--locked", "--version", OHA, "--root"])
                .arg(&oha),
        )?;
    }
    let scripts = tools.join("rivals");
    fs::create_dir_all(&scripts)?;
    // Does nothing where these versions are there.
    sh::run(
        sh::at_root("npm")
            .args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(&scripts)
            .args([NEWMAN, BRUNO]),
    )?;
    let script = |name: &str| scripts.join("node_modules/.bin").join(name);
    Ok([
        ("FICHA_PRACTICE", target.join("release/practice")),
        ("FICHA_OHA", oha.join("bin/oha")),
        ("FICHA_NEWMAN", script("newman")),
        ("FICHA_BRUNO", script("bru")),
    ])
}

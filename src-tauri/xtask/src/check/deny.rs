use std::path::PathBuf;

use anyhow::Result;

use crate::sh;

const CARGO_DENY: &str = "cargo-deny@0.20.2";

pub(crate) fn deny() -> Result<()> {
    // Advisories are left out: they need a database from the network, and a new one would turn an
    // unchanged commit red.
    sh::run(
        sh::at_root(cargo_deny()?)
            .args(["--all-features", "--config", "src-tauri/deny.toml"])
            .args(["check", "--hide-inclusion-graph"])
            .args(["licenses", "bans", "sources"]),
    )
}

fn cargo_deny() -> Result<PathBuf> {
    if let Some(installed) = sh::on_path("cargo-deny") {
        return Ok(installed);
    }
    let tools = sh::target_dir()?.join("tools");
    let ours = tools
        .join("bin")
        .join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if !ours.is_file() {
        // Unoptimised: it runs for a second, and builds in a third of the time.
        sh::run(
            sh::cargo()
                .args(["install", "--locked", "--debug", "--root"])
                .arg(&tools)
                .arg(CARGO_DENY),
        )?;
    }
    Ok(ours)
}

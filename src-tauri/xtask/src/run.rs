use anyhow::{Result, bail};

use crate::{setup, sh};

pub(crate) fn run(args: &[&str]) -> Result<()> {
    setup::ensure(setup::Purpose::Build)?;
    let display = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !display("DISPLAY") && !display("WAYLAND_DISPLAY") {
        bail!(
            "there is no display here, so no window can open.\n\
             `cargo xtask tour` drives the window on a virtual display and saves screenshots in target/tour."
        );
    }
    // What follows goes to cargo, as in `cargo xtask run --release`.
    sh::run(
        sh::cargo()
            .args(["run", "--package=ficha", "--features=tauri/custom-protocol"])
            .args(args)
            .args(["--", "--practice"]),
    )
}

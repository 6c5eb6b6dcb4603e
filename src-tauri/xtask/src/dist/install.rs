use std::path::PathBuf;

use anyhow::Result;

use super::linux;
use crate::{setup, sh, test};

/// Installs, uses and removes the .deb in a fresh Debian.
pub(super) fn try_package(packages: &[PathBuf]) -> Result<()> {
    setup::debian_packages(&["debootstrap", "xvfb"])?;
    test::build_for_automation()?;
    let target = sh::target_dir()?;
    let folder = target.join("packaging/debian");
    // debootstrap needs root, and so does removing what it made.
    let remove = || {
        sh::run(
            setup::as_root("rm")?
                .args(["-rf", "--one-file-system"])
                .arg(&folder),
        )
    };
    remove()?;
    // In a private mount namespace, so that no mount outlives the test.
    sh::run(
        setup::as_root("unshare")?
            .args(["--mount", "--propagation", "private"])
            .arg(target.join("debug/installed"))
            .arg(linux::deb(packages)?)
            .arg(&folder),
    )?;
    remove()
}

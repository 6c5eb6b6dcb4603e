use std::path::PathBuf;

use anyhow::Result;

use super::linux;
use crate::{setup, sh, test};

/// Tries the .deb in a fresh Debian: installed, used, removed.
pub(super) fn try_package(packages: &[PathBuf]) -> Result<()> {
    setup::debian_packages(&["debootstrap", "xvfb"])?;
    test::build_for_automation()?;
    let target = sh::target_dir()?;
    let folder = target.join("packaging/debian");
    // Only root may make a Debian of its own, and what root made only root may remove.
    let remove = || {
        sh::run(
            setup::as_root("rm")?
                .args(["-rf", "--one-file-system"])
                .arg(&folder),
        )
    };
    remove()?;
    // A mount namespace of its own: whatever happens, no mount outlives the test.
    sh::run(
        setup::as_root("unshare")?
            .args(["--mount", "--propagation", "private"])
            .arg(target.join("debug/installed"))
            .arg(linux::deb(packages)?)
            .arg(&folder),
    )?;
    remove()
}

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::linux;
use crate::{setup, sh, test};

/// Tries the .deb in a fresh Debian: installed, used, removed.
pub(super) fn try_package(packages: &[PathBuf]) -> Result<()> {
    if sh::output(sh::at_root("id").arg("-u"))?.trim() != "0" {
        bail!(
            "the install test makes a Debian of its own, which only root may: run it with sudo -E"
        );
    }
    setup::debian_packages(&["debootstrap", "xvfb"])?;
    test::build_for_automation()?;
    let target = sh::target_dir()?;
    let folder = target.join("packaging/debian");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    // A mount namespace of its own: whatever happens, no mount outlives the test.
    sh::run(
        sh::at_root("unshare")
            .args(["--mount", "--propagation", "private"])
            .arg(target.join("debug/installed"))
            .arg(linux::deb(packages)?)
            .arg(&folder),
    )?;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

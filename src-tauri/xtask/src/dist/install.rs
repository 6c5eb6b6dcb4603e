use std::path::{Path, PathBuf};

use anyhow::Result;

use super::linux;
use crate::{setup, sh, test};

/// What releases are built in, and have to install in: the oldest system that README names.
pub(crate) const OLDEST: &str =
    "ubuntu:22.04@sha256:0e5e4a57c2499249aafc3b40fcd541e9a456aab7296681a3994d631587203f97";

/// Installs, uses and removes the .deb that was built here, in a fresh system of this machine's release: what
/// is built here may need newer libraries than those of an older one.
pub(super) fn try_package(packages: &[PathBuf]) -> Result<()> {
    test::build_for_automation()?;
    installed(linux::deb(packages)?, None)
}

/// Installs, uses and removes this .deb of a release in the system that releases are built in, or, where its
/// image cannot be had, in this machine's.
pub(super) fn try_released(package: &Path) -> Result<()> {
    let package = std::path::absolute(package)?;
    sh::run(sh::cargo().args(["build", "--package", "ficha-tests", "--bin", "installed"]))?;
    installed(&package, Some(OLDEST))
}

fn installed(package: &Path, image: Option<&str>) -> Result<()> {
    setup::debian_packages(&["debootstrap", "xvfb"])?;
    let target = sh::target_dir()?;
    let folder = target.join("packaging/debian");
    // Making it needs root, and so does removing what was made.
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
            .arg(package)
            .arg(&folder)
            .args(image),
    )?;
    remove()
}

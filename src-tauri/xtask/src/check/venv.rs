//! Tools from PyPI, each in its own virtual environment under `target`.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{setup, sh};

/// The environment's Python, with this exact release of the package (`name==1.2.3`) installed.
pub(super) fn python(package: &str) -> Result<PathBuf> {
    // The release is part of the folder's name, so that each has its own environment.
    let folder = sh::target_dir()?
        .join("tools")
        .join(package.replace("==", "-"));
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let python = programs.join(sh::program("python"));
    // Written last: an environment whose installation was interrupted is created again.
    let complete = folder.join("complete");
    if !complete.is_file() {
        create(&folder)?;
        sh::run(sh::at_root(&python).args(["-m", "pip", "install", "--quiet", package]))?;
        std::fs::write(complete, "")?;
    }
    Ok(python)
}

/// A program of the package, beside the environment's Python.
pub(super) fn beside(python: &Path, name: &str) -> PathBuf {
    python.with_file_name(sh::program(name))
}

fn create(folder: &Path) -> Result<()> {
    let venv = || {
        let mut command = sh::at_root(if cfg!(windows) { "python" } else { "python3" });
        command.args(["-m", "venv", "--clear"]).arg(folder);
        command
    };
    if sh::succeeds(&mut venv()) {
        return Ok(());
    }
    // Debian ships venv without its pip, which shows only when it is used.
    if setup::is_debian() {
        setup::debian_packages(&["python3", "python3-venv"])?;
    }
    sh::run(&mut venv())
}

//! What the installer for Windows does with the user's data, under Wine. Tauri's own installer cannot be made
//! here, as its plugins are downloaded; this one has the same steps, and Ficha's own words and hook.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{setup, sh};

/// Upgrading keeps it, even with the box ticked; removing Ficha with the box ticked deletes it.
pub(super) fn an_upgrade_keeps_the_users_data(prefix: &Path) -> Result<()> {
    setup::debian_packages(&["nsis"])?;
    let folder = sh::target_dir()?.join("packaging/installer");
    sh::empty(&folder)?;
    let packaging = sh::root().join("src-tauri/packaging/windows");
    for words in ["SpanishInternational.nsh", "English.nsh"] {
        // As Tauri does: NSIS takes a file for Unicode only with this mark.
        let text = fs::read_to_string(packaging.join(words))?;
        fs::write(folder.join(words), format!("\u{feff}{text}"))?;
    }
    sh::run(
        sh::at_root("makensis")
            .args(["-V2", "-WX"])
            .arg("-NOCD")
            .arg(format!("-DPACKAGING={}", packaging.display()))
            .arg(format!("-DFOLDER={}", folder.display()))
            .arg("src-tauri/xtask/src/check/installer.nsi"),
    )?;
    let wine = |program: &Path, arguments: &[&str]| {
        let of_wine = |name: &str| {
            let mut command = sh::at_root(name);
            command.env("WINEPREFIX", prefix).env("WINEDEBUG", "-all");
            command
        };
        sh::run(of_wine("wine").arg(program).args(arguments))?;
        // An uninstaller ends at once, and a copy of it does the work.
        sh::run(of_wine("wineserver").arg("--wait"))
    };
    let setup = folder.join("install-ficha.exe");
    wine(&setup, &["/S"])?;
    let local = local_data(prefix)?;
    let (uninstaller, data) = (
        local.join("Ficha/uninstall.exe"),
        local.join("mx.ficha.escritorio"),
    );
    fs::create_dir_all(&data)?;
    fs::write(data.join("journal.db"), "a draft")?;
    // As Tauri's installer starts the uninstaller of the version that is there.
    let at = format!(r"_?=C:\users\{}\AppData\Local\Ficha", user(&local)?);
    wine(&uninstaller, &["/S", &at])?;
    if !data.join("journal.db").exists() {
        bail!("upgrading deleted the user's data");
    }
    wine(&setup, &["/S"])?;
    wine(&uninstaller, &["/S"])?;
    if uninstaller.exists() || data.exists() {
        bail!("removing Ficha with the box ticked left the program, or the user's data");
    }
    Ok(())
}

/// Where Wine has the local data of its user.
fn local_data(prefix: &Path) -> Result<PathBuf> {
    let users = fs::read_dir(prefix.join("drive_c/users"))?;
    users
        .filter_map(|user| Some(user.ok()?.path().join("AppData/Local")))
        .find(|local| local.join("Ficha").exists())
        .context("the installer installed nothing")
}

fn user(local: &Path) -> Result<String> {
    let name = local.ancestors().nth(2).and_then(Path::file_name);
    Ok(name
        .context("no user's folder")?
        .to_string_lossy()
        .into_owned())
}

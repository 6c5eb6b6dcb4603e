//! What the installer for Windows does with the user's data, under Wine. Tauri's own installer cannot be made
//! here, as its plugins are downloaded; this one has the same steps, and Ficha's own words and hook.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{setup, sh};

/// Upgrading keeps it, even with the box ticked; removing Ficha with the box ticked deletes it.
pub(super) fn an_upgrade_keeps_the_users_data(prefix: &Path) -> Result<()> {
    still_as_here(&template()?)?;
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
    wine(&setup, &["/S"])?;
    if !data.join("journal.db").exists() {
        bail!("upgrading deleted the user's data");
    }
    wine(&uninstaller, &["/S"])?;
    if uninstaller.exists() || data.exists() {
        bail!("removing Ficha with the box ticked left the program, or the user's data");
    }
    Ok(())
}

/// Tauri's installer.nsi and its words, which are inside its command-line tool.
fn template() -> Result<String> {
    const TOOLS: &str = "src-tauri/packaging";
    setup::npm_ci(TOOLS)?;
    let packages = fs::read_dir(sh::root().join(TOOLS).join("node_modules/@tauri-apps"))?;
    let files = packages.filter_map(|package| fs::read_dir(package.ok()?.path()).ok());
    let program = files
        .flatten()
        .filter_map(|file| Some(file.ok()?.path()))
        .find(|file| file.extension().is_some_and(|ending| ending == "node"))
        .context("Tauri's command-line tool is not there")?;
    Ok(String::from_utf8_lossy(&fs::read(program)?).into_owned())
}

/// Whether it still decides as `installer.nsi` does, and has no words that Ficha's files lack.
fn still_as_here(template: &str) -> Result<()> {
    const STEPS: [&str; 6] = [
        "StrCpy $R1 \"$R1 _?=$4\"",
        "WriteUninstaller \"$INSTDIR\\uninstall.exe\"",
        "Section Uninstall",
        "!insertmacro NSIS_HOOK_PREUNINSTALL",
        "${If} $DeleteAppDataCheckboxState = 1",
        "RmDir /r \"$LOCALAPPDATA\\${BUNDLEID}\"",
    ];
    let mut rest = template;
    for step in STEPS {
        let found = rest.split_once(step);
        (_, rest) = found.with_context(|| format!("Tauri's installer has no `{step}` any more"))?;
    }
    let words = sh::root().join("src-tauri/packaging/windows/English.nsh");
    let words = fs::read_to_string(words)?;
    let names = |text: &str| -> BTreeSet<String> {
        let strings = text.split("LangString ").skip(1);
        let english = strings.filter_map(|string| string.split_once(" ${LANG_ENGLISH} "));
        english.map(|(name, _)| name.to_owned()).collect()
    };
    let (theirs, ours) = (names(template), names(&words));
    if theirs != ours {
        bail!("Tauri's words are {theirs:?}, and Ficha's {ours:?}");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_order_or_another_word_is_noticed() {
        let words = sh::root().join("src-tauri/packaging/windows/English.nsh");
        let words = fs::read_to_string(words).unwrap();
        let steps = "StrCpy $R1 \"$R1 _?=$4\"\nWriteUninstaller \"$INSTDIR\\uninstall.exe\"\n\
            Section Uninstall\n!insertmacro NSIS_HOOK_PREUNINSTALL\n\
            ${If} $DeleteAppDataCheckboxState = 1\nRmDir /r \"$LOCALAPPDATA\\${BUNDLEID}\"\n";
        assert!(still_as_here(&format!("{words}{steps}")).is_ok());
        let later = steps.replacen("!insertmacro NSIS_HOOK_PREUNINSTALL\n", "", 1);
        let later = format!("{later}!insertmacro NSIS_HOOK_PREUNINSTALL\n");
        assert!(still_as_here(&format!("{words}{later}")).is_err());
        let more = "LangString another ${LANG_ENGLISH} \"\"\n";
        assert!(still_as_here(&format!("{words}{more}{steps}")).is_err());
    }
}

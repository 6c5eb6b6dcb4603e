use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::{setup, sh, test};

/// The folder of README.md's and LEEME.md's pictures.
const PICTURES: &str = ".github/pictures";

pub(crate) fn tour(args: &[&str]) -> Result<()> {
    let update_readme = match args {
        [] => false,
        ["--update-readme"] => true,
        _ => bail!("tour takes only --update-readme"),
    };
    if !cfg!(target_os = "linux") {
        bail!(
            "the tour needs Linux: it drives WebKitGTK's window. `cargo xtask run` opens the app here."
        );
    }
    setup::ensure(setup::Purpose::Test)?;
    let app = test::build_for_automation()?;
    let target = sh::target_dir()?;
    let pictures = target.join("tour");
    sh::run(
        sh::at_root(target.join("debug/tour"))
            .arg(&pictures)
            .env("FICHA_BIN", &app),
    )?;
    println!("Pictures: {}", pictures.display());
    if update_readme {
        copy_for_readme(&pictures.join("webkit"))?;
    }
    Ok(())
}

/// Replaces the pictures that the two show.
fn copy_for_readme(from: &Path) -> Result<()> {
    let read = |name| fs::read_to_string(sh::root().join(name));
    let readmes = read("README.md")? + &read("LEEME.md")?;
    let mut copied = 0;
    for entry in fs::read_dir(from)? {
        let picture = entry?;
        let Some(name) = name_for_readme(&picture.file_name().to_string_lossy()) else {
            continue;
        };
        let place = format!("{PICTURES}/{name}");
        if readmes.contains(&place) {
            fs::copy(picture.path(), sh::root().join(&place))?;
            println!("{place}");
            copied += 1;
        }
    }
    let shown = readmes.matches(&format!("]({PICTURES}/")).count();
    if copied != shown {
        bail!("README.md and LEEME.md show {shown} pictures, and the tour took {copied} of them");
    }
    Ok(())
}

/// They show the large light picture of each screen, in English or, for LEEME.md, in Spanish:
/// `06-edit-es-light-1440.png` is `edit-es.png` there.
fn name_for_readme(picture: &str) -> Option<String> {
    let (_, subject) = picture.strip_suffix("-light-1440.png")?.split_once('-')?;
    let name = subject.strip_suffix("-en").unwrap_or(subject);
    Some(format!("{name}.png"))
}

#[cfg(test)]
mod tests {
    use super::name_for_readme;

    #[test]
    fn each_readme_gets_the_large_light_picture_in_its_language() {
        for (picture, name) in [
            ("06-edit-en-light-1440.png", Some("edit.png")),
            ("06-edit-es-light-1440.png", Some("edit-es.png")),
            (
                "07-edit-changed-en-light-1440.png",
                Some("edit-changed.png"),
            ),
            ("06-edit-en-dark-1440.png", None),
            ("06-edit-en-light-1024.png", None),
        ] {
            assert_eq!(name_for_readme(picture).as_deref(), name, "{picture}");
        }
    }
}

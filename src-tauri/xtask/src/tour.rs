use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::{setup, sh, test};

/// Where README.md and LEEME.md look for their pictures.
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
        copy_for_readme(&pictures)?;
    }
    Ok(())
}

/// Of each picture the tour makes, the one by day, large. `edit-es.png` is Spanish, for LEEME.md.
const ENGLISH: &str = "-en-light-1440.png";
const SPANISH: &str = "-es-light-1440.png";

/// Copies what the two name: `edit.png` is the tour's `06-edit-en-light-1440.png`.
fn copy_for_readme(from: &Path) -> Result<()> {
    let mut readme = String::new();
    for name in ["README.md", "LEEME.md"] {
        let text = fs::read_to_string(sh::root().join(name));
        readme += &text.with_context(|| format!("no {name}"))?;
    }
    let taken: Vec<String> = fs::read_dir(from)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    let folder = sh::root().join(PICTURES);
    fs::create_dir_all(&folder)?;
    let names = pictures_in(&readme);
    if names.is_empty() {
        bail!("no README shows a picture from {PICTURES}");
    }
    for name in names {
        let picture = source_of(&name, &taken)
            .with_context(|| format!("a README shows {name}, which the tour did not take"))?;
        fs::copy(from.join(picture), folder.join(&name))?;
        println!("{PICTURES}/{name}");
    }
    Ok(())
}

fn source_of<'a>(name: &str, taken: &'a [String]) -> Option<&'a str> {
    let subject = name.strip_suffix(".png")?;
    let (subject, style) = match subject.strip_suffix("-es") {
        Some(subject) => (subject, SPANISH),
        None => (subject, ENGLISH),
    };
    taken.iter().map(String::as_str).find(|file| {
        let numbered = file.strip_suffix(style);
        numbered
            .and_then(|numbered| numbered.split_once('-'))
            .is_some_and(|(_, found)| found == subject)
    })
}

fn pictures_in(readme: &str) -> Vec<String> {
    let mut names: Vec<String> = readme
        .split(&format!("{PICTURES}/"))
        .skip(1)
        .filter_map(|rest| rest.split_once(".png"))
        .map(|(name, _)| format!("{name}.png"))
        .collect();
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_the_readme_shows_is_found_once() {
        let readme = "![a](.github/pictures/review.png) <img src=\".github/pictures/find.png\">\n\
                      again ![b](.github/pictures/review.png), elsewhere ![c](icons/icon.png)";
        assert_eq!(pictures_in(readme), ["find.png", "review.png"]);
    }

    #[test]
    fn each_readme_gets_the_large_light_picture_in_its_language() {
        let taken = [
            "06-edit-es-light-1440.png",
            "06-edit-en-dark-1440.png",
            "07-edit-changed-en-light-1440.png",
            "06-edit-en-light-1440.png",
        ]
        .map(String::from);
        assert_eq!(
            source_of("edit.png", &taken),
            Some("06-edit-en-light-1440.png")
        );
        assert_eq!(
            source_of("edit-es.png", &taken),
            Some("06-edit-es-light-1440.png")
        );
        assert_eq!(source_of("find.png", &taken), None);
    }
}

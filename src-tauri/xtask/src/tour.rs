use std::collections::BTreeSet;
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
    let read = |name| fs::read_to_string(sh::root().join(name));
    let readmes = read("README.md")? + &read("LEEME.md")?;
    let taken: Vec<String> = fs::read_dir(from)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    let folder = sh::root().join(PICTURES);
    for name in pictures_in(&readmes) {
        let picture = source_of(&name, &taken)
            .with_context(|| format!("a README shows {name}, which the tour did not take"))?;
        fs::copy(from.join(picture), folder.join(&name))?;
        println!("{PICTURES}/{name}");
    }
    Ok(())
}

fn source_of<'a>(name: &str, taken: &'a [String]) -> Option<&'a str> {
    let subject = name.strip_suffix(".png")?;
    let wanted = match subject.strip_suffix("-es") {
        Some(subject) => format!("{subject}{SPANISH}"),
        None => format!("{subject}{ENGLISH}"),
    };
    let numbered = |file: &&str| file.split_once('-').is_some_and(|(_, rest)| rest == wanted);
    taken.iter().map(String::as_str).find(numbered)
}

fn pictures_in(readme: &str) -> BTreeSet<String> {
    readme
        .split(&format!("{PICTURES}/"))
        .skip(1)
        .filter_map(|rest| rest.split_once(".png"))
        .map(|(name, _)| format!("{name}.png"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_the_readme_shows_is_found_once() {
        let readme = "![a](.github/pictures/review.png) <img src=\".github/pictures/find.png\">\n\
                      again ![b](.github/pictures/review.png), elsewhere ![c](icons/icon.png)";
        let found: Vec<String> = pictures_in(readme).into_iter().collect();
        assert_eq!(found, ["find.png", "review.png"]);
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
        let source = |name| source_of(name, &taken);
        assert_eq!(source("edit.png"), Some("06-edit-en-light-1440.png"));
        assert_eq!(source("edit-es.png"), Some("06-edit-es-light-1440.png"));
        assert_eq!(source("find.png"), None);
    }
}

use anyhow::{Context, Result, bail};

use crate::{setup, sh, test};

/// Where the README looks for its pictures.
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

/// The README shows what it names: whatever `.github/pictures/NAME.png` it mentions is copied.
fn copy_for_readme(from: &std::path::Path) -> Result<()> {
    let readme = std::fs::read_to_string(sh::root().join("README.md")).context("no README.md")?;
    let folder = sh::root().join(PICTURES);
    std::fs::create_dir_all(&folder)?;
    let names = pictures_in(&readme);
    if names.is_empty() {
        bail!("README.md shows no picture from {PICTURES}");
    }
    for name in names {
        std::fs::copy(from.join(&name), folder.join(&name))
            .with_context(|| format!("README.md shows {name}, which the tour did not make"))?;
        println!("{PICTURES}/{name}");
    }
    Ok(())
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
}

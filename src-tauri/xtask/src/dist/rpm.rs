//! What the .rpm says of itself and holds. No Fedora is at hand to install it into, so it is held against
//! the .deb, which is tried in a Debian.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use super::licences;
use crate::{notes, setup, sh};

const LIBRARIES: [&str; 2] = ["libdbus-1.so.3", "libwebkit2gtk-4.1.so.0"];

/// Each system keeps documents in its own way.
const DOCUMENTS: [&str; 2] = ["/usr/share/doc/", "/usr/share/licenses/"];

const LICENCES: [&str; 2] = ["/usr/share/licenses/ficha/LICENSE", licences::PLACE];

struct Rpm {
    /// Name, version and licence.
    title: String,
    files: BTreeSet<String>,
    requires: String,
}

pub(super) fn inspect(rpm: &Path, unpacked_deb: &Path) -> Result<()> {
    setup::debian_packages(&["rpm"])?;
    let ask = |how: &[&str]| {
        let mut command = sh::at_root("rpm");
        sh::output(command.args(["--query", "--package"]).args(how).arg(rpm))
    };
    let found = Rpm {
        title: ask(&["--queryformat", "%{NAME} %{VERSION} %{LICENSE}"])?,
        files: ask(&["--list"])?.lines().map(str::to_owned).collect(),
        requires: ask(&["--requires"])?,
    };
    let metadata = sh::metadata()?;
    let title = format!(
        "ficha {} {}",
        notes::version(&metadata)?,
        notes::of_ficha(&metadata, "/license")?
    );
    let mut deb = BTreeSet::new();
    files_in(unpacked_deb, unpacked_deb, &mut deb)?;
    let problems = found.problems(&title, &deb);
    if problems.is_empty() {
        return Ok(());
    }
    bail!("{}:\n  {}", rpm.display(), problems.join("\n  "));
}

impl Rpm {
    fn problems(&self, title: &str, deb: &BTreeSet<String>) -> Vec<String> {
        let mut problems = Vec::new();
        if self.title != title {
            problems.push(format!(
                "calls itself `{}`, and should be `{title}`",
                self.title
            ));
        }
        let no_document = |file: &&String| !DOCUMENTS.iter().any(|place| file.starts_with(place));
        let only = |ours: &BTreeSet<String>, theirs: &BTreeSet<String>, whose: &str| {
            let only = ours.difference(theirs).filter(no_document);
            let said = only.map(|file| format!("{file} is in the {whose} only"));
            said.collect::<Vec<_>>()
        };
        problems.extend(only(&self.files, deb, ".rpm"));
        problems.extend(only(deb, &self.files, ".deb"));
        let absent = LICENCES.iter().filter(|file| !self.files.contains(**file));
        problems.extend(absent.map(|file| format!("lacks {file}")));
        let lacking = LIBRARIES.iter().filter(|name| {
            let mut required = self.requires.lines();
            !required.any(|line| line.starts_with(*name))
        });
        problems.extend(lacking.map(|name| format!("does not require {name}")));
        problems
    }
}

/// By the path each has once installed.
fn files_in(root: &Path, folder: &Path, found: &mut BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.is_symlink() {
            files_in(root, &path, found)?;
        } else {
            found.insert(format!("/{}", path.strip_prefix(root)?.display()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: &str = "ficha 0.2.0 MIT OR Apache-2.0";

    fn set(files: &[&str]) -> BTreeSet<String> {
        files.iter().map(|file| (*file).to_owned()).collect()
    }

    fn with_licences(files: &[&str]) -> BTreeSet<String> {
        set(&[files, &LICENCES].concat())
    }

    fn rpm() -> Rpm {
        Rpm {
            title: TITLE.to_owned(),
            files: with_licences(&["/usr/bin/ficha"]),
            requires: "libdbus-1.so.3()(64bit)\nlibwebkit2gtk-4.1.so.0()(64bit)\n".to_owned(),
        }
    }

    fn deb() -> BTreeSet<String> {
        set(&["/usr/bin/ficha", "/usr/share/doc/ficha/copyright"])
    }

    #[test]
    fn documents_may_lie_elsewhere_than_in_the_deb() {
        assert_eq!(rpm().problems(TITLE, &deb()), [""; 0]);
    }

    #[test]
    fn each_thing_that_is_not_as_it_should_be_is_told() {
        let told = |rpm: &Rpm, deb: &BTreeSet<String>| rpm.problems(TITLE, deb).join("\n");
        let title = "ficha 0.1.0 MIT OR Apache-2.0".to_owned();
        assert!(told(&Rpm { title, ..rpm() }, &deb()).contains("calls itself"));
        let requires = "libdbus-1.so.3()(64bit)\n".to_owned();
        let lacking = told(&Rpm { requires, ..rpm() }, &deb());
        assert_eq!(lacking, "does not require libwebkit2gtk-4.1.so.0");
        let files = with_licences(&["/usr/bin/ficha", "/usr/bin/more"]);
        let more = told(&Rpm { files, ..rpm() }, &deb());
        assert_eq!(more, "/usr/bin/more is in the .rpm only");
        let less = told(&rpm(), &set(&["/usr/bin/ficha", "/usr/bin/more"]));
        assert_eq!(less, "/usr/bin/more is in the .deb only");
        let files = set(&["/usr/bin/ficha"]);
        assert!(told(&Rpm { files, ..rpm() }, &deb()).contains("lacks"));
    }
}

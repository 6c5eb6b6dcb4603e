//! The metadata and files of the .rpm. It is not installed in a Fedora, but compared with the .deb, which is
//! tested in a Debian.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};

use super::licences;
use crate::{check, notes, setup, sh};

const LIBRARIES: [&str; 2] = ["libdbus-1.so.3", "libwebkit2gtk-4.1.so.0"];

/// Each system has its own places for documents.
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
    let version = notes::version(&metadata)?;
    let title = format!(
        "ficha {version} {}",
        notes::of_ficha(&metadata, "/license")?
    );
    // By their installed paths.
    let files = sh::output(sh::at_root("find").arg(unpacked_deb).args([
        "(", "-type", "f", "-o", "-type", "l", ")", "-printf", "/%P\n",
    ]))?;
    let problems = found.problems(&title, &files.lines().map(str::to_owned).collect());
    check::none(problems).with_context(|| rpm.display().to_string())
}

impl Rpm {
    fn problems(&self, title: &str, deb: &BTreeSet<String>) -> Vec<String> {
        let mut problems = Vec::new();
        if self.title != title {
            problems.push(format!("is `{}`, and should be `{title}`", self.title));
        }
        for file in self.files.symmetric_difference(deb) {
            if !DOCUMENTS.iter().any(|place| file.starts_with(place)) {
                let whose = if deb.contains(file) { ".deb" } else { ".rpm" };
                problems.push(format!("{file} is in the {whose} only"));
            }
        }
        let absent = LICENCES.iter().filter(|file| !self.files.contains(**file));
        problems.extend(absent.map(|file| format!("lacks {file}")));
        let required = |name: &str| self.requires.lines().any(|line| line.starts_with(name));
        let lacking = LIBRARIES.iter().filter(|name| !required(name));
        problems.extend(lacking.map(|name| format!("does not require {name}")));
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: &str = "ficha 0.2.0 MIT OR Apache-2.0";

    fn set(files: &[&str]) -> BTreeSet<String> {
        files.iter().map(|file| (*file).to_owned()).collect()
    }

    fn rpm() -> Rpm {
        Rpm {
            title: TITLE.to_owned(),
            files: set(&[&["/usr/bin/ficha"][..], &LICENCES].concat()),
            requires: "libdbus-1.so.3()(64bit)\nlibwebkit2gtk-4.1.so.0()(64bit)\n".to_owned(),
        }
    }

    fn deb() -> BTreeSet<String> {
        set(&["/usr/bin/ficha", "/usr/share/doc/ficha/copyright"])
    }

    #[test]
    fn documents_may_be_elsewhere_than_in_the_deb() {
        assert_eq!(rpm().problems(TITLE, &deb()), [""; 0]);
    }

    #[test]
    fn everything_wrong_is_reported() {
        let problems = |change: fn(&mut Rpm)| {
            let mut rpm = rpm();
            change(&mut rpm);
            rpm.problems(TITLE, &deb()).join("\n")
        };
        assert!(problems(|rpm| rpm.title.truncate(9)).starts_with("is `ficha 0.2`"));
        let lacking = problems(|rpm| rpm.requires.truncate(20));
        assert_eq!(lacking, "does not require libwebkit2gtk-4.1.so.0");
        let more = problems(|rpm| rpm.files.extend(set(&["/usr/bin/more"])));
        assert_eq!(more, "/usr/bin/more is in the .rpm only");
        let less = problems(|rpm| rpm.files.retain(|file| file != "/usr/bin/ficha"));
        assert_eq!(less, "/usr/bin/ficha is in the .deb only");
        let bare = problems(|rpm| rpm.files.retain(|file| !file.contains("LICENSE")));
        assert_eq!(
            bare.lines()
                .filter(|line| line.starts_with("lacks"))
                .count(),
            2
        );
    }
}

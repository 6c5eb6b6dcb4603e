//! The repository's text files, as the rules read them.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::sh;

/// One text file; the path is relative to the root, with forward slashes on every system.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    #[cfg(test)]
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    pub(crate) fn under(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    pub(crate) fn has_extension(&self, extensions: &[&str]) -> bool {
        let extension = Path::new(&self.path).extension();
        extensions.iter().any(|one| extension == Some(one.as_ref()))
    }

    pub(crate) fn numbered(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }
}

/// Every text file that is tracked, or untracked and not ignored.
pub(crate) fn all() -> Result<Vec<Source>> {
    let which = ["--cached", "--others", "--exclude-standard", "-z"];
    let paths = sh::output(sh::at_root("git").arg("ls-files").args(which))?;
    let mut sources = Vec::new();
    for path in paths.split_terminator('\0') {
        let file = sh::root().join(path);
        // A deleted file is listed until the deletion is staged.
        if !file.is_file() {
            continue;
        }
        if let Ok(text) = String::from_utf8(fs::read(file)?) {
            let path = path.to_owned();
            sources.push(Source { path, text });
        }
    }
    Ok(sources)
}

//! The page's texts match in both languages (`tests/ui/texts.mjs`), and so do README.md and LEEME.md.

mod readmes;

use anyhow::Result;

use crate::sh;

pub(crate) fn text() -> Result<()> {
    let node = || sh::at_root("node");
    sh::run(node().args(["--test", "tests/ui/texts.test.mjs"]))?;
    let copy = sh::target_dir()?.join("text");
    sh::run(node().args(["tests/ui/texts.mjs", "ui"]).arg(copy))?;
    super::none(readmes::all_differences()?)
}

//! The page's texts match in both languages, and so do the documents for users. Node reads the texts because
//! they are JavaScript, functions included.

use anyhow::Result;

use crate::sh;

pub(crate) fn text() -> Result<()> {
    let node = || {
        let mut node = sh::at_root("node");
        node.current_dir(sh::root().join("tests/ui"));
        node
    };
    sh::run(node().args(["--test", "texts.test.mjs", "readmes.test.mjs"]))?;
    for (english, spanish) in [
        ("README.md", "LEEME.md"),
        (".github/IT.md", ".github/SISTEMAS.md"),
    ] {
        let at_root = |name: &str| format!("../../{name}");
        sh::run(node().args(["readmes.mjs", &at_root(english), &at_root(spanish)]))?;
    }
    let copy = sh::target_dir()?.join("text");
    sh::run(node().args(["texts.mjs", "../../ui"]).arg(copy))
}

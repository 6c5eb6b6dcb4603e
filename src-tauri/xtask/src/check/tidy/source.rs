//! The repository's text files, as the rules see them.

use std::path::Path;

use anyhow::{Context, Result};

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

    pub(crate) fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|found| found == extension)
    }

    pub(crate) fn numbered(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }

    /// JavaScript with its comments blanked out, lines kept.
    pub(crate) fn code_only(&self) -> Source {
        Source {
            path: self.path.clone(),
            text: blank_comments(&self.text),
        }
    }
}

const BUILT: [&str; 3] = ["target", "node_modules", ".git"];

/// Every text file of the repository; what is built or fetched is left out.
pub(crate) fn all(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    collect(root, root, &mut sources)?;
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

/// The names at the top, folders with a closing slash.
pub(crate) fn top_level(root: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root)? {
        let entry = entry?;
        let mut name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            name.push('/');
        }
        names.push(name);
    }
    names.sort();
    Ok(names)
}

fn collect(root: &Path, folder: &Path, into: &mut Vec<Source>) -> Result<()> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        // In a worktree `.git` is a file.
        if BUILT.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(root, &path, into)?;
        } else if let Ok(text) = String::from_utf8(std::fs::read(&path)?) {
            let relative = path
                .strip_prefix(root)?
                .to_string_lossy()
                .replace('\\', "/");
            into.push(Source {
                path: relative,
                text,
            });
        }
    }
    Ok(())
}

fn blank_comments(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code.chars().peekable();
    let mut quote = None;
    while let Some(c) = rest.next() {
        out.push(c);
        match (quote, c) {
            (Some(_), '\\') => out.extend(rest.next()),
            (Some(open), _) if c == open || (c == '\n' && open != '`') => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '/') if rest.peek() == Some(&'/') => {
                out.pop();
                while rest.next_if(|next| *next != '\n').is_some() {}
            }
            (None, '/') if rest.peek() == Some(&'*') => {
                out.pop();
                rest.next();
                let mut before = ' ';
                for inside in rest.by_ref() {
                    if inside == '\n' {
                        out.push('\n');
                    }
                    if before == '*' && inside == '/' {
                        break;
                    }
                    before = inside;
                }
            }
            (None, _) => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_and_lines_stay() {
        let code = "a(); // eval(\n/* innerHTML\n */ b(\"// kept\", 'it\\'s', `/* ${kept} */`);\n";
        assert_eq!(
            blank_comments(code),
            "a(); \n\n b(\"// kept\", 'it\\'s', `/* ${kept} */`);\n"
        );
    }

    #[test]
    fn an_apostrophe_in_a_comment_or_a_pattern_hides_one_line_at_most() {
        let code = "// it's\nmatch(/'/);\ninnerHTML";
        assert!(blank_comments(code).ends_with("\ninnerHTML"));
    }
}

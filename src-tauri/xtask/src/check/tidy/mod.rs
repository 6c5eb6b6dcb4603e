//! House rules that no tool checks. Each is a small function from sources to problems.

mod documents;
mod house;
pub(crate) mod source;
mod style;

use std::fmt;

use anyhow::Result;

use source::Source;

/// Where and how a rule is broken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    path: String,
    line: usize,
    what: String,
}

impl Problem {
    pub(crate) fn at(file: &Source, line: usize, what: impl Into<String>) -> Self {
        Self {
            line,
            ..Self::of(&file.path, what)
        }
    }

    pub(crate) fn of(path: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line: 1,
            what: what.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

type Rule = fn(&[Source]) -> Vec<Problem>;

const RULES: [Rule; 8] = [
    house::top_level,
    house::ui_holds_only_what_ships,
    house::files_stay_short,
    house::nothing_left_to_do,
    house::no_key_that_could_be_real,
    documents::tests_named_exist,
    style::lengths_are_tokens,
    style::properties_exist,
];

pub(crate) fn tidy() -> Result<()> {
    let sources = source::all()?;
    super::none(RULES.iter().flat_map(|rule| rule(&sources)))
}

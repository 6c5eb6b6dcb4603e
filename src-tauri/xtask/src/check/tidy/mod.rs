//! House rules that no compiler knows. Each is a small function from sources to problems.

mod crates;
mod documents;
mod house;
mod modules;
mod page;
pub(crate) mod source;

use std::fmt;

use anyhow::{Result, bail};

use crate::sh;
use source::Source;

/// Where a rule is broken, and how.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    path: String,
    line: usize,
    what: String,
}

impl Problem {
    pub(crate) fn at(file: &Source, line: usize, what: impl Into<String>) -> Self {
        Self {
            path: file.path.clone(),
            line,
            what: what.into(),
        }
    }

    fn of(path: impl Into<String>, what: impl Into<String>) -> Self {
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

const RULES: [Rule; 14] = [
    modules::screens_stay_apart,
    modules::one_file_knows_tauri,
    page::no_markup_from_strings,
    page::nothing_inline,
    page::nothing_around_the_core,
    page::nothing_logged,
    page::only_what_ships,
    house::files_stay_short,
    house::nothing_left_to_do,
    house::no_place_of_ours,
    house::no_sleep_in_tests,
    house::exceptions_are_expected,
    house::no_key_that_could_be_real,
    documents::tests_named_exist,
];

pub(crate) fn tidy() -> Result<()> {
    let sources = source::all(sh::root())?;
    let mut problems: Vec<Problem> = RULES.iter().flat_map(|rule| rule(&sources)).collect();
    problems.extend(house::top_level(&source::top_level(sh::root())?));
    problems.extend(crates::directions(&crates::read(&sh::metadata()?)));
    if problems.is_empty() {
        return Ok(());
    }
    let list: Vec<String> = problems.iter().map(Problem::to_string).collect();
    bail!("{}", list.join("\n  "));
}

//! What came of a run, as a workbook.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use jiff::{Timestamp, tz::TimeZone};
use journal::{Fate, InputRow, LineState, RunId, Skip};
use record::{Held, Value};

use super::{RunFilter, RunLine, lines, source};
use crate::{
    Error, OutcomeChange, OutcomeRow, OutcomeState, OutcomeWords, School, outcome_workbook,
};

/// A front end's words for what is beside the states.
#[derive(Clone, Debug, Default)]
pub struct RunWords {
    pub outcome: OutcomeWords,
    /// Of fields, by their names in the API.
    pub fields: HashMap<String, String>,
    pub yes: String,
    pub no: String,
    /// Why a row was left out or a line was skipped, by code.
    pub reasons: HashMap<String, String>,
}

const PAGE: usize = 500;

/// Writes a workbook with a row for each row of the sheet; returns how many.
pub(crate) fn save_outcome(
    school: &School,
    run: RunId,
    path: &Path,
    words: &RunWords,
    zone: &TimeZone,
) -> Result<usize, Error> {
    let headers = source(school, run)?
        .ok_or(journal::Error::Unreadable)?
        .headers;
    let mut by_row: HashMap<u32, Vec<RunLine>> = HashMap::new();
    for line in lines(school, run, &RunFilter::default(), 0, usize::MAX)?.lines {
        by_row.entry(line.row).or_default().push(line);
    }
    let mut from = 0;
    let pages = std::iter::from_fn(move || match school.book.run_rows(run, from, PAGE) {
        Ok(page) if page.is_empty() => None,
        Ok(page) => {
            from += page.len();
            Some(Ok(page))
        }
        Err(error) => Some(Err(Error::from(error))),
    });
    let mut failed = false;
    let rows = pages
        .take_while(move |page| !std::mem::replace(&mut failed, page.is_err()))
        .flat_map(|page| match page {
            Ok(page) => page.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        })
        .map(|row| row.map(|row| outcome_row(row, &by_row, words, zone)));
    outcome_workbook(path, &headers, rows, &words.outcome)
}

fn outcome_row(
    row: InputRow,
    lines: &HashMap<u32, Vec<RunLine>>,
    words: &RunWords,
    zone: &TimeZone,
) -> OutcomeRow {
    let reason = |code: &str| words.reasons.get(code).cloned().unwrap_or_default();
    let plain = |state, why: String| OutcomeRow {
        cells: row.cells.clone(),
        state,
        changes: Vec::new(),
        when: String::new(),
        why,
    };
    let line = match &row.fate {
        Fate::Same => return plain(OutcomeState::Same, String::new()),
        Fate::Repeats(first) => return plain(OutcomeState::Repeats, first.to_string()),
        Fate::Left(reasons) => {
            let mut why: Vec<String> = reasons.iter().map(|left| reason(&left.code)).collect();
            why.dedup();
            return plain(OutcomeState::LeftOut, why.join("; "));
        }
        Fate::Update => lines.get(&row.row).and_then(|lines| telling(lines)),
    };
    let Some(line) = line else {
        return plain(OutcomeState::Planned, String::new());
    };
    let skip = match line.skip {
        Some(Skip::Cancelled) => reason("cancelled"),
        Some(Skip::PasswordGone) => reason("passwordGone"),
        Some(Skip::Unreadable) => reason("unreadable"),
        None => String::new(),
    };
    OutcomeRow {
        changes: line.rows.iter().map(|held| change(held, words)).collect(),
        when: line.at.map(|at| local(at, zone)).unwrap_or_default(),
        why: line.message.clone().unwrap_or(skip),
        state: line.state.into(),
        cells: row.cells,
    }
}

/// The rows of a run that can be run again: as [`telling`] has it, by the first of their lines that is not done.
pub(crate) fn rows_again(school: &School, run: RunId) -> Result<HashSet<u32>, Error> {
    let mut lines = school.book.undone_lines(run)?;
    let mut seen = HashSet::new();
    lines.retain(|(row, _)| seen.insert(*row));
    let again = lines
        .into_iter()
        .filter(|(_, state)| OutcomeState::from(*state).is_run_again());
    Ok(again.map(|(row, _)| row).collect())
}

/// Of a row's lines the one that says what became of it: the first that is not done, else the last.
fn telling(lines: &[RunLine]) -> Option<&RunLine> {
    let undone = lines.iter().find(|line| line.state != LineState::Applied);
    undone.or(lines.last())
}

fn change(held: &Held, words: &RunWords) -> OutcomeChange {
    let change = &held.change;
    let name = change.field.spec().api_name;
    let label = words.fields.get(name).map_or(name, String::as_str);
    let before = change.before.as_ref();
    // What was read afterwards, and where nothing could be read what was sent.
    let after = held.held.as_ref().unwrap_or(&change.after);
    OutcomeChange {
        label: match &change.key {
            Some(key) => format!("{label} ({key})"),
            None => label.to_owned(),
        },
        before: before.map(|value| text(value, words)).unwrap_or_default(),
        after: text(after, words),
    }
}

fn text(value: &Value, words: &RunWords) -> String {
    match value {
        Value::Absent | Value::Null | Value::Pairs { .. } => String::new(),
        Value::Text { text } => text.clone(),
        Value::Flag { flag: true } => words.yes.clone(),
        Value::Flag { flag: false } => words.no.clone(),
        Value::List { items } => items.join(", "),
    }
}

fn local(at: Timestamp, zone: &TimeZone) -> String {
    let at = zone.to_datetime(at);
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

//! What came of a run, as a workbook with a line for each row of the sheet, which is a sheet itself: what was
//! refused or is pending can be run again from it.

#[cfg(test)]
mod tests;

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use journal::LineState;
use sheets::{ColumnOut, Inspection, Writer, fits_a_cell};

use crate::{Error, SheetError};

/// What came of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutcomeState {
    Planned,
    Applied,
    Different,
    Refused,
    NotApplied,
    Unknown,
    Conflict,
    NeedsCode,
    Skipped,
    GivenUp,
    /// Equal to Quentli: nothing was sent.
    Same,
    /// Another row asks for the same of the same family.
    Repeats,
    /// It had a problem, and nothing was sent.
    LeftOut,
}

impl OutcomeState {
    /// Each with the name that stands in a workbook. Workbooks are kept for years: a name never changes.
    pub const EACH: [(Self, &str); 13] = [
        (Self::Planned, "planned"),
        (Self::Applied, "applied"),
        (Self::Different, "different"),
        (Self::Refused, "refused"),
        (Self::NotApplied, "notApplied"),
        (Self::Unknown, "unknown"),
        (Self::Conflict, "conflict"),
        (Self::NeedsCode, "needsCode"),
        (Self::Skipped, "skipped"),
        (Self::GivenUp, "givenUp"),
        (Self::Same, "same"),
        (Self::Repeats, "repeats"),
        (Self::LeftOut, "leftOut"),
    ];

    fn name(self) -> &'static str {
        let mut each = Self::EACH.iter();
        each.find_map(|(state, name)| (*state == self).then_some(*name))
            .unwrap_or_default()
    }

    fn named(name: &str) -> Option<Self> {
        let mut each = Self::EACH.iter();
        each.find_map(|(state, own)| (*own == name).then_some(*state))
    }

    /// Whether a row can be run again: surely nothing was changed, and asking again may help. A conflict is among
    /// them, since the check shows the server's present value as the old one. What needs a code is not: it cannot
    /// be sent in bulk. Nor is an unknown outcome, which is read back instead.
    pub(crate) fn is_run_again(self) -> bool {
        matches!(
            self,
            Self::Planned | Self::Refused | Self::NotApplied | Self::Conflict | Self::Skipped
        )
    }
}

impl From<LineState> for OutcomeState {
    fn from(state: LineState) -> Self {
        match state {
            LineState::Planned => Self::Planned,
            LineState::Applied => Self::Applied,
            LineState::Different => Self::Different,
            LineState::Refused => Self::Refused,
            LineState::NotApplied => Self::NotApplied,
            // What is on its way is known by nobody.
            LineState::Intent | LineState::Unknown => Self::Unknown,
            LineState::Conflict => Self::Conflict,
            LineState::NeedsCode => Self::NeedsCode,
            LineState::Skipped => Self::Skipped,
            LineState::GivenUp => Self::GivenUp,
        }
    }
}

/// A row of the sheet and what came of it.
#[derive(Clone, Debug)]
pub struct OutcomeRow {
    /// By position, as they were in the sheet.
    pub cells: Vec<String>,
    pub state: OutcomeState,
    pub changes: Vec<OutcomeChange>,
    /// As people read it; blank where nothing was sent.
    pub when: String,
    pub why: String,
}

/// One value, in a front end's words.
#[derive(Clone, Debug)]
pub struct OutcomeChange {
    pub label: String,
    pub before: String,
    pub after: String,
}

/// A front end's words for what stands in the workbook.
#[derive(Clone, Debug, Default)]
pub struct OutcomeWords {
    pub sheet: String,
    /// The headers of Ficha's own columns.
    pub state: String,
    pub before: String,
    pub after: String,
    pub when: String,
    pub why: String,
    pub states: HashMap<OutcomeState, String>,
}

/// The header of the hidden column that makes a workbook a result of Ficha's. *Ficha* alone is a word that
/// schools have on columns of their own.
const MARK: &str = "ficha:resultado";

/// Writes a row for each of `rows`, below `headers` and Ficha's own ones; returns how many.
pub fn outcome_workbook(
    path: &Path,
    headers: &[String],
    rows: impl IntoIterator<Item = Result<OutcomeRow, Error>>,
    words: &OutcomeWords,
) -> Result<usize, Error> {
    // Of a sheet that was itself a result.
    let own = headers.iter().position(|header| header == MARK);
    let headers = &headers[..own.unwrap_or(headers.len())];
    let mut columns: Vec<ColumnOut> = headers.iter().map(ColumnOut::text).collect();
    columns.push(ColumnOut {
        hidden: true,
        ..ColumnOut::text(MARK)
    });
    let texts = [
        &words.state,
        &words.before,
        &words.after,
        &words.when,
        &words.why,
    ];
    columns.extend(
        texts
            .into_iter()
            .zip([16.0, 36.0, 36.0, 20.0, 44.0])
            .map(|(header, width)| ColumnOut {
                width,
                ..ColumnOut::text(header)
            }),
    );
    let mut writer = Writer::xlsx(path, &words.sheet, &columns).map_err(SheetError::from)?;
    let mut written = 0;
    for row in rows {
        let row = row?;
        let mut cells = row.cells;
        cells.resize(headers.len(), String::new());
        for cell in &mut cells {
            // A part of it might be sent for the whole; a blank one leaves its value alone.
            if !fits_a_cell(cell) {
                cell.clear();
            }
        }
        cells.push(row.state.name().to_owned());
        cells.push(words.states.get(&row.state).cloned().unwrap_or_default());
        cells.push(lines(&row.changes, |change| &change.before));
        cells.push(lines(&row.changes, |change| &change.after));
        cells.push(row.when);
        cells.push(shortened(row.why));
        writer.row(&cells).map_err(SheetError::from)?;
        written += 1;
    }
    writer.finish().map_err(SheetError::from)?;
    Ok(written)
}

/// A line for each change. With its label in front none is taken for a phone or an e-mail.
fn lines(changes: &[OutcomeChange], side: impl Fn(&OutcomeChange) -> &str) -> String {
    let line = |change: &OutcomeChange| format!("{}: {}", change.label, side(change));
    shortened(changes.iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn shortened(text: String) -> String {
    const SOME: usize = 1000;
    if fits_a_cell(&text) {
        return text;
    }
    let some: String = text.chars().take(SOME).collect();
    some + "…"
}

/// A result that Ficha saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnResult {
    /// Columns from here on are Ficha's own, and say nothing to send.
    pub own_from: usize,
    /// The rows that are to be run again, and those that were added since.
    pub again: HashSet<u32>,
}

/// What is to be run again of a sheet that is a result; `None` of any other. Reads all of its rows.
pub fn own_result(found: &Inspection) -> Result<Option<OwnResult>, Error> {
    let own = found.columns.iter().find(|column| column.header == MARK);
    let Some(own) = own else {
        return Ok(None);
    };
    let mut again = HashSet::new();
    for row in found.rows().map_err(SheetError::from)? {
        let row = row.map_err(SheetError::from)?;
        let state = row.cell(own.index).map_or("", |cell| cell.text.trim());
        // A state that only a newer Ficha knows is left alone.
        if state.is_empty() || OutcomeState::named(state).is_some_and(OutcomeState::is_run_again) {
            again.insert(row.number);
        }
    }
    Ok(Some(OwnResult {
        own_from: own.index as usize,
        again,
    }))
}

//! The spreadsheet that a person works on: opened, its columns understood, checked against the roster. It is in memory
//! only, and belongs to the connection in use.

mod again;
mod checking;
mod checks;
mod columns;
mod freeze;
mod nearest;
mod open;
mod remembered;
mod rows;
mod source;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, HashSet},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicBool},
};

use quentli::CustomerId;
use record::{Column, ColumnsError, Known, Reading};
use sheets::{Confidence, Encoding, Format, Inspection, Options};

use crate::{Error, School};

pub(crate) use again::rerun;
pub(crate) use checking::{check, choose, mend};
pub use checks::{Check, FieldCount, IssueGroup, PlaceholderAsked};
pub(crate) use columns::use_columns;
pub use columns::{ColumnBasis, SheetColumn};
pub(crate) use freeze::freeze;
pub(crate) use nearest::nearest;
pub use open::SheetOptions;
pub(crate) use open::{open, read_as};
pub(crate) use rows::rows;
pub use rows::{RowsView, SheetIssue, SheetRow, SheetRows};
pub use source::SheetSource;

use checking::Checked;

/// What is open, as a front end shows it.
#[derive(Clone, Debug)]
pub struct SheetView {
    /// The file's name; empty for what was pasted.
    pub name: String,
    pub format: Format,
    /// Of a text file.
    pub text: Option<SheetText>,
    /// The sheets of a workbook, and whether each is hidden.
    pub sheets: Vec<(String, bool)>,
    pub sheet: Option<usize>,
    pub header_row: u32,
    /// The first rows that are not blank, by their numbers.
    pub top: Vec<(u32, Vec<String>)>,
    pub hidden_rows: bool,
    pub filtered: bool,
    pub merged: bool,
    pub columns: Vec<SheetColumn>,
    pub reading: Reading,
    /// The dates of a column that is used can be read both ways.
    pub dates_ambiguous: bool,
    pub columns_error: Option<ColumnsError>,
    /// It is a result that Ficha saved.
    pub own_result: bool,
}

/// How a text file is read.
#[derive(Clone, Debug)]
pub struct SheetText {
    /// IANA's name.
    pub encoding: &'static str,
    /// Its bytes leave no doubt.
    pub certain: bool,
    /// What may be chosen, the likeliest first.
    pub encodings: Vec<&'static str>,
    pub separator: char,
}

/// The sheet that is open, if any.
#[derive(Default)]
pub(crate) struct OpenSheet(Mutex<Option<Sheet>>);

struct Sheet {
    /// The connection it was opened for.
    connection: String,
    name: String,
    source: sheets::Source,
    options: Options,
    inspection: Inspection,
    uses: Vec<(Column, ColumnBasis)>,
    reading: Reading,
    /// Cells as a person mended them, by row and column.
    mended: BTreeMap<(u32, u32), String>,
    /// Families that a person chose for rows.
    chosen: BTreeMap<u32, CustomerId>,
    /// Of a result that Ficha saved, the rows that are to be run again.
    pending: Option<HashSet<u32>>,
    /// The families it was checked against last.
    known: Option<Against>,
    checked: Option<Arc<Checked>>,
    /// How often each placeholder was met while it had no answer: it is no issue any more once it has one.
    placeholders: BTreeMap<String, (String, usize)>,
    /// Counts what would make a check that is under way out of date.
    revision: u64,
    /// Set once nobody waits for the check that is under way.
    stop: Arc<AtomicBool>,
}

/// The roster as it was taken for a check.
#[derive(Clone)]
struct Against {
    families: Arc<Known>,
    read_at: jiff::Timestamp,
}

impl OpenSheet {
    fn sheet(&self) -> MutexGuard<'_, Option<Sheet>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, sheet: Sheet) {
        self.close();
        *self.sheet() = Some(sheet);
    }

    /// Forgets it; a check that is under way ends.
    pub(crate) fn close(&self) {
        if let Some(sheet) = self.sheet().take() {
            sheet.stop();
        }
    }

    /// Takes the sheet, if it is as it was at a revision.
    fn take(&self, school: &School, revision: u64) -> Result<Sheet, Error> {
        let mut open = self.sheet();
        let is_it = |sheet: &mut Sheet| {
            sheet.revision == revision && sheet.connection == school.connection.id.as_str()
        };
        open.take_if(is_it).ok_or(Error::NoSheet)
    }

    fn put_back(&self, sheet: Sheet) {
        self.sheet().get_or_insert(sheet);
    }

    /// Works on the sheet that is open for a connection. Not to be held up.
    fn with<T>(
        &self,
        school: &School,
        work: impl FnOnce(&mut Sheet) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut open = self.sheet();
        let sheet = open.as_mut().ok_or(Error::NoSheet)?;
        if sheet.connection != school.connection.id.as_str() {
            return Err(Error::NoSheet);
        }
        work(sheet)
    }

    pub(crate) fn view(&self, school: &School) -> Option<SheetView> {
        self.with(school, |sheet| Ok(sheet.view())).ok()
    }
}

impl Sheet {
    fn stop(&self) {
        self.stop.store(true, std::sync::atomic::Ordering::Relaxed);
    }

    /// Something it was checked with is another now.
    fn changed(&mut self) {
        self.stop();
        self.stop = Arc::default();
        self.revision += 1;
        self.checked = None;
    }

    fn view(&self) -> SheetView {
        let Inspection {
            format,
            text,
            sheets,
            sheet,
            facts,
            header_row,
            top,
            ..
        } = &self.inspection;
        SheetView {
            name: self.name.clone(),
            format: *format,
            text: text.as_ref().map(|text| SheetText {
                encoding: text.encoding.name(),
                certain: text.guess.confidence == Confidence::Certain,
                encodings: Encoding::ALL.iter().map(|one| one.name()).collect(),
                separator: text.separator.byte().into(),
            }),
            sheets: sheets
                .iter()
                .map(|sheet| {
                    let is_hidden = sheet.visibility != sheets::Visibility::Visible;
                    (sheet.name.clone(), is_hidden)
                })
                .collect(),
            sheet: *sheet,
            header_row: *header_row,
            top: top.iter().take(TOP).map(open::texts).collect(),
            hidden_rows: facts.hidden_rows > 0,
            filtered: facts.filtered,
            merged: !facts.merged.is_empty(),
            columns: self.columns(),
            reading: self.reading.clone(),
            dates_ambiguous: self.dates_ambiguous(),
            columns_error: self.fitting().err(),
            own_result: self.pending.is_some(),
        }
    }
}

/// How many rows are shown to choose a header from.
const TOP: usize = 12;

impl fmt::Debug for OpenSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpenSheet(…)")
    }
}

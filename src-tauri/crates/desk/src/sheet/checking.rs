//! Checking the open sheet against the roster.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use jiff::Timestamp;
use quentli::CustomerId;
use record::{
    CellProblemCode, Columns, IssueCode, Known, Mark, Pass, Plan, Planner, Reading, placeholder_of,
};
use sheets::{Cell, Inspection, Kind, Notice, Row};

use super::{Against, Sheet, checks::Check, open::blocking};
use crate::{Error, School, SheetError, roster, work::Work};

/// A plan of the open sheet, and what is shown of it.
pub(super) struct Checked {
    pub(super) plan: Plan,
    /// Updates as a person sees them, one for each family, by row: places in [`Plan::updates`].
    pub(super) by_row: Vec<usize>,
    /// The first passes of those that take two, by row as well.
    pub(super) first_by_row: Vec<usize>,
    pub(super) read_at: Timestamp,
    /// Cells whose text was once read in the wrong encoding, and the first of them with its repair.
    pub(super) mojibake: (usize, Option<(String, String)>),
    /// The words by which the families of rows that are about none in hand may be found, of the first such rows.
    pub(super) unknown: BTreeMap<u32, Vec<String>>,
}

/// More unknown families are looked for by nobody, one by one.
const MOST_UNKNOWN: usize = 2_000;

/// All that a check needs, taken from the sheet so that it can go on meanwhile.
pub(super) struct Job {
    pub(super) inspection: Inspection,
    pub(super) columns: Columns,
    pub(super) reading: Reading,
    mended: BTreeMap<(u32, u32), String>,
    chosen: BTreeMap<u32, CustomerId>,
    pending: Option<HashSet<u32>>,
    pub(super) revision: u64,
    stop: Arc<AtomicBool>,
}

/// Checks the open sheet against the families as they are now.
pub(crate) async fn check(work: &Work, school: &School) -> Result<Check, Error> {
    // Before a wait of minutes, what would make it pointless.
    work.sheet.with(school, |sheet| sheet.job().map(drop))?;
    let read_at = roster::fresh(work, school).await?;
    let roster = Arc::clone(&school.roster);
    let families = blocking(move || {
        let (families, strangers) = roster.all();
        Ok(Arc::new(Known::new(families, strangers)))
    });
    let known = Against {
        families: families.await?,
        read_at,
    };
    work.still(school)?;
    check_against(work, school, known).await
}

/// A cell's new text.
pub(crate) async fn mend(
    work: &Work,
    school: &School,
    row: u32,
    column: u32,
    text: String,
) -> Result<Check, Error> {
    change(work, school, |sheet| {
        sheet.mended.insert((row, column), text);
    })
    .await
}

/// The family that a row is about.
pub(crate) async fn choose(
    work: &Work,
    school: &School,
    row: u32,
    family: CustomerId,
) -> Result<Check, Error> {
    change(work, school, |sheet| {
        sheet.chosen.insert(row, family);
    })
    .await
}

/// Checks again after a change, against the families that the last check was against.
async fn change(
    work: &Work,
    school: &School,
    change: impl FnOnce(&mut Sheet),
) -> Result<Check, Error> {
    let known = work.sheet.with(school, |sheet| {
        let known = sheet.known.clone().ok_or(Error::NotChecked)?;
        change(sheet);
        sheet.changed();
        Ok(known)
    })?;
    check_against(work, school, known).await
}

async fn check_against(work: &Work, school: &School, known: Against) -> Result<Check, Error> {
    let job = work.sheet.with(school, |sheet| {
        sheet.known = Some(known.clone());
        sheet.job()
    })?;
    let revision = job.revision;
    let checked = blocking(move || job.run(known)).await?;
    work.sheet.with(school, |sheet| {
        if sheet.revision != revision {
            return Err(Error::Stopped);
        }
        sheet.note_placeholders(&checked.plan);
        let checked = Arc::new(checked);
        sheet.checked = Some(Arc::clone(&checked));
        Ok(Check::of(&checked, sheet))
    })
}

impl Sheet {
    pub(super) fn job(&self) -> Result<Job, Error> {
        Ok(Job {
            inspection: self.inspection.clone(),
            columns: self.fitting().map_err(|_| Error::NotChecked)?,
            reading: self.reading.clone(),
            mended: self.mended.clone(),
            chosen: self.chosen.clone(),
            pending: self.pending.clone(),
            revision: self.revision,
            stop: Arc::clone(&self.stop),
        })
    }

    fn note_placeholders(&mut self, plan: &Plan) {
        let asked = IssueCode::Cell(CellProblemCode::Placeholder);
        let mut met: BTreeMap<String, (String, usize)> = BTreeMap::new();
        for issue in plan.issues.iter().filter(|issue| issue.code == asked) {
            if let Some(key) = placeholder_of(&issue.text) {
                let one = met.entry(key).or_insert((issue.text.trim().to_owned(), 0));
                one.1 += 1;
            }
        }
        self.placeholders
            .retain(|key, _| self.reading.placeholders.contains_key(key));
        self.placeholders.extend(met);
    }
}

impl Job {
    fn run(self, known: Against) -> Result<Checked, Error> {
        let mut planner = Planner::new(known.families, &self.columns, &self.reading);
        let mut mojibake = (0, None);
        let mut unknown = BTreeMap::new();
        let mut rows = self.inspection.rows().map_err(SheetError::from)?;
        let mut row = Row::default();
        while rows.read(&mut row).map_err(SheetError::from)? {
            if self.stop.load(Ordering::Relaxed) {
                return Err(Error::Stopped);
            }
            if self
                .pending
                .as_ref()
                .is_some_and(|rows| !rows.contains(&row.number))
            {
                continue;
            }
            let texts = self.texts(&row, &mut mojibake);
            self.row(&mut planner, &row, &texts);
            if unknown.len() < MOST_UNKNOWN && planner.last_is_of_nobody() {
                unknown.insert(row.number, self.columns.words_of(&texts));
            }
        }
        let plan = planner.finish();
        let is_first = |at: &usize| plan.updates[*at].pass == Pass::First;
        let (mut first_by_row, mut by_row): (Vec<usize>, Vec<usize>) =
            (0..plan.updates.len()).partition(is_first);
        for places in [&mut first_by_row, &mut by_row] {
            places.sort_by_key(|&at| plan.updates[at].row);
        }
        Ok(Checked {
            by_row,
            first_by_row,
            plan,
            read_at: known.read_at,
            mojibake,
            unknown,
        })
    }

    /// The cells of a row by position, as they were mended.
    pub(super) fn texts<'a>(
        &'a self,
        row: &'a Row,
        mojibake: &mut (usize, Option<(String, String)>),
    ) -> Vec<&'a str> {
        let mut texts: Vec<&str> = Vec::with_capacity(self.columns.all().len());
        let mut put = |column: usize, text: &'a str| {
            texts.resize(texts.len().max(column + 1), "");
            texts[column] = text;
        };
        for cell in &row.cells {
            let repaired = repair(cell);
            if let Some(repaired) = repaired {
                mojibake.0 += 1;
                let first = || (cell.text.clone(), repaired.to_owned());
                mojibake.1.get_or_insert_with(first);
            }
            let repaired = repaired.filter(|_| self.reading.repair_text);
            put(cell.column as usize, repaired.unwrap_or(&cell.text));
        }
        for ((_, column), text) in self.mended.range((row.number, 0)..(row.number + 1, 0)) {
            put(*column as usize, text);
        }
        texts
    }

    fn row(&self, planner: &mut Planner<'_>, row: &Row, texts: &[&str]) {
        let mut marks = Vec::new();
        for cell in &row.cells {
            if !self.mended.contains_key(&(row.number, cell.column)) {
                self.mark(cell, &mut marks);
            }
        }
        match self.chosen.get(&row.number) {
            Some(family) => planner.row_of(row.number, texts, &marks, family),
            None => planner.row(row.number, texts, &marks),
        }
    }

    fn mark(&self, cell: &Cell, marks: &mut Vec<(usize, Mark)>) {
        let column = cell.column as usize;
        if cell.kind == Kind::Uncalculated {
            marks.push((column, Mark::Uncalculated));
        }
        if cell.kind == Kind::Number && !self.inspection.format.has_number_formats() {
            marks.push((column, Mark::ZerosMayBeLost));
        }
        for notice in &cell.notices {
            let mark = match notice {
                Notice::ApostropheDropped => Mark::ApostropheDropped,
                Notice::TooManyDigits => Mark::TooManyDigits,
                Notice::DigitsLost => Mark::DigitsLost,
                Notice::Mojibake { .. } if self.reading.repair_text => continue,
                Notice::Mojibake { .. } => Mark::Mojibake,
                Notice::ReplacementCharacter => Mark::ReplacementCharacter,
                Notice::UnclosedQuote => Mark::UnclosedQuote,
                Notice::BeyondHeader => Mark::BeyondHeader,
                _ => continue,
            };
            marks.push((column, mark));
        }
    }
}

/// The text of a cell that was once read in the wrong encoding, as it was meant.
fn repair(cell: &Cell) -> Option<&str> {
    cell.notices.iter().find_map(|notice| match notice {
        Notice::Mojibake { repaired } => Some(repaired.as_str()),
        _ => None,
    })
}

//! From a checked sheet to a run: what was reviewed, as it is to be sent, whatever becomes of the file.

use std::sync::Arc;

use journal::{Fate, InputRow, LeftOut, PlannedLine, RunPlan, RunSource, Seen};
use record::{Column, Field, RowFate, Severity};
use serde_json::json;

use super::{
    Sheet,
    checking::{Checked, Job},
    checks::name,
    open::blocking,
    remembered,
};
use crate::{Error, School, SheetError, work::Work};

/// The plan of a run of what was checked last, and the sheet, which is no longer open: pressed twice, only the first
/// press finds it. `typed` is the number of families, where it has to be typed.
pub(crate) async fn freeze(
    work: &Work,
    school: &School,
    typed: Option<usize>,
) -> Result<(RunPlan, Frozen), Error> {
    let (job, checked, title) = work.sheet.with(school, |sheet| {
        let checked = sheet.checked.as_ref().map(Arc::clone);
        let checked = checked.ok_or(Error::NotChecked)?;
        let plan = &checked.plan;
        if plan.foreign {
            return Err(Error::NotChecked);
        }
        if plan.updates.is_empty() {
            return Err(Error::NothingToSend);
        }
        if plan.brake().is_some() && typed != Some(plan.families()) {
            return Err(Error::CountDiffers);
        }
        Ok((sheet.job()?, checked, sheet.name.clone()))
    })?;
    let revision = job.revision;
    let of = Arc::clone(&checked);
    let plan = blocking(move || job.freeze(&of, title)).await?;
    work.still(school)?;
    let sheet = work.sheet.take(school, revision)?;
    Ok((plan, Frozen(sheet)))
}

/// A sheet that became a run, until the run is written down.
pub(crate) struct Frozen(Sheet);

impl Frozen {
    /// It became none: it is open again, unless another one is.
    pub(crate) fn thaw(self, work: &Work) {
        work.sheet.put_back(self.0);
    }
}

impl Job {
    fn freeze(&self, checked: &Checked, title: String) -> Result<RunPlan, Error> {
        let plan = &checked.plan;
        let width = self.inspection.columns.len();
        let columns = self.columns.all();
        let is_secret = |at: usize| matches!(columns.get(at), Some(Column::Field(Field::Password)));
        let mut rows = Vec::with_capacity(plan.rows.len());
        let mut ignored = (0, None);
        for row in self.inspection.rows().map_err(SheetError::from)? {
            let row = row.map_err(SheetError::from)?;
            let Some(planned) = plan.row(row.number) else {
                continue;
            };
            let mut cells: Vec<String> = self
                .texts(&row, &mut ignored)
                .into_iter()
                .map(str::to_owned)
                .collect();
            cells.resize(cells.len().max(width), String::new());
            for (at, cell) in cells.iter_mut().enumerate() {
                // A password is kept nowhere.
                if is_secret(at) {
                    cell.clear();
                }
            }
            rows.push(InputRow {
                row: row.number,
                cells,
                fate: fate(checked, row.number, planned.fate),
            });
        }
        let lines = plan.updates.iter().map(|update| PlannedLine {
            row: update.row,
            wave: update.wave,
            customer: plan.id(update.family).clone(),
            seen: Seen {
                name: plan.name(update.family),
                updated_at: plan.family(update.family).updated_at.value().cloned(),
            },
            changes: update.changes.clone(),
        });
        Ok(RunPlan {
            title,
            source: RunSource {
                sha256: self.inspection.fingerprint.hex(),
                sheet: self
                    .inspection
                    .sheet
                    .map(|sheet| self.inspection.sheets[sheet].name.clone()),
                headers: super::columns::headers(&self.inspection)
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
                columns: remembered::stored(columns.iter(), &self.reading),
                options: json!({}),
            },
            lines: lines.collect(),
            rows,
        })
    }
}

fn fate(checked: &Checked, row: u32, fate: RowFate) -> Fate {
    match fate {
        RowFate::Update => Fate::Update,
        RowFate::Same => Fate::Same,
        RowFate::Repeats(first) => Fate::Repeats(first),
        RowFate::Left => {
            let issues = checked.plan.issues_of(row).iter();
            let problems = issues.filter(|issue| issue.code.severity() == Severity::Problem);
            let left = problems.map(|issue| LeftOut {
                column: issue.column,
                code: name(issue.code),
            });
            Fate::Left(left.collect())
        }
    }
}

//! The rows of a check, some at a time.

use std::sync::Arc;

use quentli::CustomerId;
use record::{
    Change, Field, Issue, IssueCode, Pass, Plan, PlanRow, PlannedUpdate, RowFate, Severity,
};

use super::{checking::Checked, checks::name};
use crate::{Error, School, work::Work};

/// Which rows are shown; `text` is looked for in a family's name and id, in values and in the row's number.
#[derive(Clone, Debug)]
pub enum RowsView {
    /// Families to be updated, or those of which one field changes.
    Changes {
        field: Option<Field>,
        key: Option<String>,
        text: String,
    },
    /// Rows that have an issue, or one of that name.
    Issues {
        code: Option<String>,
        text: String,
    },
    Same {
        text: String,
    },
    Repeated {
        text: String,
    },
}

#[derive(Clone, Debug)]
pub struct SheetRows {
    pub total: usize,
    pub rows: Vec<SheetRow>,
}

#[derive(Clone, Debug)]
pub struct SheetRow {
    pub row: u32,
    /// `None` where nobody knows whose it is.
    pub family: Option<(CustomerId, String)>,
    pub guessed: bool,
    /// It takes two passes.
    pub twice: bool,
    pub changes: Vec<Change>,
    pub issues: Vec<SheetIssue>,
}

#[derive(Clone, Debug)]
pub struct SheetIssue {
    /// From 0.
    pub column: Option<u32>,
    /// The cell's.
    pub text: String,
    pub code: IssueCode,
    pub severity: Severity,
    pub found: Vec<String>,
    /// Another row that it is about, and a family.
    pub other_row: Option<u32>,
    pub other_family: Option<String>,
    pub suggestion: Option<String>,
    pub max: Option<usize>,
}

/// Some of the rows of the last check.
pub(crate) fn rows(
    work: &Work,
    school: &School,
    view: &RowsView,
    from: usize,
    most: usize,
) -> Result<SheetRows, Error> {
    let checked = work.sheet.with(school, |sheet| {
        sheet
            .checked
            .as_ref()
            .map(Arc::clone)
            .ok_or(Error::NotChecked)
    })?;
    Ok(checked.rows(view, from, most))
}

impl Checked {
    fn rows(&self, view: &RowsView, from: usize, most: usize) -> SheetRows {
        let plan = &self.plan;
        match view {
            RowsView::Changes { field, key, text } => {
                let wanted = |update: &PlannedUpdate| {
                    field.is_none_or(|field| {
                        let mut changes = update.changes.iter();
                        changes.any(|change| change.field == field && change.key == *key)
                    })
                };
                let updates = self.by_row.iter().map(|&at| &plan.updates[at]);
                let found =
                    updates.filter(|update| wanted(update) && update_has(plan, update, text));
                page(found, from, most, |update| self.shown_update(update))
            }
            RowsView::Issues { code, text } => {
                // Few codes have many issues.
                let named: Option<Vec<IssueCode>> = code.as_ref().map(|code| {
                    let codes = plan.counts.iter().map(|(code, _)| *code);
                    codes.filter(|one| name(*one) == *code).collect()
                });
                let wanted = |issue: &&Issue| {
                    named
                        .as_ref()
                        .is_none_or(|codes| codes.contains(&issue.code))
                };
                let mut last = None;
                let rows = plan.issues.iter().filter(wanted).filter_map(|issue| {
                    let is_new = last.replace(issue.row) != Some(issue.row);
                    is_new.then(|| plan.row(issue.row)).flatten()
                });
                let found = rows.filter(|row| row_has(plan, row, text));
                page(found, from, most, |row| self.shown_row(row))
            }
            RowsView::Same { text } => {
                let same = plan.rows.iter().filter(|row| row.fate == RowFate::Same);
                let found = same.filter(|row| row_has(plan, row, text));
                page(found, from, most, |row| self.shown_row(row))
            }
            RowsView::Repeated { text } => {
                let repeats = |row: &&PlanRow| matches!(row.fate, RowFate::Repeats(_));
                let repeated = plan.rows.iter().filter(repeats);
                let found = repeated.filter(|row| row_has(plan, row, text));
                page(found, from, most, |row| self.shown_row(row))
            }
        }
    }

    fn shown_update(&self, update: &PlannedUpdate) -> SheetRow {
        let plan = &self.plan;
        let row = plan.row(update.row);
        SheetRow {
            row: update.row,
            family: Some((plan.id(update.family).clone(), plan.name(update.family))),
            guessed: row.is_some_and(|row| row.guessed),
            twice: update.pass == Pass::Second,
            changes: self.reviewed(update),
            issues: issues(plan, update.row),
        }
    }

    /// What a person reviews: what the family holds now, also where it is cleared in between.
    fn reviewed(&self, update: &PlannedUpdate) -> Vec<Change> {
        if update.pass != Pass::Second {
            return update.changes.clone();
        }
        let first = self.update_of(&self.first_by_row, update.row);
        let before = |change: &Change| {
            let cleared = first.into_iter().flat_map(|first| &first.changes);
            let mut cleared = cleared.filter(|one| one.field == change.field);
            cleared
                .next()
                .map_or(change.before.clone(), |one| one.before.clone())
        };
        let changes = update.changes.iter();
        changes
            .map(|change| Change {
                before: before(change),
                ..change.clone()
            })
            .collect()
    }

    fn shown_row(&self, row: &PlanRow) -> SheetRow {
        let plan = &self.plan;
        let update = self.update_of(&self.by_row, row.number);
        if let Some(update) = update.filter(|_| row.fate == RowFate::Update) {
            return self.shown_update(update);
        }
        SheetRow {
            row: row.number,
            family: row
                .family
                .map(|place| (plan.id(place).clone(), plan.name(place))),
            guessed: row.guessed,
            twice: false,
            changes: Vec::new(),
            issues: issues(plan, row.number),
        }
    }

    /// A row's update among `places`, which are ordered by row.
    fn update_of(&self, places: &[usize], row: u32) -> Option<&PlannedUpdate> {
        let updates = &self.plan.updates;
        let found = places.binary_search_by_key(&row, |&at| updates[at].row);
        found.ok().map(|at| &updates[places[at]])
    }
}

fn page<T>(
    found: impl Iterator<Item = T>,
    from: usize,
    most: usize,
    mut show: impl FnMut(T) -> SheetRow,
) -> SheetRows {
    let mut total = 0;
    let mut rows = Vec::new();
    for one in found {
        if total >= from && rows.len() < most {
            rows.push(show(one));
        }
        total += 1;
    }
    SheetRows { total, rows }
}

fn update_has(plan: &Plan, update: &PlannedUpdate, text: &str) -> bool {
    if text.trim().is_empty() {
        return true;
    }
    let values = update.changes.iter().flat_map(|change| {
        let before = change.before.as_ref().and_then(record::Value::as_text);
        before.into_iter().chain(change.after.as_text())
    });
    let family = plan.family(update.family);
    any_has(update.row, Some(family), values, text)
}

fn row_has(plan: &Plan, row: &PlanRow, text: &str) -> bool {
    if text.trim().is_empty() {
        return true;
    }
    let values = plan.issues_of(row.number).iter().map(|issue| &*issue.text);
    let family = row.family.map(|place| plan.family(place));
    any_has(row.number, family, values, text)
}

fn any_has<'a>(
    row: u32,
    family: Option<&record::Customer>,
    mut values: impl Iterator<Item = &'a str>,
    text: &str,
) -> bool {
    let has = |value: &str| record::contains(value, text);
    row.to_string() == text.trim()
        || family.is_some_and(|family| has(family.id.as_str()) || has(&record::title(family)))
        || values.any(has)
}

fn issues(plan: &Plan, row: u32) -> Vec<SheetIssue> {
    let issues = plan.issues_of(row).iter();
    issues
        .map(|issue| {
            let more = issue.more.as_deref().cloned().unwrap_or_default();
            SheetIssue {
                column: issue.column,
                text: issue.text.to_string(),
                code: issue.code,
                severity: issue.code.severity(),
                found: more.found,
                other_row: more.row,
                other_family: more.family.map(|place| plan.name(place)),
                suggestion: more.suggestion,
                max: more.max,
            }
        })
        .collect()
}

//! What a check comes to, in numbers.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use record::{Brake, Field, IssueCode, Pass, Placeholder, Plan, RowFate, Severity, Value};

use super::{Sheet, checking::Checked};

#[derive(Clone, Debug)]
pub struct Check {
    /// Rows that are not blank, below the header.
    pub rows: usize,
    /// Families that would be updated.
    pub updates: usize,
    pub same: usize,
    pub repeated: usize,
    /// Rows with a problem, those of unknown families included.
    pub left: usize,
    /// How many families the organization has.
    pub roster: usize,
    /// Since when these are what they were checked against.
    pub read_at: Timestamp,
    /// Most ids are of another organization: nothing may be sent.
    pub foreign: bool,
    /// Problems first, the most frequent first.
    pub groups: Vec<IssueGroup>,
    pub placeholders: Vec<PlaceholderAsked>,
    /// Rows whose username fits a family once zeros are put before it.
    pub padded: usize,
    /// Cells whose text was once read in the wrong encoding, and one with its repair.
    pub mojibake: usize,
    pub mojibake_sample: Option<(String, String)>,
    /// Sensitive ones first.
    pub fields: Vec<FieldCount>,
    /// Families whose values take two passes, and those that only wait for another one.
    pub two_passes: usize,
    pub ordered: usize,
    pub brake: Option<Brake>,
}

/// Issues of one kind.
#[derive(Clone, Debug)]
pub struct IssueGroup {
    pub code: IssueCode,
    pub severity: Severity,
    pub rows: usize,
}

/// A text that says that there is none, and what a person said of it.
#[derive(Clone, Debug)]
pub struct PlaceholderAsked {
    pub key: String,
    /// As it is in the first cell that has it.
    pub text: String,
    pub rows: usize,
    pub answer: Option<Placeholder>,
}

/// How many families a field, or one key of custom data, changes for.
#[derive(Clone, Debug)]
pub struct FieldCount {
    pub field: Field,
    pub key: Option<String>,
    pub changes: usize,
    /// Of these, how many are emptied or deleted.
    pub clears: usize,
}

impl Check {
    pub(super) fn of(checked: &Checked, sheet: &Sheet) -> Self {
        let plan = &checked.plan;
        let fates = |is: fn(RowFate) -> bool| plan.rows.iter().filter(|row| is(row.fate)).count();
        let (two_passes, ordered) = passes(plan);
        Self {
            rows: plan.rows.len(),
            updates: plan.families(),
            same: fates(|fate| fate == RowFate::Same),
            repeated: fates(|fate| matches!(fate, RowFate::Repeats(_))),
            left: fates(|fate| fate == RowFate::Left),
            roster: plan.known().len(),
            read_at: checked.read_at,
            foreign: plan.foreign,
            groups: groups(plan),
            placeholders: sheet
                .placeholders
                .iter()
                .map(|(key, (text, rows))| PlaceholderAsked {
                    key: key.clone(),
                    text: text.clone(),
                    rows: *rows,
                    answer: sheet.reading.placeholders.get(key).copied(),
                })
                .collect(),
            padded: plan.padded,
            mojibake: checked.mojibake.0,
            mojibake_sample: checked.mojibake.1.clone(),
            fields: fields(plan),
            two_passes,
            ordered,
            brake: plan.brake().filter(|_| !plan.foreign),
        }
    }
}

fn passes(plan: &Plan) -> (usize, usize) {
    let count = |is: fn(Pass, u32) -> bool| {
        let updates = plan.updates.iter();
        updates.filter(|one| is(one.pass, one.wave)).count()
    };
    (
        count(|pass, _| pass == Pass::Second),
        count(|pass, wave| pass == Pass::Only && wave > 0),
    )
}

/// Codes of one name are one group.
fn groups(plan: &Plan) -> Vec<IssueGroup> {
    let mut groups: Vec<IssueGroup> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for &(code, rows) in &plan.counts {
        let place = *places.entry(name(code)).or_insert_with(|| {
            let severity = code.severity();
            groups.push(IssueGroup {
                code,
                severity,
                rows: 0,
            });
            groups.len() - 1
        });
        groups[place].rows += rows;
    }
    groups.sort_by_key(|group| (group.severity, std::cmp::Reverse(group.rows)));
    groups
}

/// The name of a code, as front ends know it.
pub(super) fn name(code: IssueCode) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

fn fields(plan: &Plan) -> Vec<FieldCount> {
    let mut counts: BTreeMap<(bool, Field, Option<&str>), (usize, usize)> = BTreeMap::new();
    let updates = plan.updates.iter().filter(|one| one.pass != Pass::First);
    for change in updates.flat_map(|update| &update.changes) {
        let key = change.key.as_deref();
        let place = (!change.field.spec().sensitive, change.field, key);
        let (changes, clears) = counts.entry(place).or_default();
        *changes += 1;
        *clears += usize::from(change.after == Value::Null);
    }
    let counts = counts.into_iter();
    counts
        .map(|((_, field, key), (changes, clears))| FieldCount {
            field,
            key: key.map(str::to_owned),
            changes,
            clears,
        })
        .collect()
}

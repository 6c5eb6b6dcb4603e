//! What a whole table asks for: which family each row is about, what would change, what stands in the way, and in
//! which order it can be sent.

mod issue;
mod known;
mod order;
mod planner;
mod unique;

use std::sync::Arc;

use quentli::{Customer, CustomerId};

use crate::{Change, Field, title};

pub use issue::{Issue, IssueCode, Mark, More, RowIssue, Severity};
pub use known::Known;
pub use planner::Planner;

/// One of [`Known`]'s families, by its place among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FamilyPlace(pub(crate) u32);

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFate {
    /// It is one of [`Plan::updates`].
    Update,
    /// Quentli holds all of it.
    Same,
    /// The same family with the same values as in that row, which stands for both.
    Repeats(u32),
    /// It has a problem, and nothing of it is sent.
    Left,
}

/// A row that is not blank.
#[derive(Clone, Copy, Debug)]
pub struct PlanRow {
    /// The spreadsheet's number, from 1.
    pub number: u32,
    pub family: Option<FamilyPlace>,
    /// The family was found by a guess that a person agreed to.
    pub guessed: bool,
    pub fate: RowFate,
}

/// One family's update.
#[derive(Clone, Debug)]
pub struct PlannedUpdate {
    pub row: u32,
    pub family: FamilyPlace,
    pub changes: Vec<Change>,
    /// All updates of a wave are over before the next one begins: a value has to be free before another family takes it.
    pub wave: u32,
    pub pass: Pass,
}

/// Whether a row is sent as one update or, where families exchange values, as two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    Only,
    /// Clears what another family takes.
    First,
    /// Everything the row asks for.
    Second,
}

/// What a table comes to.
#[derive(Debug)]
pub struct Plan {
    known: Arc<Known>,
    /// In the table's order.
    pub rows: Vec<PlanRow>,
    /// In the order of sending: by wave, then by row.
    pub updates: Vec<PlannedUpdate>,
    /// By row; no more than [`Plan::MOST_ISSUES`] of them.
    pub issues: Vec<Issue>,
    /// By code, those included that are more than `issues` holds.
    pub counts: Vec<(IssueCode, usize)>,
    /// Most of the ids are of no family of this organization: nothing of the table may be sent.
    pub foreign: bool,
    /// Rows whose username fits one family once zeros are put before it.
    pub padded: usize,
}

impl Plan {
    /// Of more, only their number is kept: nobody mends so many by hand, and each holds its cell's text.
    pub const MOST_ISSUES: usize = 20_000;

    pub fn family(&self, place: FamilyPlace) -> &Customer {
        self.known.family(place)
    }

    pub fn id(&self, place: FamilyPlace) -> &CustomerId {
        &self.family(place).id
    }

    pub fn name(&self, place: FamilyPlace) -> String {
        title(self.family(place))
    }

    pub fn known(&self) -> &Arc<Known> {
        &self.known
    }

    /// A row by its spreadsheet's number.
    pub fn row(&self, number: u32) -> Option<&PlanRow> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number);
        at.ok().map(|at| &self.rows[at])
    }

    /// What was found about a row.
    pub fn issues_of(&self, number: u32) -> &[Issue] {
        let from = self.issues.partition_point(|issue| issue.row < number);
        let to = self.issues.partition_point(|issue| issue.row <= number);
        &self.issues[from..to]
    }

    /// How many families are updated; one that takes two passes counts once.
    pub fn families(&self) -> usize {
        let second = |update: &&PlannedUpdate| update.pass != Pass::First;
        self.updates.iter().filter(second).count()
    }

    /// Whether more has to be done than pressing a button before it is sent.
    pub fn brake(&self) -> Option<Brake> {
        let count = self.families();
        let share = count * 100 > self.known.len() * Brake::SHARE;
        let sensitive = |update: &PlannedUpdate| {
            let mut changes = update.changes.iter();
            changes.any(|change| change.field.spec().sensitive)
        };
        if count == 0 {
            None
        } else if count > Brake::MANY {
            Some(Brake::Many)
        } else if share {
            Some(Brake::Share)
        } else {
            let any = self.updates.iter().any(sensitive);
            any.then_some(Brake::Sensitive)
        }
    }
}

/// Why the number of families has to be typed before they are updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brake {
    /// More than [`Brake::MANY`] families.
    Many,
    /// More than [`Brake::SHARE`] in a hundred of the organization's families.
    Share,
    /// A change can lock a family out.
    Sensitive,
}

impl Brake {
    pub const MANY: usize = 100;
    pub const SHARE: usize = 30;
}

/// Fields whose values no two families of an organization share.
pub(crate) const UNIQUE: [Field; 3] = [Field::Username, Field::Email, Field::PhoneNumber];

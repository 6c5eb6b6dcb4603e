mod row;

use std::{cmp::Reverse, collections::HashMap, sync::Arc};

use super::{
    FamilyPlace, Issue, IssueCode, Known, Mark, Pass, Plan, PlanRow, PlannedUpdate, RowFate,
    RowIssue, Severity, issue::More, known::Lookup, order, unique,
};
use quentli::CustomerId;

use crate::{Change, Columns, NoticeCode, Reading};

/// Takes a table row by row, and makes a plan of it.
#[derive(Debug)]
pub struct Planner<'a> {
    known: Arc<Known>,
    lookup: Lookup,
    columns: &'a Columns,
    reading: &'a Reading,
    rows: Vec<PlanRow>,
    updates: Vec<PlannedUpdate>,
    issues: Issues,
    /// The first row of each family.
    first: HashMap<FamilyPlace, First>,
    ids: Ids,
    padded: usize,
}

/// The first row that is about a family, as places in the planner's lists.
#[derive(Clone, Copy, Debug)]
struct First {
    row: usize,
    update: Option<usize>,
}

/// How the ids of a table fare.
#[derive(Clone, Copy, Debug, Default)]
struct Ids {
    known: usize,
    foreign: usize,
}

/// From this many on, and when they are no fewer than the known ones, ids nobody has are another organization's.
const FOREIGN: usize = 5;

/// The issues of a table, with as many of their texts as anybody will look at.
#[derive(Debug, Default)]
pub(super) struct Issues {
    kept: Vec<Issue>,
    counts: HashMap<IssueCode, usize>,
}

impl Issues {
    pub(super) fn push(&mut self, issue: Issue) {
        *self.counts.entry(issue.code).or_default() += 1;
        if self.kept.len() < Plan::MOST_ISSUES {
            self.kept.push(issue);
        }
    }
}

impl<'a> Planner<'a> {
    pub fn new(known: Arc<Known>, columns: &'a Columns, reading: &'a Reading) -> Self {
        Self {
            lookup: Lookup::new(&known, columns.finder().1),
            known,
            columns,
            reading,
            rows: Vec::new(),
            updates: Vec::new(),
            issues: Issues::default(),
            first: HashMap::new(),
            ids: Ids::default(),
            padded: 0,
        }
    }

    /// Takes the next row. `number` is the spreadsheet's, cells are by position, `marks` by column.
    pub fn row(&mut self, number: u32, cells: &[&str], marks: &[(usize, Mark)]) {
        let found = self.find(number, cells);
        self.take(number, cells, marks, found);
    }

    /// As [`Planner::row`], for a row whose family a person chose.
    pub fn row_of(
        &mut self,
        number: u32,
        cells: &[&str],
        marks: &[(usize, Mark)],
        family: &CustomerId,
    ) {
        let place = self.known.place(family);
        let column = self.columns.finder().0;
        let gone = || {
            Issue::of_cell(
                number,
                column,
                family.as_str(),
                IssueCode::Row(RowIssue::UnknownFamily),
            )
        };
        self.take(
            number,
            cells,
            marks,
            place.map(|place| (place, false)).ok_or_else(gone),
        );
    }

    /// Whether the row that was taken last is about no family that is known.
    pub fn last_is_of_nobody(&self) -> bool {
        self.rows.last().is_some_and(|row| row.family.is_none())
    }

    fn take(
        &mut self,
        number: u32,
        cells: &[&str],
        marks: &[(usize, Mark)],
        found: Result<(FamilyPlace, bool), Issue>,
    ) {
        let before = self.issues.kept.len();
        let mut is_left = self.marked(number, cells, marks);
        let (family, guessed) = match found {
            Ok(found) => found,
            Err(issue) => {
                self.issues.push(issue);
                return self.push(number, None, false, RowFate::Left);
            }
        };
        let (changes, refused) = self.read(number, cells, family);
        is_left |= refused;
        let fate = match (is_left, changes.is_empty()) {
            (true, _) => RowFate::Left,
            (false, true) => RowFate::Same,
            (false, false) => RowFate::Update,
        };
        if let Some(&first) = self.first.get(&family) {
            self.repeat(number, family, guessed, (fate, changes), first, before);
            return;
        }
        let row = self.rows.len();
        let update = (fate == RowFate::Update).then(|| self.update(number, family, changes));
        self.first.insert(family, First { row, update });
        if fate == RowFate::Same {
            self.forget_warnings(before);
        }
        self.push(number, Some(family), guessed, fate);
    }

    fn push(&mut self, number: u32, family: Option<FamilyPlace>, guessed: bool, fate: RowFate) {
        self.rows.push(PlanRow {
            number,
            family,
            guessed,
            fate,
        });
    }

    fn update(&mut self, row: u32, family: FamilyPlace, changes: Vec<Change>) -> usize {
        self.updates.push(PlannedUpdate {
            row,
            family,
            changes,
            wave: 0,
            pass: Pass::Only,
        });
        self.updates.len() - 1
    }

    /// A family that an earlier row is about, too. `issues` were there before this row.
    fn repeat(
        &mut self,
        number: u32,
        family: FamilyPlace,
        guessed: bool,
        (fate, changes): (RowFate, Vec<Change>),
        first: First,
        issues: usize,
    ) {
        let earlier = self.rows[first.row];
        let is_same = match (earlier.fate, fate, first.update) {
            (RowFate::Same, RowFate::Same, _) => true,
            (RowFate::Update, RowFate::Update, Some(at)) => self.updates[at].changes == changes,
            _ => false,
        };
        if is_same {
            self.forget_warnings(issues);
            let fate = RowFate::Repeats(earlier.number);
            return self.push(number, Some(family), guessed, fate);
        }
        // Which of them is meant nobody can say: none is sent, and an update without changes is none.
        if let Some(at) = first.update {
            self.updates[at].changes.clear();
        }
        if earlier.fate != RowFate::Left {
            self.rows[first.row].fate = RowFate::Left;
            self.twice(earlier.number, number);
        }
        self.twice(number, earlier.number);
        self.push(number, Some(family), guessed, RowFate::Left);
    }

    fn twice(&mut self, row: u32, other: u32) {
        let issue = Issue::of_row(row, IssueCode::Row(RowIssue::TwiceDifferent));
        self.issues.push(issue.with(More {
            row: Some(other),
            ..More::default()
        }));
    }

    /// Of a row of which nothing is sent, what was to be said about its sending.
    fn forget_warnings(&mut self, from: usize) {
        let forgotten = |issue: &Issue| {
            issue.code.severity() == Severity::Warning
                && issue.code != IssueCode::Notice(NoticeCode::PhoneOtherForm)
        };
        let tail: Vec<Issue> = self.issues.kept.drain(from..).collect();
        for issue in tail {
            if forgotten(&issue) {
                if let Some(count) = self.issues.counts.get_mut(&issue.code) {
                    *count -= 1;
                }
            } else {
                self.issues.kept.push(issue);
            }
        }
    }

    /// What all rows come to together: clashes, and the order of sending.
    pub fn finish(self) -> Plan {
        let Self {
            known,
            mut rows,
            mut updates,
            mut issues,
            ids,
            padded,
            ..
        } = self;
        updates.retain(|update| !update.changes.is_empty());
        let column = |field| self.columns.column_of(field, None);
        let mut refused = unique::clashes(&known, &updates);
        loop {
            unique::leave_out(
                &known,
                &mut updates,
                refused,
                &mut rows,
                &mut issues,
                column,
            );
            match order::put_in_order(&known, &mut updates) {
                Ok(()) => break,
                Err(cannot) => refused = cannot,
            }
        }
        let Issues { mut kept, counts } = issues;
        kept.sort_by_key(|issue| issue.row);
        let mut counts: Vec<(IssueCode, usize)> =
            counts.into_iter().filter(|(_, count)| *count > 0).collect();
        // The code last: checking again after a cell was mended must not shuffle the others.
        counts.sort_by_key(|&(code, count)| (code.severity(), Reverse(count), code));
        Plan {
            known,
            rows,
            updates,
            issues: kept,
            counts,
            foreign: ids.foreign >= FOREIGN && ids.foreign >= ids.known,
            padded,
        }
    }
}

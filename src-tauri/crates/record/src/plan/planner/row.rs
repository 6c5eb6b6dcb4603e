//! One row by itself: whose it is, what it would change, and what stands in the way.

use super::{
    super::{FamilyPlace, Issue, IssueCode, Mark, More, RowIssue, known::Found},
    Planner,
};
use crate::{
    CellProblemCode, Change, Column, Draft, Entry, Field, Finder, Value, check,
    columns::is_failed_formula,
};

impl Planner<'_> {
    /// What reading the file showed of the row's cells; returns whether that alone keeps it from being sent.
    pub(super) fn marked(&mut self, number: u32, cells: &[&str], marks: &[(usize, Mark)]) -> bool {
        let mut is_left = false;
        for &(column, mark) in marks {
            let meaning = self.columns.all().get(column);
            let field = match meaning {
                // What an unclosed quote swallows may be other cells, or rows.
                Some(Column::Ignored | Column::UpdatedAt) if mark != Mark::UnclosedQuote => {
                    continue;
                }
                Some(Column::Ignored | Column::UpdatedAt) => None,
                Some(Column::Finds(_)) | None => None,
                Some(Column::Field(field)) => Some(*field),
                Some(Column::NamePart(_)) => Some(Field::Name),
                Some(Column::Pair { home, .. }) => Some(*home),
            };
            if !mark.matters(field) {
                continue;
            }
            let text = cells.get(column).copied().unwrap_or_default();
            let issue = Issue::of_cell(number, column, text, IssueCode::Mark(mark));
            is_left |= !mark.is_warning();
            self.issues.push(issue);
        }
        is_left
    }

    /// The family that a row is about, and whether that is a guess.
    pub(super) fn find(
        &mut self,
        number: u32,
        cells: &[&str],
    ) -> Result<(FamilyPlace, bool), Issue> {
        let (column, by) = self.columns.finder();
        let text = cells.get(column).copied().unwrap_or_default().trim();
        let issue = |code| Issue::of_cell(number, column, text, code);
        if text.is_empty() {
            return Err(issue(IssueCode::Row(RowIssue::NoKey)));
        }
        if text.starts_with('#') && is_failed_formula(text) {
            return Err(issue(IssueCode::Cell(CellProblemCode::FormulaFailed)));
        }
        match self.known.find(&self.lookup, text) {
            Found::One(place) => {
                self.ids.known += 1;
                Ok((place, false))
            }
            Found::Padded(place) => {
                self.padded += 1;
                if self.reading.pad_usernames {
                    return Ok((place, true));
                }
                let username = self.known.family(place).username.value().cloned();
                Err(issue(IssueCode::Row(RowIssue::GuessedUsername)).with(More {
                    family: Some(place),
                    suggestion: username,
                    ..More::default()
                }))
            }
            Found::Several => Err(issue(IssueCode::Row(RowIssue::SeveralFamilies))),
            Found::Stranger => {
                self.ids.foreign += 1;
                Err(issue(IssueCode::Row(RowIssue::ForeignId)))
            }
            Found::None => {
                self.ids.foreign += usize::from(by == Finder::Id);
                Err(issue(IssueCode::Row(RowIssue::UnknownFamily)))
            }
        }
    }

    /// What a row would change of its family, and whether a problem stands in the way.
    pub(super) fn read(
        &mut self,
        number: u32,
        cells: &[&str],
        family: FamilyPlace,
    ) -> (Vec<Change>, bool) {
        let record = self.known.family(family);
        let row = self.columns.draft(cells, record, self.reading);
        let mut checked = check(Some(record), &row.draft);
        let text = |column: usize| cells.get(column).copied().unwrap_or_default();
        let mut refused = self.zeros_eaten(number, cells, &mut checked.changes);
        for problem in row.problems {
            refused = true;
            let code = IssueCode::Cell(problem.code);
            self.issues.push(Issue::of_cell(
                number,
                problem.column,
                text(problem.column),
                code,
            ));
        }
        for problem in checked.problems {
            refused = true;
            let place = problem
                .field
                .and_then(|field| self.place(&row.draft, field, problem.row));
            let code = IssueCode::Rule(problem.code);
            let issue = match place {
                Some(column) => Issue::of_cell(number, column, text(column), code),
                None => Issue::of_row(number, code),
            };
            self.issues.push(issue.with(More {
                found: problem.found,
                max: problem.max,
                ..More::default()
            }));
        }
        for notice in checked.notices {
            let place = self.place(&row.draft, notice.field, notice.row);
            let code = IssueCode::Notice(notice.code);
            let issue = match place {
                Some(column) => Issue::of_cell(number, column, text(column), code),
                None => Issue::of_row(number, code),
            };
            self.issues.push(issue.with(More {
                suggestion: notice.text,
                max: notice.count,
                ..More::default()
            }));
        }
        if !refused && !checked.changes.is_empty() {
            self.warn_of_record(number, cells, family);
        }
        (checked.changes, refused)
    }

    /// A new username that is the old one without its zeros: the same, if a person says so, else a problem.
    fn zeros_eaten(&mut self, number: u32, cells: &[&str], changes: &mut Vec<Change>) -> bool {
        let is_eaten = |change: &Change| {
            let before = change.before.as_ref().and_then(Value::as_text);
            change.field == Field::Username
                && before
                    .zip(change.after.as_text())
                    .is_some_and(|(before, after)| {
                        before != after
                            && before.trim_start_matches('0') == after
                            && !after.is_empty()
                    })
        };
        let Some(at) = changes.iter().position(is_eaten) else {
            return false;
        };
        let eaten = changes.remove(at);
        self.padded += 1;
        if self.reading.pad_usernames {
            return false;
        }
        let column = self.columns.column_of(Field::Username, None);
        let column = column.unwrap_or_default();
        let text = cells.get(column).copied().unwrap_or_default();
        let issue = Issue::of_cell(
            number,
            column,
            text,
            IssueCode::Row(RowIssue::GuessedUsername),
        );
        let before = eaten.before.as_ref().and_then(Value::as_text);
        self.issues.push(issue.with(More {
            suggestion: before.map(str::to_owned),
            ..More::default()
        }));
        true
    }

    fn warn_of_record(&mut self, number: u32, cells: &[&str], family: FamilyPlace) {
        let record = self.known.family(family);
        if record.archived_at.value().is_some() {
            let issue = Issue::of_row(number, IssueCode::Row(RowIssue::ArchivedFamily));
            self.issues.push(issue);
        }
        let seen = self
            .columns
            .all()
            .iter()
            .position(|column| *column == Column::UpdatedAt);
        if let Some(column) = seen
            && let Some(text) = cells.get(column).map(|text| text.trim())
            && !text.is_empty()
            && let Some(now) = record.updated_at.value()
            && !same_instant(text, now)
        {
            let code = IssueCode::Row(RowIssue::ChangedSinceExport);
            self.issues.push(Issue::of_cell(number, column, text, code));
        }
    }

    /// The column that an issue of a draft's field is about.
    fn place(&self, draft: &Draft, field: Field, row: Option<usize>) -> Option<usize> {
        let key = match (draft.entries.get(&field), row) {
            (Some(Entry::Pairs { rows }), Some(row)) => rows.get(row).map(|row| row.key.as_str()),
            _ => None,
        };
        self.columns.column_of(field, key)
    }
}

fn same_instant(one: &str, other: &str) -> bool {
    match (
        one.parse::<jiff::Timestamp>(),
        other.parse::<jiff::Timestamp>(),
    ) {
        // A spreadsheet keeps dates to the millisecond at best.
        (Ok(one), Ok(other)) => one.as_millisecond() == other.as_millisecond(),
        _ => one == other,
    }
}

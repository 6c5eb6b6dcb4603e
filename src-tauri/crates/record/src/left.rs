use quentli::Customer;

use crate::{
    Change, Checked, Draft, Entry, Field, Kind, PairEntry, Value, check,
    conflict::{Walk, has_typed, pairs},
    rules::{Row, Wish, same},
};

/// Whether the password in a draft is the one that was sent. No intent holds its text, so only the caller
/// can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordSent {
    /// The text in the draft was sent.
    This,
    /// None was sent, another one was typed since, or it is unknown.
    NotThis,
}

/// What stays in `draft` once `sent` is proven to be applied: everything that was not part of it,
/// half typed or not, rebased on the record as it is `now`.
///
/// `base` is the record that `sent` was computed on. An entry that changes nothing goes too, unless
/// it takes back what was sent.
pub fn left_of(
    draft: &Draft,
    sent: &[Change],
    base: Option<&Customer>,
    now: Option<&Customer>,
    password: PasswordSent,
) -> Draft {
    let (on_base, on_now) = (check(base, draft), check(now, draft));
    let mut left = draft.clone();
    for (field, entry) in &draft.entries {
        let sent = Sent {
            field: *field,
            changes: sent,
        };
        if let (Kind::Pairs, Entry::Pairs { rows }) = (field.spec().kind, entry) {
            match rows_left(&sent, rows, &on_base, base, now) {
                Some(rows) => left.entries.insert(*field, Entry::Pairs { rows }),
                None => left.entries.remove(field),
            };
            continue;
        }
        let done = match wanted(&on_base, *field, None) {
            Some(_) if *field == Field::Password => {
                password == PasswordSent::This && sent.of(None).is_some()
            }
            Some(wanted) => sent.has(None, wanted),
            None => !has_problem(&on_base, *field, None) && sent.of(None).is_none(),
        };
        let idle = wanted(&on_now, *field, None).is_none() && !has_problem(&on_now, *field, None);
        if done || idle {
            left.entries.remove(field);
        }
    }
    left
}

struct Sent<'a> {
    field: Field,
    changes: &'a [Change],
}

impl Sent<'_> {
    fn of(&self, key: Option<&str>) -> Option<&Value> {
        find(self.changes, self.field, key)
    }

    fn has(&self, key: Option<&str>, wanted: &Value) -> bool {
        self.of(key)
            .is_some_and(|sent| same(self.field, sent, wanted))
    }
}

fn find<'a>(changes: &'a [Change], field: Field, key: Option<&str>) -> Option<&'a Value> {
    let mut changes = changes.iter();
    let change = changes.find(|change| change.field == field && change.key.as_deref() == key);
    change.map(|change| &change.after)
}

fn wanted<'a>(checked: &'a Checked, field: Field, key: Option<&str>) -> Option<&'a Value> {
    find(&checked.changes, field, key)
}

fn has_problem(checked: &Checked, field: Field, row: Option<usize>) -> bool {
    let mut problems = checked.problems.iter();
    problems.any(|problem| problem.field == Some(field) && problem.row == row)
}

/// The rows that still ask for something, among those that follow the record.
fn rows_left(
    sent: &Sent<'_>,
    entries: &[PairEntry],
    on_base: &Checked,
    base: Option<&Customer>,
    now: Option<&Customer>,
) -> Option<Vec<PairEntry>> {
    let (before, now) = (
        base.and_then(pairs).unwrap_or_default(),
        now.and_then(pairs),
    );
    let walk = Walk::new(sent.field, entries, &before, now.as_deref());
    let mut done: Vec<bool> = walk
        .rows
        .iter()
        .enumerate()
        .map(|(index, row)| {
            !has_problem(on_base, sent.field, Some(index)) && is_done(sent, row, on_base)
        })
        .collect();
    open_together(&walk.rows, &mut done);
    let mut placed = Vec::new();
    for (row, done) in walk.rows.iter().zip(done) {
        if done {
            placed.extend(walk.followed(row));
        } else {
            placed.extend(walk.mine(row));
        }
    }
    let rows = walk.settled(placed);
    has_typed(sent.field, &rows, now.as_deref()).then_some(rows)
}

/// Rows that share a key (one leaves it, another writes it) only make sense together.
fn open_together(rows: &[Row<'_>], done: &mut [bool]) {
    loop {
        let open: Vec<&str> = rows
            .iter()
            .zip(&*done)
            .filter(|(_, done)| !**done)
            .flat_map(|(row, _)| Walk::touches(row))
            .collect();
        let joins = |row: &Row<'_>| Walk::touches(row).any(|key| open.contains(&key));
        let Some(index) = (0..rows.len()).find(|&index| done[index] && joins(&rows[index])) else {
            return;
        };
        done[index] = false;
    }
}

/// Whether everything that a row changes was sent in its present form.
fn is_done(sent: &Sent<'_>, row: &Row<'_>, on_base: &Checked) -> bool {
    match (&row.wish, row.origin) {
        // Put back after it was sent, the row asks for the old value again. Not so where one of
        // several equal keys was removed and the value of another was sent.
        (Wish::AsStored, Some(origin)) => {
            let key = Some(&*origin.pair.key);
            let still_wanted = wanted(on_base, sent.field, key);
            sent.of(key).is_none()
                || sent.has(key, &Value::text(&origin.pair.value))
                || still_wanted.is_some_and(|wanted| sent.has(key, wanted))
        }
        (Wish::Nothing, _) => false,
        _ => Walk::touches(row).all(|key| match wanted(on_base, sent.field, Some(key)) {
            Some(wanted) => sent.has(Some(key), wanted),
            None => sent.of(Some(key)).is_none(),
        }),
    }
}

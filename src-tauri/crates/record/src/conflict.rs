mod walk;

use quentli::Customer;
use serde::Deserialize;

use crate::{
    Change, Checked, Draft, Entry, Field, Kind, Pair, PairEntry, Value,
    changes::stored_pairs,
    check,
    rules::{Row, Wish, read_rows, same},
    value_of,
};

pub(crate) use walk::Walk;

/// Someone else changed the record since it was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The current record's `updatedAt`.
    pub changed_at: Option<String>,
    pub rows: Vec<ConflictRow>,
}

/// One field that they changed, or that both did. `mine` is `None` where the draft leaves it alone
/// or makes the same change. Of a pair that was renamed, `mine` under the old key is
/// [`Value::Pairs`] with the new key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictRow {
    pub field: Field,
    /// The key, for custom data.
    pub key: Option<String>,
    pub base: Value,
    pub theirs: Value,
    pub mine: Option<Value>,
}

/// Names one side of a conflict that the user keeps as their own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Side {
    pub field: Field,
    pub key: Option<String>,
}

/// What differs between the record as loaded and the current one, beside what the draft wants.
pub fn conflict(base: &Customer, theirs: &Customer, draft: &Draft) -> Conflict {
    let mut rows = field_rows(base, theirs, draft);
    rows.extend(pair_rows(base, theirs, draft));
    Conflict {
        changed_at: theirs.updated_at.value().cloned(),
        rows,
    }
}

fn field_rows(base: &Customer, theirs: &Customer, draft: &Draft) -> Vec<ConflictRow> {
    let on_base = check(Some(base), draft);
    let on_theirs = check(Some(theirs), draft);
    let specs = Field::ALL
        .iter()
        .filter(|spec| spec.readable && spec.kind != Kind::Pairs);
    let row = |field| {
        let (before, now) = (value_of(base, field), value_of(theirs, field));
        if same(field, &before, &now) {
            return None;
        }
        // Half-typed text that becomes valid through their change would overwrite theirs.
        let mine = wanted(&on_base, field).or_else(|| {
            let unfinished = has_problem(&on_base, field);
            unfinished.then(|| wanted(&on_theirs, field)).flatten()
        });
        Some(ConflictRow {
            field,
            key: None,
            base: before,
            mine: mine.filter(|mine| !same(field, mine, &now)),
            theirs: now,
        })
    };
    specs.filter_map(|spec| row(spec.field)).collect()
}

fn wanted(checked: &Checked, field: Field) -> Option<Value> {
    let mut changes = checked.changes.iter();
    let change = changes.find(|change| change.field == field);
    change.map(|Change { after, .. }| after.clone())
}

fn has_problem(checked: &Checked, field: Field) -> bool {
    let mut problems = checked.problems.iter();
    problems.any(|problem| problem.field == Some(field))
}

/// One row per key and entry: first what collides, then what only they changed.
fn pair_rows(base: &Customer, theirs: &Customer, draft: &Draft) -> Vec<ConflictRow> {
    let before = pairs(base).unwrap_or_default();
    let now = pairs(theirs);
    let mut rows: Vec<ConflictRow> = Vec::new();
    for (field, entries) in pair_entries(draft) {
        let walk = Walk::new(field, entries, &before, now.as_deref());
        for row in walk.rows.iter().flat_map(|row| walk.collisions(row)) {
            let known = rows
                .iter_mut()
                .find(|other| other.field == row.field && other.key == row.key);
            match known {
                None => rows.push(row),
                // Left by one row and written by another: it is written.
                Some(known) if !matches!(known.mine, Some(Value::Text { .. })) => *known = row,
                Some(_) => {}
            }
        }
    }
    let home = pair_entries(draft).map(|(field, _)| field).next();
    let walk = Walk::new(
        home.unwrap_or(Field::Metadata),
        &[],
        &before,
        now.as_deref(),
    );
    for key in walk.changed_keys() {
        if !rows.iter().any(|row| row.key.as_deref() == Some(key)) {
            rows.push(walk.theirs_alone(key));
        }
    }
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    rows
}

fn pair_entries(draft: &Draft) -> impl Iterator<Item = (Field, &[PairEntry])> {
    draft
        .entries
        .iter()
        .filter_map(|(field, entry)| match entry {
            Entry::Pairs { rows } if field.spec().kind == Kind::Pairs => Some((*field, &**rows)),
            _ => None,
        })
}

pub(crate) fn pairs(customer: &Customer) -> Option<Vec<Pair>> {
    stored_pairs(Some(customer), Field::Metadata)
}

/// The draft to continue with once the record has moved to `theirs`: what collides with their changes
/// stays only where the user kept their own side; everything else stays, half typed or not.
pub fn rebase(base: &Customer, theirs: &Customer, draft: &Draft, mine: &[Side]) -> Draft {
    let is_mine = |row: &ConflictRow| {
        mine.iter()
            .any(|side| side.field == row.field && side.key == row.key)
    };
    let mut rebased = draft.clone();
    let on_base = check(Some(base), draft);
    for row in field_rows(base, theirs, draft) {
        // An entry that changes nothing (typed back, or what they made it too) must not become a
        // change of theirs.
        let stays = match &row.mine {
            Some(_) => is_mine(&row),
            None => has_problem(&on_base, row.field),
        };
        if !stays {
            rebased.entries.remove(&row.field);
        }
    }
    let (before, now) = (pairs(base).unwrap_or_default(), pairs(theirs));
    for (field, entries) in pair_entries(draft) {
        let walk = Walk::new(field, entries, &before, now.as_deref());
        let collisions = walk.rows.iter().flat_map(|row| walk.collisions(row));
        let given_up: Vec<String> = collisions
            .filter(|row| !is_mine(row))
            .filter_map(|row| row.key)
            .collect();
        let mut placed = Vec::new();
        for row in &walk.rows {
            let follows = matches!(row.wish, Wish::AsStored)
                || Walk::touches(row).any(|key| given_up.iter().any(|other| other == key));
            if follows {
                placed.extend(walk.followed(row));
            } else {
                placed.extend(walk.mine(row));
            }
        }
        let rows = walk.settled(placed);
        if rows == entries || has_typed(field, &rows, now.as_deref()) {
            rebased.entries.insert(field, Entry::Pairs { rows });
        } else {
            rebased.entries.remove(&field);
        }
    }
    rebased
}

/// Whether any row asks for something other than the pairs that the record holds `now`.
pub(crate) fn has_typed(field: Field, rows: &[PairEntry], now: Option<&[Pair]>) -> bool {
    read_rows(field, rows, now.unwrap_or_default(), &mut Vec::new())
        .iter()
        .any(Row::is_touched)
}

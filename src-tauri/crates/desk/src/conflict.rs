use quentli::Customer;
use serde::Deserialize;

use crate::{Change, Draft, Entry, Field, Kind, PairEntry, Value, check, rules::same, value_of};

/// Someone else changed the record since it was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// `updatedAt` of the record as it is now.
    pub changed_at: Option<String>,
    pub rows: Vec<ConflictRow>,
}

/// One field that they changed, or that both did. `mine` is `None` where the draft leaves it alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictRow {
    pub field: Field,
    /// The key, for custom data.
    pub key: Option<String>,
    pub base: Value,
    pub theirs: Value,
    pub mine: Option<Value>,
}

/// Names one side of a conflict that the person keeps as her own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Side {
    pub field: Field,
    pub key: Option<String>,
}

/// What differs between the record as loaded and as it is now, beside what the draft wants.
pub fn conflict(base: &Customer, theirs: &Customer, draft: &Draft) -> Conflict {
    let mine = check(Some(base), draft).changes;
    let mut rows = Vec::new();
    for spec in Field::ALL
        .iter()
        .filter(|spec| spec.readable && spec.kind != Kind::Pairs)
    {
        let (before, now) = (value_of(base, spec.field), value_of(theirs, spec.field));
        if !same(spec.field, &before, &now) {
            let mine = wanted(&mine, spec.field, None);
            rows.push(ConflictRow {
                field: spec.field,
                key: None,
                base: before,
                theirs: now,
                mine,
            });
        }
    }
    rows.extend(pair_rows(base, theirs, &mine));
    Conflict {
        changed_at: theirs.updated_at.value().cloned(),
        rows,
    }
}

fn pair_rows(base: &Customer, theirs: &Customer, mine: &[Change]) -> Vec<ConflictRow> {
    let home = mine
        .iter()
        .find(|change| change.field == Field::Meta)
        .map_or(Field::Metadata, |change| change.field);
    let (before, now) = (pairs(base), pairs(theirs));
    let mut keys: Vec<&String> = before.iter().chain(&now).map(|pair| &pair.key).collect();
    keys.sort();
    keys.dedup();
    keys.into_iter()
        .filter_map(|key| {
            let find = |pairs: &[crate::Pair]| {
                let found = pairs.iter().find(|pair| pair.key == *key);
                found.map_or(Value::Null, |pair| Value::text(&pair.value))
            };
            let (base, theirs) = (find(&before), find(&now));
            (base != theirs).then(|| ConflictRow {
                field: home,
                key: Some(key.clone()),
                base,
                theirs,
                mine: wanted(mine, home, Some(key)),
            })
        })
        .collect()
}

fn pairs(customer: &Customer) -> Vec<crate::Pair> {
    match value_of(customer, Field::Metadata) {
        Value::Pairs { pairs } => pairs,
        _ => Vec::new(),
    }
}

fn wanted(mine: &[Change], field: Field, key: Option<&String>) -> Option<Value> {
    mine.iter()
        .find(|change| change.field == field && change.key.as_ref() == key)
        .map(|change| change.after.clone())
}

/// The draft to go on with once the record has moved to `theirs`: entries that collide with what
/// they changed stay only where the person kept hers; all others stay as they were.
pub fn rebase(base: &Customer, theirs: &Customer, draft: &Draft, mine: &[Side]) -> Draft {
    let dropped: Vec<ConflictRow> = conflict(base, theirs, draft)
        .rows
        .into_iter()
        .filter(|row| row.mine.is_some())
        .filter(|row| {
            !mine
                .iter()
                .any(|side| side.field == row.field && side.key == row.key)
        })
        .collect();
    let mut rebased = draft.clone();
    for row in dropped.iter().filter(|row| row.key.is_none()) {
        rebased.entries.remove(&row.field);
    }
    for field in [Field::Metadata, Field::Meta] {
        if let Some(Entry::Pairs { rows }) = draft.entries.get(&field) {
            let base_changes = check(Some(base), draft).changes;
            let rows = rebased_rows(field, rows, theirs, &base_changes, &dropped);
            rebased.entries.insert(field, Entry::Pairs { rows });
        }
    }
    rebased
}

/// Their pairs, with what the draft still changes written over them.
fn rebased_rows(
    field: Field,
    rows: &[PairEntry],
    theirs: &Customer,
    changes: &[Change],
    dropped: &[ConflictRow],
) -> Vec<PairEntry> {
    let mut rebased: Vec<PairEntry> = pairs(theirs)
        .into_iter()
        .map(|pair| PairEntry {
            original: Some(pair.key.clone()),
            key: pair.key,
            value: pair.value,
            remove: false,
        })
        .collect();
    let kept = changes
        .iter()
        .filter(|change| change.field == field)
        .filter(|change| !dropped.iter().any(|row| row.key == change.key));
    for change in kept {
        let Some(key) = &change.key else { continue };
        let row = rebased.iter_mut().find(|row| row.key == *key);
        match (row, change.after.as_text()) {
            (Some(row), Some(value)) => value.clone_into(&mut row.value),
            (Some(row), None) => row.remove = true,
            (None, Some(value)) => rebased.push(PairEntry {
                key: key.clone(),
                value: value.to_owned(),
                original: None,
                remove: false,
            }),
            (None, None) => {}
        }
    }
    // Rows still half typed (a problem, not yet a change) are not lost either.
    let unfinished = rows.iter().filter(|row| {
        row.original.is_none() && !row.remove && !rebased.iter().any(|other| other.key == row.key)
    });
    let unfinished: Vec<PairEntry> = unfinished
        .filter(|row| {
            !dropped
                .iter()
                .any(|gone| gone.key.as_deref() == Some(row.key.trim()))
        })
        .cloned()
        .collect();
    rebased.extend(unfinished);
    rebased
}

use super::{Notice, NoticeCode, Problem, ProblemCode, Row, Wish, read_rows, same_text};
use crate::{Field, Pair, PairEntry, changes::fold};

/// One key to write; `after` is `None` where the key is deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PairChange {
    pub(crate) key: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// Compares custom data rows with the stored pairs: what the valid rows change, and the problems of the
/// others. A blank value never deletes a key: only removing a row does. Renaming a key deletes the old key
/// and writes the new one.
pub(crate) fn pair_changes(
    field: Field,
    entries: &[PairEntry],
    stored: &[Pair],
    notices: &mut Vec<Notice>,
) -> (Vec<PairChange>, Vec<Problem>) {
    let rows = read_rows(field, entries, stored, notices);
    notices.extend(alike_keys(field, &rows, stored));
    let mut problems = Vec::new();
    let mut changes = Vec::new();
    let mut gone = vec![false; stored.len()];
    let held = held_keys(&rows, stored);
    let mut written: Vec<&str> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        match &row.wish {
            Wish::Nothing | Wish::AsStored => {}
            Wish::Remove => leave(row, &mut gone, &mut changes),
            Wish::Unfinished { problem, .. } => problems.push(at(index, problem.clone())),
            Wish::Write { .. } if comes_to_stored(row) => {}
            Wish::Write { key, .. } if held.contains(&&**key) || written.contains(&&**key) => {
                problems.push(at(index, Problem::new(field, ProblemCode::KeyRepeated)));
            }
            Wish::Write { key, value } => {
                written.push(key);
                if row.origin.is_some_and(|origin| origin.pair.key != *key) {
                    leave(row, &mut gone, &mut changes);
                }
                changes.extend(write(row, key, value, stored));
            }
        }
    }
    (only_one_each(changes, &written, stored, &gone), problems)
}

fn leave(row: &Row<'_>, gone: &mut [bool], changes: &mut Vec<PairChange>) {
    if let Some(origin) = row.origin {
        gone[origin.index] = true;
        changes.push(PairChange {
            key: origin.pair.key.clone(),
            before: Some(origin.pair.value.clone()),
            after: None,
        });
    }
}

fn write(row: &Row<'_>, key: &str, value: &str, stored: &[Pair]) -> Option<PairChange> {
    let own = row.origin.map(|origin| origin.pair);
    let mut with_key = stored.iter().filter(|pair| pair.key == *key);
    let first = with_key.next();
    let before = own.filter(|pair| pair.key == *key).or(first);
    // Reducing several pairs with this key to one is a change, even to the same value.
    let once = with_key.next().is_none();
    if once && before.is_some_and(|pair| same_text(&pair.value, value)) {
        return None;
    }
    Some(PairChange {
        key: key.to_owned(),
        before: before.map(|pair| pair.value.clone()),
        after: Some(value.to_owned()),
    })
}

/// Touched, but what will be sent is what is stored: the row holds its place like an untouched one.
fn comes_to_stored(row: &Row<'_>) -> bool {
    match (&row.wish, row.origin) {
        (Wish::Write { key, value }, Some(origin)) => {
            origin.pair.key == *key && same_text(&origin.pair.value, value)
        }
        _ => false,
    }
}

/// Keys that no touched row may write: untouched rows hold them, or copies of a repeated key that
/// the rows leave out. (A key stored once and left out of the rows may be written over.)
fn held_keys<'a>(rows: &[Row<'a>], stored: &'a [Pair]) -> Vec<&'a str> {
    let untouched = rows
        .iter()
        .filter(|row| matches!(row.wish, Wish::AsStored) || comes_to_stored(row))
        .filter_map(|row| row.origin)
        .map(|origin| &*origin.pair.key);
    let copies = |key: &str| stored.iter().filter(|pair| pair.key == key).count();
    let left_out = without_row(rows, stored)
        .map(|pair| &*pair.key)
        .filter(|key| copies(key) > 1);
    untouched.chain(left_out).collect()
}

fn without_row<'a>(rows: &[Row<'_>], stored: &'a [Pair]) -> impl Iterator<Item = &'a Pair> {
    let shown: Vec<usize> = rows
        .iter()
        .filter_map(|row| row.origin)
        .map(|origin| origin.index)
        .collect();
    stored
        .iter()
        .enumerate()
        .filter(move |(index, _)| !shown.contains(index))
        .map(|(_, pair)| pair)
}

/// One change per key: if it is deleted in one row and written in another, it is only written. If an equal
/// key stays, its value is written, since deleting the key would delete both.
fn only_one_each(
    changes: Vec<PairChange>,
    written: &[&str],
    stored: &[Pair],
    gone: &[bool],
) -> Vec<PairChange> {
    let mut kept: Vec<PairChange> = Vec::new();
    for change in changes {
        if change.after.is_some() {
            kept.push(change);
        } else if !written.contains(&&*change.key)
            && !kept.iter().any(|other| other.key == change.key)
        {
            let stays = stored.iter().zip(gone);
            let stays = stays.filter(|(pair, gone)| !**gone && pair.key == change.key);
            let after = stays.map(|(pair, _)| pair.value.clone()).next();
            kept.push(PairChange { after, ..change });
        }
    }
    kept
}

/// For each key that was typed, another one that looks like it.
fn alike_keys(field: Field, rows: &[Row<'_>], stored: &[Pair]) -> Vec<Notice> {
    let key_of = |row: &Row<'_>| match (&row.wish, row.origin) {
        (Wish::AsStored, Some(origin)) => Some(origin.pair.key.clone()),
        _ => row.target().map(|(key, _)| key.to_owned()),
    };
    let keys: Vec<Option<String>> = rows.iter().map(key_of).collect();
    let left_out: Vec<&String> = without_row(rows, stored).map(|pair| &pair.key).collect();
    let typed = rows
        .iter()
        .zip(&keys)
        .enumerate()
        .filter_map(|(index, (row, key))| {
            let key = key.as_ref()?;
            let own = row.origin.is_some_and(|origin| origin.pair.key == *key);
            (!own && !key.is_empty()).then_some((index, key))
        });
    let notice = |(index, key): (usize, &String)| {
        let folded = fold(key);
        let mut others = keys.iter().flatten().chain(left_out.iter().copied());
        let alike = others.find(|other| *other != key && fold(other) == folded)?;
        Some(Notice {
            row: Some(index),
            ..Notice::new(field, NoticeCode::KeyAlike).text(alike)
        })
    };
    typed.filter_map(notice).collect()
}

fn at(row: usize, problem: Problem) -> Problem {
    Problem {
        row: Some(row),
        ..problem
    }
}

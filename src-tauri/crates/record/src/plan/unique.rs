//! Values that no two families may share.

use std::collections::HashMap;

use super::{
    FamilyPlace, Issue, IssueCode, Known, PlanRow, PlannedUpdate, RowFate, RowIssue, UNIQUE,
    issue::More, known::unique_key, planner::Issues,
};
use crate::{Change, Field, value_of};

/// An update that cannot be sent because of what others hold or take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refused {
    pub(super) update: usize,
    pub(super) field: Field,
    pub(super) code: IssueCode,
    /// Another row that it is about.
    pub(super) row: Option<u32>,
    /// A family that it is about.
    pub(super) family: Option<FamilyPlace>,
}

type Key = (Field, String);

/// The values that an update gives to fields that must be unique.
pub(super) fn taken(update: &PlannedUpdate) -> impl Iterator<Item = Key> {
    unique_changes(update).filter_map(|change| {
        let text = change.after.as_text()?;
        Some((change.field, unique_key(change.field, text)))
    })
}

/// The values of such fields that an update gives up.
pub(super) fn given_up(known: &Known, update: &PlannedUpdate) -> impl Iterator<Item = Key> {
    unique_changes(update).filter_map(|change| held(known, update.family, change.field))
}

fn unique_changes(update: &PlannedUpdate) -> impl Iterator<Item = &Change> {
    let changes = update.changes.iter();
    changes.filter(|change| UNIQUE.contains(&change.field))
}

fn held(known: &Known, family: FamilyPlace, field: Field) -> Option<Key> {
    let value = value_of(known.family(family), field);
    let text = value.as_text()?;
    (!text.trim().is_empty()).then(|| (field, unique_key(field, text)))
}

fn takers(updates: &[PlannedUpdate]) -> HashMap<Key, Vec<usize>> {
    let mut takers: HashMap<Key, Vec<usize>> = HashMap::new();
    for (place, update) in updates.iter().enumerate() {
        for key in taken(update) {
            takers.entry(key).or_default().push(place);
        }
    }
    takers
}

/// Updates that give a family what another one has, or is given as well.
pub(super) fn clashes(known: &Known, updates: &[PlannedUpdate]) -> Vec<Refused> {
    let takers = takers(updates);
    let mut refused = Vec::new();
    for ((field, _), places) in &takers {
        for (at, &update) in places.iter().enumerate().filter(|_| places.len() > 1) {
            let other = places[(at + 1) % places.len()];
            refused.push(Refused {
                update,
                field: *field,
                code: IssueCode::Row(RowIssue::TakenInFile),
                row: Some(updates[other].row),
                family: Some(updates[other].family),
            });
        }
    }
    let fields: Vec<Field> = UNIQUE
        .into_iter()
        .filter(|field| takers.keys().any(|(taken, _)| taken == field))
        .collect();
    if fields.is_empty() {
        return refused;
    }
    let moving: HashMap<FamilyPlace, &PlannedUpdate> = updates
        .iter()
        .map(|update| (update.family, update))
        .collect();
    for (place, _) in known.places() {
        for &field in &fields {
            let stays = moving
                .get(&place)
                .is_none_or(|update| update.changes.iter().all(|change| change.field != field));
            let Some(takers) = held(known, place, field)
                .filter(|_| stays)
                .and_then(|key| takers.get(&key))
            else {
                continue;
            };
            refused.extend(takers.iter().map(|&update| Refused {
                update,
                field,
                code: IssueCode::Row(RowIssue::TakenByFamily),
                row: None,
                family: Some(place),
            }));
        }
    }
    refused
}

/// Takes updates out, and those that count on what they would have given up. `column` is where a field's values are.
pub(super) fn leave_out(
    known: &Known,
    updates: &mut Vec<PlannedUpdate>,
    mut refused: Vec<Refused>,
    rows: &mut [PlanRow],
    issues: &mut Issues,
    column: impl Fn(Field) -> Option<usize>,
) {
    if refused.is_empty() {
        return;
    }
    let takers = takers(updates);
    let mut is_out = vec![false; updates.len()];
    for one in &refused {
        is_out[one.update] = true;
    }
    let mut at = 0;
    while let Some(&Refused { update, .. }) = refused.get(at) {
        at += 1;
        let (row, family) = (updates[update].row, updates[update].family);
        for key in given_up(known, &updates[update]) {
            for &taker in takers.get(&key).into_iter().flatten() {
                if !std::mem::replace(&mut is_out[taker], true) {
                    refused.push(Refused {
                        update: taker,
                        field: key.0,
                        code: IssueCode::Row(RowIssue::TakenByFamily),
                        row: Some(row),
                        family: Some(family),
                    });
                }
            }
        }
    }
    refused.sort_by_key(|one| (updates[one.update].row, one.field));
    for one in &refused {
        let row = updates[one.update].row;
        let value = updates[one.update]
            .changes
            .iter()
            .find(|change| change.field == one.field)
            .and_then(|change| change.after.as_text())
            .unwrap_or_default();
        let issue = match column(one.field) {
            Some(column) => Issue::of_cell(row, column, value, one.code),
            None => Issue::of_row(row, one.code),
        };
        issues.push(issue.with(More {
            row: one.row,
            family: one.family,
            ..More::default()
        }));
        if let Ok(at) = rows.binary_search_by_key(&row, |row| row.number) {
            rows[at].fate = RowFate::Left;
        }
    }
    let mut place = 0;
    updates.retain(|_| {
        place += 1;
        !is_out[place - 1]
    });
}

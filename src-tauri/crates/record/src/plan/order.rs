//! The order in which updates free values that others take.

use std::collections::HashMap;

use super::{
    IssueCode, Known, Pass, PlannedUpdate, RowIssue,
    unique::{Refused, given_up, taken},
};
use crate::{Change, Field, Value};

/// An update that waits for another one to give up its value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wait {
    on: usize,
    field: Field,
}

/// Puts updates into waves, and those that exchange values in a circle into two passes.
///
/// # Errors
/// Those of a circle in which nothing can be cleared; the updates are as they were.
pub(super) fn put_in_order(
    known: &Known,
    updates: &mut Vec<PlannedUpdate>,
) -> Result<(), Vec<Refused>> {
    let mut waits = waits(known, updates);
    if waits.iter().all(Vec::is_empty) {
        return Ok(());
    }
    let (waves, cleared) = waves(&mut waits).map_err(|circle| refused(updates, &circle))?;
    for (update, wave) in updates.iter_mut().zip(waves) {
        update.wave = wave;
    }
    for (place, field) in cleared {
        clear_first(updates, place, field);
    }
    updates.sort_by_key(|update| (update.wave, update.row));
    Ok(())
}

fn waits(known: &Known, updates: &[PlannedUpdate]) -> Vec<Vec<Wait>> {
    let mut holders: HashMap<(Field, String), Vec<usize>> = HashMap::new();
    for (place, update) in updates.iter().enumerate() {
        for key in given_up(known, update) {
            holders.entry(key).or_default().push(place);
        }
    }
    let of = |place: usize, update: &PlannedUpdate| {
        let mut waits = Vec::new();
        for key in taken(update) {
            let others = holders.get(&key).into_iter().flatten();
            waits.extend(
                others
                    .filter(|&&on| on != place)
                    .map(|&on| Wait { on, field: key.0 }),
            );
        }
        waits
    };
    let each = updates.iter().enumerate();
    each.map(|(place, update)| of(place, update)).collect()
}

/// The wave of each update, and what has to be cleared before the first; or a circle that nothing breaks.
#[expect(
    clippy::type_complexity,
    reason = "both halves are taken apart at once"
)]
fn waves(waits: &mut [Vec<Wait>]) -> Result<(Vec<u32>, Vec<(usize, Field)>), Vec<(usize, Field)>> {
    let mut waves = vec![0; waits.len()];
    let mut cleared: Vec<(usize, Field)> = Vec::new();
    let mut waiting: Vec<usize> = waits.iter().map(Vec::len).collect();
    let mut waited_for: Vec<Vec<usize>> = vec![Vec::new(); waits.len()];
    for (place, waits) in waits.iter().enumerate() {
        for wait in waits {
            waited_for[wait.on].push(place);
        }
    }
    let mut free: Vec<usize> = (0..waits.len()).filter(|&at| waiting[at] == 0).collect();
    let mut is_done = vec![false; waits.len()];
    let mut from = 0;
    loop {
        while let Some(done) = free.pop() {
            is_done[done] = true;
            for &next in &waited_for[done] {
                // What was cleared first is waited for no longer.
                if waits[next].iter().any(|wait| wait.on == done) {
                    waves[next] = waves[next].max(waves[done] + 1);
                    waits[next].retain(|wait| wait.on != done);
                    waiting[next] = waits[next].len();
                    if waiting[next] == 0 {
                        free.push(next);
                    }
                }
            }
        }
        while from < waits.len() && is_done[from] {
            from += 1;
        }
        if from == waits.len() {
            return Ok((waves, cleared));
        }
        let circle = circle(waits, from);
        let breakable = circle.iter().find(|(_, wait)| wait.field.spec().nullable);
        let Some(&(at, wait)) = breakable else {
            return Err(circle.iter().map(|(at, wait)| (*at, wait.field)).collect());
        };
        if !cleared.contains(&(wait.on, wait.field)) {
            cleared.push((wait.on, wait.field));
        }
        // The clearing comes before everything, and both come after it.
        waves[at] = waves[at].max(1);
        waves[wait.on] = waves[wait.on].max(1);
        waits[at].retain(|other| *other != wait);
        waiting[at] = waits[at].len();
        if waiting[at] == 0 {
            free.push(at);
        }
    }
}

/// The circle that following the waits from `start` ends in.
fn circle(waits: &[Vec<Wait>], start: usize) -> Vec<(usize, Wait)> {
    let mut path: Vec<(usize, Wait)> = Vec::new();
    let mut seen: HashMap<usize, usize> = HashMap::new();
    let mut at = start;
    loop {
        if let Some(&begin) = seen.get(&at) {
            return path.split_off(begin);
        }
        seen.insert(at, path.len());
        // Whatever is left waits for something that is left.
        let Some(&wait) = waits[at].first() else {
            return path;
        };
        path.push((at, wait));
        at = wait.on;
    }
}

fn refused(updates: &[PlannedUpdate], circle: &[(usize, Field)]) -> Vec<Refused> {
    let others = circle.iter().cycle().skip(1);
    let each = circle.iter().zip(others);
    each.map(|(&(update, field), &(other, _))| Refused {
        update,
        field,
        code: IssueCode::Row(RowIssue::CannotSwap),
        row: Some(updates[other].row),
        family: Some(updates[other].family),
    })
    .collect()
}

/// Has an update clear a field before the first wave, and send all it asks for later.
fn clear_first(updates: &mut Vec<PlannedUpdate>, place: usize, field: Field) {
    let update = &mut updates[place];
    let of_field = |change: &&mut Change| change.field == field;
    let Some(change) = update.changes.iter_mut().find(of_field) else {
        return;
    };
    let clearing = Change {
        after: Value::Null,
        ..change.clone()
    };
    change.before = Some(Value::Null);
    update.pass = Pass::Second;
    let (row, family) = (update.row, update.family);
    let first = |update: &&mut PlannedUpdate| update.row == row && update.pass == Pass::First;
    match updates.iter_mut().find(first) {
        Some(first) => first.changes.push(clearing),
        None => updates.push(PlannedUpdate {
            row,
            family,
            changes: vec![clearing],
            wave: 0,
            pass: Pass::First,
        }),
    }
}

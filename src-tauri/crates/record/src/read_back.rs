use std::iter;

use quentli::Customer;
use serde::{Deserialize, Serialize};

use crate::{Change, Value, rules::same, value_of};

/// The outcome of one change, judged by what the server holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub change: Change,
    /// `None` where Quentli never shows the field, or where nothing was read.
    pub held: Option<Value>,
    pub verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// The server holds the new value.
    Held,
    /// The server holds the old value.
    NotHeld,
    /// The server holds something else.
    Different,
    CannotTell,
}

impl Held {
    pub fn cannot_tell(change: &Change) -> Self {
        Self {
            change: change.clone(),
            held: None,
            verdict: Verdict::CannotTell,
        }
    }
}

/// Compares each change with what `customer` holds now.
pub fn held(changes: &[Change], customer: &Customer) -> Vec<Held> {
    held_in(changes, &values_shown(changes, customer))
}

/// What `customer` holds in the place of each change: one value, or several where it holds one key of custom
/// data twice; none where no answer shows it.
pub fn values_shown(changes: &[Change], customer: &Customer) -> Vec<Vec<Value>> {
    let values = |change| values_now(change, customer).unwrap_or_default();
    changes.iter().map(values).collect()
}

/// As [`held`], by what [`values_shown`] gave earlier.
pub fn held_in(changes: &[Change], shown: &[Vec<Value>]) -> Vec<Held> {
    let shown = shown.iter().map(Vec::as_slice).chain(iter::repeat(&[][..]));
    let rows = changes.iter().zip(shown);
    rows.map(|(change, now)| hold(change, now)).collect()
}

fn hold(change: &Change, now: &[Value]) -> Held {
    let Some(first) = now.first() else {
        return Held::cannot_tell(change);
    };
    let among = |wanted: &Value| now.iter().any(|value| same(change.field, value, wanted));
    let has_old = change.before.as_ref().is_some_and(among);
    let verdict = match (among(&change.after), has_old) {
        // The old value counts where one key stands twice, and only there can both be found.
        (true, _) if now.len() == 1 => Verdict::Held,
        (true, false) => Verdict::Held,
        (false, true) => Verdict::NotHeld,
        _ => Verdict::Different,
    };
    Held {
        change: change.clone(),
        held: Some(first.clone()),
        verdict,
    }
}

/// Whether the value to be changed is still what it was when the change was made.
pub fn still_before(change: &Change, customer: &Customer) -> bool {
    let (Some(before), Some(now)) = (&change.before, values_now(change, customer)) else {
        return true;
    };
    now.iter().any(|value| same(change.field, value, before))
}

/// What the record holds in the place of the change: one value, or several if it holds one key of
/// custom data twice. `None` if no answer shows it. A pair that is not there reads as null:
/// deleting it and never having had it look the same.
fn values_now(change: &Change, customer: &Customer) -> Option<Vec<Value>> {
    match (value_of(customer, change.field), &change.key) {
        (Value::Absent, _) => None,
        (Value::Pairs { pairs }, Some(key)) => {
            let of_key = pairs.into_iter().filter(|pair| pair.key == *key);
            let values: Vec<Value> = of_key.map(|pair| Value::text(pair.value)).collect();
            Some(if values.is_empty() {
                vec![Value::Null]
            } else {
                values
            })
        }
        (_, Some(_)) => None,
        (value, None) => Some(vec![value]),
    }
}

/// The whole update's verdict. An update is applied as a whole or not at all, so visible changes stand for
/// the invisible ones. Without a visible change there is no verdict: a server need not move the record's
/// date.
pub fn verdict(rows: &[Held]) -> Verdict {
    let mut seen = rows
        .iter()
        .map(|row| row.verdict)
        .filter(|v| *v != Verdict::CannotTell);
    match seen.next() {
        None => Verdict::CannotTell,
        Some(first) if seen.all(|other| other == first) => first,
        Some(_) => Verdict::Different,
    }
}

/// Whether a record moved on between two reads; without `updatedAt`, whether anything differs.
pub fn changed_since(base: &Customer, now: &Customer) -> bool {
    match (base.updated_at.value(), now.updated_at.value()) {
        (Some(before), Some(after)) => before != after,
        _ => base != now,
    }
}

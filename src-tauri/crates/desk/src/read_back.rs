use quentli::Customer;
use serde::{Deserialize, Serialize};

use crate::{Change, Field, Value, rules::same, value_of};

/// What became of one change, judged by what the server holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// The server holds what was asked.
    Held,
    /// The server holds what was there before.
    NotHeld,
    /// The server holds something else.
    Different,
    CannotTell,
}

impl Held {
    pub(crate) fn cannot_tell(change: &Change) -> Self {
        Self {
            change: change.clone(),
            held: None,
            verdict: Verdict::CannotTell,
        }
    }
}

/// Each change against what `customer` holds now.
pub fn held(changes: &[Change], customer: &Customer) -> Vec<Held> {
    changes
        .iter()
        .map(|change| hold(change, customer))
        .collect()
}

fn hold(change: &Change, customer: &Customer) -> Held {
    let now = match &change.key {
        Some(key) => pair_value(customer, change.field, key),
        None => value_of(customer, change.field),
    };
    if now == Value::Absent {
        return Held::cannot_tell(change);
    }
    let verdict = if same(change.field, &now, &change.after) {
        Verdict::Held
    } else if change
        .before
        .as_ref()
        .is_some_and(|before| same(change.field, &now, before))
    {
        Verdict::NotHeld
    } else {
        Verdict::Different
    };
    Held {
        change: change.clone(),
        held: Some(now),
        verdict,
    }
}

/// A pair that is not there reads as null: deleting it and never having had it look the same.
fn pair_value(customer: &Customer, field: Field, key: &str) -> Value {
    let Value::Pairs { pairs } = value_of(customer, field) else {
        return Value::Absent;
    };
    pairs
        .into_iter()
        .find(|pair| pair.key == key)
        .map_or(Value::Null, |pair| Value::text(pair.value))
}

/// The whole update's verdict. An update is applied whole or not at all, so what can be seen
/// speaks for what cannot; where nothing can be seen, an `untouched` record (its `updatedAt` did
/// not move) tells that nothing was written.
pub fn verdict(rows: &[Held], untouched: bool) -> Verdict {
    let mut seen = rows
        .iter()
        .map(|row| row.verdict)
        .filter(|v| *v != Verdict::CannotTell);
    match seen.next() {
        None if untouched => Verdict::NotHeld,
        None => Verdict::CannotTell,
        Some(first) if seen.all(|other| other == first) => first,
        Some(_) => Verdict::Different,
    }
}

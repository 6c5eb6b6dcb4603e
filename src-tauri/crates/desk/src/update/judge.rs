//! What a record that was read says of an attempt.

use quentli::{Customer, Error, Pace};

use super::{Cause, Outcome, Proof, Seen, Sent};
use crate::{
    Change, Held, SETTLE_AFTER, Verdict, held,
    read_back::{changed_since, still_before, verdict},
    schedule::clock,
};

/// What reading the record says of an attempt. New values prove it at once; old ones only once no
/// server can still be working on it.
pub(super) fn judge(
    sent: &Sent,
    cause: Option<Cause>,
    read: Result<Customer, Error>,
    pace: &dyn Pace,
) -> Outcome {
    let at = clock(pace);
    let unknown = |rows, cause, seen| Outcome::Unknown {
        id: sent.id,
        rows,
        cause,
        seen,
        last_byte: sent.last_byte,
        at,
    };
    let customer = match read {
        Ok(customer) => customer,
        Err(error) => {
            let rows = sent.intent.changes.iter().map(Held::cannot_tell).collect();
            return unknown(rows, cause, Seen::Failed(error));
        }
    };
    let rows = held(&sent.intent.changes, &customer);
    let settled = sent.last_byte.elapsed(pace) >= SETTLE_AFTER;
    match verdict(&rows, untouched(sent, &customer)) {
        Verdict::Held => Outcome::Applied {
            customer,
            rows,
            proof: Proof::ReadBack(cause),
            at,
        },
        Verdict::CannotTell => unknown(rows, cause, Seen::Hidden),
        Verdict::NotHeld | Verdict::Different if !settled => unknown(rows, cause, Seen::NotYet),
        Verdict::NotHeld => Outcome::NotApplied {
            customer,
            rows,
            cause,
            at,
        },
        Verdict::Different => Outcome::Different {
            customer,
            rows,
            cause,
            at,
        },
    }
}

/// A 200 whose record holds other values than were sent: the record as it is decides.
pub(super) fn contradicted(sent: &Sent, read: Result<Customer, Error>, pace: &dyn Pace) -> Outcome {
    let cause = Some(Cause::Contradicted);
    match read {
        Ok(customer) if !all_held(sent, &customer) && !only_hidden(sent, &customer) => {
            Outcome::Different {
                rows: held(&sent.intent.changes, &customer),
                customer,
                cause,
                at: clock(pace),
            }
        }
        read => judge(sent, cause, read, pace),
    }
}

pub(super) fn all_held(sent: &Sent, customer: &Customer) -> bool {
    verdict(&held(&sent.intent.changes, customer), false) == Verdict::Held
}

/// Only fields that no answer shows were sent.
fn only_hidden(sent: &Sent, customer: &Customer) -> bool {
    verdict(&held(&sent.intent.changes, customer), false) == Verdict::CannotTell
}

/// The record shows each value as it was before.
pub(super) fn nothing_came_of(sent: &Sent, customer: &Customer) -> bool {
    let rows = held(&sent.intent.changes, customer);
    verdict(&rows, untouched(sent, customer)) == Verdict::NotHeld
}

fn untouched(sent: &Sent, customer: &Customer) -> bool {
    sent.intent
        .base
        .as_ref()
        .is_some_and(|base| !changed_since(base, customer))
}

/// Whether someone else got there first: by the record's date, by the values that are to change (a
/// server need not move the date), or because the record was archived.
pub(super) fn moved_on(base: &Customer, theirs: &Customer, changes: &[Change]) -> bool {
    let values_moved = !changes.iter().all(|change| still_before(change, theirs));
    let archived = base.archived_at.value().is_none() && theirs.archived_at.value().is_some();
    values_moved || archived || changed_since(base, theirs)
}

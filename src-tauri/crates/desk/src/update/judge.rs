//! What a record that was read says of an attempt.

use std::time::Duration;

use quentli::{Customer, Customers, Error, Pace};
use record::{Change, Held, Verdict, changed_since, held, still_before, verdict};

use super::{Cause, Outcome, Proof, Seen, Sent};
use crate::{RESOLVE_AFTER, schedule::clock};

/// The record as it was read after an attempt.
pub(super) struct Look {
    pub(super) record: Result<Customer, Error>,
    /// How long after the last byte left the record was *asked* for: a slow answer shows it as it was
    /// then, or earlier than it arrives.
    after: Duration,
}

impl Look {
    pub(super) async fn at<C: Customers>(customers: &C, sent: &Sent, pace: &dyn Pace) -> Self {
        let after = sent.last_byte.elapsed(pace);
        Self {
            record: customers.get(&sent.intent.customer).await,
            after,
        }
    }
}

/// What reading the record says of an attempt. New values prove it at once; old ones only once no
/// server can still be working on it.
pub(super) fn judge(sent: &Sent, cause: Option<Cause>, look: Look, pace: &dyn Pace) -> Outcome {
    let at = clock(pace);
    let unknown = |rows, cause, seen| Outcome::Unknown {
        id: sent.id,
        rows,
        cause,
        seen,
        last_byte: sent.last_byte,
        at,
    };
    let customer = match look.record {
        Ok(customer) => customer,
        Err(error) => {
            let rows = sent.intent.changes.iter().map(Held::cannot_tell).collect();
            return unknown(rows, cause, Seen::Failed(error));
        }
    };
    let rows = held(&sent.intent.changes, &customer);
    let settled = look.after >= RESOLVE_AFTER;
    match verdict(&rows) {
        Verdict::Held => Outcome::Applied {
            customer: Some(customer),
            rows,
            proof: Proof::ReadBack(cause),
            at,
        },
        Verdict::CannotTell => unknown(rows, cause, Seen::Hidden),
        Verdict::NotHeld | Verdict::Different if !settled => unknown(rows, cause, Seen::NotYet),
        Verdict::NotHeld => Outcome::NotApplied {
            customer: Some(customer),
            rows,
            cause,
            at,
        },
        Verdict::Different => Outcome::Different {
            customer: Some(customer),
            rows,
            cause,
            at,
        },
    }
}

/// A 200 whose record holds other values than were sent: the record as it is decides.
pub(super) fn contradicted(sent: &Sent, look: Look, pace: &dyn Pace) -> Outcome {
    let cause = Some(Cause::Contradicted);
    match look.record {
        Ok(customer)
            if matches!(
                shows(sent, &customer),
                Verdict::NotHeld | Verdict::Different
            ) =>
        {
            Outcome::Different {
                rows: held(&sent.intent.changes, &customer),
                customer: Some(customer),
                cause,
                at: clock(pace),
            }
        }
        record => judge(sent, cause, Look { record, ..look }, pace),
    }
}

pub(super) fn all_held(sent: &Sent, customer: &Customer) -> bool {
    shows(sent, customer) == Verdict::Held
}

/// Whether the record bears a refusal out: `Some(true)` where it shows each value as it was before,
/// `Some(false)` where it shows none of what was sent and its date, which is all there is, did not move.
pub(super) fn bears_out_refusal(sent: &Sent, base: &Customer, customer: &Customer) -> Option<bool> {
    match shows(sent, customer) {
        Verdict::NotHeld => Some(true),
        Verdict::CannotTell => (!changed_since(base, customer)).then_some(false),
        Verdict::Held | Verdict::Different => None,
    }
}

/// What a record shows of everything that was sent.
fn shows(sent: &Sent, customer: &Customer) -> Verdict {
    verdict(&held(&sent.intent.changes, customer))
}

/// Whether someone else got there first: by the record's date, by the values that are to change (a
/// server need not move the date), or because the record was archived.
pub(super) fn moved_on(base: &Customer, theirs: &Customer, changes: &[Change]) -> bool {
    let archived = base.archived_at.value().is_none() && theirs.archived_at.value().is_some();
    values_moved(theirs, changes) || archived || changed_since(base, theirs)
}

/// Whether a field that is to change no longer has the value that was reviewed.
pub(crate) fn values_moved(theirs: &Customer, changes: &[Change]) -> bool {
    !changes.iter().all(|change| still_before(change, theirs))
}

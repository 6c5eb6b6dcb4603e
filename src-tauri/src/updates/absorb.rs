//! What an outcome means for the open record and its draft.

use desk::{Draft, Field, Outcome, PasswordSent, left_of};
use quentli::{Customer, CustomerId};

use super::Sent;
use crate::{
    records::{self, Record},
    services,
    session::Desk,
    work::Work,
};

/// Takes an outcome into the record as it is now: it may have been opened, or typed into, while
/// Quentli was asked.
pub fn into_record(work: &Work, desk: &Desk, id: &CustomerId, outcome: &Outcome, sent: &Sent<'_>) {
    let open = work.with_record(desk, id, |record| take(desk, id, record, outcome, sent));
    // A draft that nobody has open is in the journal, and what was sent is to leave it there too.
    if open.is_err()
        && let Ok(mut record) = records::kept(desk, id)
    {
        take(desk, id, &mut record, outcome, sent);
    }
}

fn take(desk: &Desk, id: &CustomerId, record: &mut Record, outcome: &Outcome, sent: &Sent<'_>) {
    match outcome {
        Outcome::Applied { customer, .. } => {
            let rest = rest(&record.draft, customer, sent);
            let base = desk.connection.can_read.then(|| customer.clone());
            let unsaved = desk
                .book
                .save_draft(id, base.as_ref(), &rest, services::now());
            *record = Record {
                base,
                draft: rest,
                unsaved: unsaved.err(),
                ..Record::default()
            };
        }
        Outcome::NotApplied { customer, .. } if record.theirs.is_none() => {
            record.base = record.base.is_some().then(|| customer.clone());
        }
        Outcome::Different { customer, .. } | Outcome::Conflict { theirs: customer } => {
            record.theirs = record.base.is_some().then(|| customer.clone());
        }
        Outcome::NotApplied { .. } | Outcome::Unknown { .. } | Outcome::Refused { .. } => {}
    }
}

/// What is still to be sent.
fn rest(draft: &Draft, now: &Customer, sent: &Sent<'_>) -> Draft {
    let password = |draft: &Draft| draft.entries.get(&Field::Password).cloned();
    let password = match sent.draft {
        Some(sent) if password(sent) == password(draft) => PasswordSent::This,
        _ => PasswordSent::NotThis,
    };
    left_of(draft, sent.changes, sent.base, Some(now), password)
}

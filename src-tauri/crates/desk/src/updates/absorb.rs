//! What an outcome means for the open record and its draft.

use quentli::{Customer, CustomerId};
use record::{Draft, Field, PasswordSent, left_of};

use super::Sent;
use crate::{
    Outcome, School,
    records::{self, Record, Step},
    work::Work,
};

/// Takes an outcome into the record as it is now: it may have been opened, or typed into, while
/// Quentli was asked.
pub(super) fn into_record(
    work: &Work,
    school: &School,
    id: &CustomerId,
    outcome: &Outcome,
    sent: &Sent<'_>,
) {
    if let Some(customer) = shown(outcome) {
        school.roster.put(customer);
    }
    let open = work.with_record(school, id, |record| take(school, id, record, outcome, sent));
    // A draft that nobody has open is in the journal, and what was sent is to leave it there too.
    if open.is_err()
        && let Ok(mut record) = records::kept(school, id)
    {
        take(school, id, &mut record, outcome, sent);
    }
}

/// As [`into_record`], for a line of a run: most families have neither an open record nor a draft, and there is
/// nothing to be written for them.
pub(super) fn line_into_record(
    work: &Work,
    school: &School,
    id: &CustomerId,
    outcome: &Outcome,
    sent: &Sent<'_>,
) {
    let is_open = work.with_record(school, id, |_| ()).is_ok();
    if is_open || school.book.may_have_draft(id).unwrap_or(true) {
        into_record(work, school, id, outcome, sent);
    } else if let Some(customer) = shown(outcome) {
        school.roster.put(customer);
    }
}

/// The record as it was read last.
fn shown(outcome: &Outcome) -> Option<&Customer> {
    match outcome {
        Outcome::Applied { customer, .. }
        | Outcome::NotApplied { customer, .. }
        | Outcome::Different { customer, .. } => customer.as_ref(),
        Outcome::Conflict { theirs } => Some(theirs),
        Outcome::Refused { .. } | Outcome::Unknown { .. } => None,
    }
}

fn take(school: &School, id: &CustomerId, record: &mut Record, outcome: &Outcome, sent: &Sent<'_>) {
    match outcome {
        Outcome::Applied {
            customer: Some(customer),
            ..
        } => {
            let password = password_sent(&record.draft, sent);
            // A draft's changes are relative to the record it is based on now, which may have moved on
            // since this was sent.
            let base = record.base.take();
            let left = left_of(
                &record.draft,
                sent.changes,
                base.as_ref(),
                Some(customer),
                password,
            );
            let mut steps = std::mem::take(&mut record.steps);
            steps.push(Step::Sent {
                changes: sent.changes.to_vec(),
                base,
                now: customer.clone(),
                password,
            });
            *record = Record {
                base: school.connection.can_read.then(|| customer.clone()),
                draft: left,
                steps,
                ..Record::default()
            };
            record.save(school, id);
        }
        Outcome::NotApplied {
            customer: Some(customer),
            ..
        }
        | Outcome::Different {
            customer: Some(customer),
            ..
        } if record.base.is_some() => {
            record.meet(Some(customer.clone()));
            record.save(school, id);
        }
        Outcome::Conflict { theirs } => {
            record.theirs = record.base.is_some().then(|| theirs.clone());
            record.steps.push(Step::Noted);
        }
        // Nothing is known of the record that was not known before.
        _ => {}
    }
}

fn password_sent(draft: &Draft, sent: &Sent<'_>) -> PasswordSent {
    let password = |draft: &Draft| draft.entries.get(&Field::Password).cloned();
    match sent.draft {
        Some(sent) if password(sent) == password(draft) => PasswordSent::This,
        _ => PasswordSent::NotThis,
    }
}

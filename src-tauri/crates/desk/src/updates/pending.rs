//! The updates that somebody has to know of.

use jiff::Timestamp;
use journal::{Details, OtherKey, State, StoredUpdate};
use quentli::CustomerId;
use record::title;

use super::is_unresolved;
use crate::{Error, School, work::Work};

/// An update whose outcome is not known, or was not looked at: of its family the one that comes first.
#[derive(Clone, Debug)]
pub struct Pending {
    pub customer: CustomerId,
    pub name: Option<String>,
    pub started_at: Timestamp,
    pub state: PendingState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PendingState {
    /// On its way right now.
    Sending,
    Unknown,
    /// Unknown, and its details are under another key.
    OtherKey(OtherKey),
    /// Unknown, and its details are damaged.
    Damaged,
    Applied,
    NotApplied,
    Different,
    Refused,
}

/// Updates on their way, and those whose outcome is not known or was not looked at: of each family the
/// one that comes first, oldest first.
pub(crate) fn pending(work: &Work, school: &School) -> Result<Vec<Pending>, Error> {
    let listed = newest(school.book.open_updates()?.into_iter());
    let mut lines: Vec<_> = listed
        .iter()
        .map(|update| line(work, school, update))
        .collect();
    for ((connection, id), underway) in &*work.updates.sending() {
        let is_new = lines.iter().all(|line| line.customer != *id);
        if is_new && connection == school.connection.id.as_str() {
            lines.push(Pending {
                customer: id.clone(),
                name: underway.name.clone(),
                started_at: underway.started_at,
                state: PendingState::Sending,
            });
        }
    }
    Ok(lines)
}

/// Of each family the newest update, but what nobody knows is not hidden by a later outcome.
pub(super) fn newest(open: impl Iterator<Item = StoredUpdate>) -> Vec<StoredUpdate> {
    let mut newest: Vec<StoredUpdate> = Vec::new();
    for update in open {
        let before = newest
            .iter()
            .position(|one| one.customer == update.customer);
        match before {
            Some(at) if is_unresolved(&newest[at]) && !is_unresolved(&update) => {}
            Some(at) => newest[at] = update,
            None => newest.push(update),
        }
    }
    newest
}

fn line(work: &Work, school: &School, update: &StoredUpdate) -> Pending {
    let base = match &update.details {
        Details::Readable { intent, .. } => intent.base.as_ref(),
        Details::OtherKey(_) | Details::Damaged => None,
    };
    let state = match (update.state, &update.details) {
        _ if work.updates.is_sending(school, &update.customer) => PendingState::Sending,
        (State::Applied, _) => PendingState::Applied,
        (State::Refused, _) => PendingState::Refused,
        (State::NotApplied, _) => PendingState::NotApplied,
        (State::Different, _) => PendingState::Different,
        (State::Intent | State::Unknown, Details::OtherKey(key)) => PendingState::OtherKey(*key),
        (State::Intent | State::Unknown, Details::Damaged) => PendingState::Damaged,
        (State::Intent | State::Unknown, Details::Readable { .. }) => PendingState::Unknown,
    };
    Pending {
        customer: update.customer.clone(),
        name: base.map(title),
        started_at: update.started_at,
        state,
    }
}

//! The updates that somebody has to know of.

use std::collections::HashMap;

use jiff::Timestamp;
use journal::{Details, OpenUpdate, OtherKey, State};
use quentli::CustomerId;

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

impl PendingState {
    /// Whether nobody knows yet what became of it, though it was sent.
    pub fn is_unknown(self) -> bool {
        matches!(self, Self::Unknown | Self::OtherKey(_) | Self::Damaged)
    }
}

/// What a list needs of an update's sealed details.
#[derive(Clone, Debug)]
pub(super) enum Known {
    Name(Option<String>),
    Damaged,
}

/// Updates on their way, and those whose outcome is not known or was not looked at: of each family the
/// one that comes first, oldest first.
pub(crate) fn pending(work: &Work, school: &School) -> Result<Vec<Pending>, Error> {
    let open = school.book.list_open()?.into_iter();
    // A run shows its own.
    let listed = newest(open.filter(|update| update.run.is_none()));
    let lines: Result<Vec<Pending>, Error> = listed
        .iter()
        .map(|update| line(work, school, update))
        .collect();
    let mut lines = lines?;
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
pub(super) fn newest(open: impl Iterator<Item = OpenUpdate>) -> Vec<OpenUpdate> {
    let mut newest: Vec<OpenUpdate> = Vec::new();
    let mut places: HashMap<CustomerId, usize> = HashMap::new();
    for update in open {
        match places.get(&update.customer) {
            Some(&at) if is_unresolved(&newest[at]) && !is_unresolved(&update) => {}
            Some(&at) => newest[at] = update,
            None => {
                places.insert(update.customer.clone(), newest.len());
                newest.push(update);
            }
        }
    }
    newest
}

fn line(work: &Work, school: &School, update: &OpenUpdate) -> Result<Pending, Error> {
    let known = match update.other_key {
        Some(_) => Known::Name(None),
        None => known(work, school, update)?,
    };
    let state = match (update.state, &known) {
        _ if work.updates.is_sending(school, &update.customer) => PendingState::Sending,
        (State::Applied, _) => PendingState::Applied,
        (State::Refused, _) => PendingState::Refused,
        (State::NotApplied, _) => PendingState::NotApplied,
        (State::Different, _) => PendingState::Different,
        (State::Intent | State::Unknown, Known::Damaged) => PendingState::Damaged,
        (State::Intent | State::Unknown, Known::Name(_)) => match update.other_key {
            Some(key) => PendingState::OtherKey(key),
            None => PendingState::Unknown,
        },
    };
    Ok(Pending {
        customer: update.customer.clone(),
        name: match known {
            Known::Name(name) => name,
            Known::Damaged => None,
        },
        started_at: update.started_at,
        state,
    })
}

fn known(work: &Work, school: &School, update: &OpenUpdate) -> Result<Known, Error> {
    if let Some(known) = work.updates.known().get(&update.id) {
        return Ok(known.clone());
    }
    let stored = school.book.update(update.id)?;
    let known = match stored.map(|stored| stored.details) {
        Some(Details::Readable { intent, .. }) => Known::Name(intent.seen.map(|seen| seen.name)),
        Some(Details::Damaged) => Known::Damaged,
        // Seen, or under another key, since it was listed.
        Some(Details::OtherKey(_)) | None => return Ok(Known::Name(None)),
    };
    work.updates.known().insert(update.id, known.clone());
    Ok(known)
}

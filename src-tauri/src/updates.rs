//! Updates from Send to the moment a person has seen what came of them.

mod absorb;
mod present;
mod settling;
#[cfg(test)]
pub mod tests;

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use desk::{Change, Draft, IntentId, LastByte, Outcome, State, Timing};
use journal::{Details, StoredUpdate};
use quentli::{Customer, CustomerId};
use tokio::sync::Notify;

use crate::{
    clock::Clock,
    error::{CommandError, ErrorCode},
    records::Prepared,
    session::Desk,
    wire::{self, PendingState, Updated, iso, title},
    work::Work,
};

pub use settling::keep_settling;

/// What only this process knows of updates.
#[derive(Debug, Default)]
pub struct Updates {
    /// On their way right now, by connection and family.
    sending: Mutex<HashSet<(String, CustomerId)>>,
    /// When the last byte left and when the record was looked at last, by this process's own time.
    seen: Mutex<HashMap<IntentId, Seen>>,
    /// Something may have to be read back sooner than was planned.
    changed: Notify,
}

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    last_byte: Option<Duration>,
    /// How long after the last byte the record was looked at.
    looked: Option<Duration>,
}

/// What was sent: enough to tell what of a draft is done.
struct Sent<'a> {
    changes: &'a [Change],
    base: Option<&'a Customer>,
    /// As it was when it was sent, where this process sent it.
    draft: Option<&'a Draft>,
}

impl Updates {
    pub fn wake(&self) {
        self.changed.notify_one();
    }

    fn sending(&self) -> MutexGuard<'_, HashSet<(String, CustomerId)>> {
        self.sending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_sending(&self, desk: &Desk, id: &CustomerId) -> bool {
        self.sending().contains(&desk.key(id))
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<IntentId, Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When the last byte of a stored update can have left.
    fn last_byte(&self, update: &StoredUpdate, longest_attempt: Duration) -> LastByte {
        let mut seen = self.seen();
        let here = seen.entry(update.id).or_default();
        let left_by = LastByte {
            at: update.left_by,
            uptime: here.last_byte,
        };
        let ahead = desk::clock(&Clock).duration_until(update.left_by);
        let clock_was_set_back = Duration::try_from(ahead).is_ok_and(|by| by > longest_attempt);
        if left_by.uptime.is_none() && clock_was_set_back {
            here.last_byte = Some(quentli::Pace::uptime(&Clock));
        }
        LastByte {
            uptime: here.last_byte,
            ..left_by
        }
    }

    /// Notes that the record was just looked at.
    fn looked(&self, id: IntentId, last_byte: LastByte) {
        let seen = Seen {
            last_byte: last_byte.uptime,
            looked: Some(last_byte.elapsed(&Clock)),
        };
        self.seen().insert(id, seen);
        self.wake();
    }
}

/// Takes a family off the list of those being sent, however sending ends.
struct Sending<'a>(&'a Updates, (String, CustomerId));

impl<'a> Sending<'a> {
    fn begin(updates: &'a Updates, key: (String, CustomerId)) -> Self {
        updates.sending().insert(key.clone());
        Self(updates, key)
    }
}

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        self.0.sending().remove(&self.1);
    }
}

/// Sends what was reviewed.
pub async fn send(
    work: &Work,
    desk: &Desk,
    id: &CustomerId,
    otp: Option<String>,
) -> Result<Updated, CommandError> {
    let _turn = work.turn(desk, id).await;
    // It may have taken its time to come round.
    work.still(desk)?;
    let Prepared {
        base,
        changes,
        draft,
    } = work.with_record(desk, id, |record| record.prepare())??;
    let code_sent = otp.is_some();
    let request = desk::Request {
        id,
        base: base.as_ref(),
        changes: &changes,
        patch: desk::patch(&changes),
        otp,
        organization: desk.connection.organization_id.as_deref(),
        // It may be typed into meanwhile, in a page that was loaded anew.
        draft_done: &|| {
            let now = work.with_record(desk, id, |record| record.draft == draft);
            now.unwrap_or(true)
        },
    };
    let timing = Timing {
        pace: &Clock,
        longest_attempt: desk.client.longest_attempt(),
    };
    let sending = Sending::begin(&work.updates, desk.key(id));
    let outcome = desk::update(&desk.client, &desk.book, timing, request).await;
    drop(sending);
    let outcome = outcome?;
    if let Outcome::Unknown { id, last_byte, .. } = &outcome {
        work.updates.looked(*id, *last_byte);
    }
    let sent = Sent {
        changes: &changes,
        base: base.as_ref(),
        draft: Some(&draft),
    };
    absorb::into_record(work, desk, id, &outcome, &sent);
    let known = base.as_ref().map(title);
    present::outcome(work, desk, id, known, outcome, code_sent).await
}

/// What came of the last update of a family, reading the record back where that is not known. Waits
/// for one that is on its way.
pub async fn outcome(work: &Work, desk: &Desk, id: &CustomerId) -> Result<Updated, CommandError> {
    let _turn = work.turn(desk, id).await;
    if let Some(updated) = look(work, desk, id).await? {
        return Ok(updated);
    }
    let stored = desk.book.latest(id)?;
    stored
        .and_then(|stored| present::stored(&stored))
        .ok_or_else(|| CommandError::new(ErrorCode::NothingPending))
}

/// Reads back every unresolved update of a family, with its turn taken; `None` where there is none.
async fn look(work: &Work, desk: &Desk, id: &CustomerId) -> Result<Option<Updated>, CommandError> {
    let mut last = None;
    for update in unresolved(desk)? {
        if update.customer != *id {
            continue;
        }
        let Details::Readable { intent, .. } = &update.details else {
            last = Some(present::unreadable(&update));
            continue;
        };
        let last_byte = work
            .updates
            .last_byte(&update, desk.client.longest_attempt());
        let pending = (update.id, intent, last_byte);
        let outcome = desk::resolve(&desk.client, &desk.book, &Clock, pending).await;
        // However it ended: an outcome that the journal could not take is not asked for without end.
        work.updates.looked(update.id, last_byte);
        let sent = Sent {
            changes: &intent.changes,
            base: intent.base.as_ref(),
            draft: None,
        };
        absorb::into_record(work, desk, id, &outcome, &sent);
        let known = intent.base.as_ref().map(title);
        last = Some(present::outcome(work, desk, id, known, outcome, false).await?);
    }
    Ok(last)
}

fn unresolved(desk: &Desk) -> Result<Vec<StoredUpdate>, CommandError> {
    let open = desk.book.open_updates()?.into_iter();
    Ok(open.filter(is_unresolved).collect())
}

fn is_unresolved(update: &StoredUpdate) -> bool {
    matches!(update.state, State::Intent | State::Unknown)
}

/// Updates whose outcome is not known or was not looked at, the newest of each family, oldest first.
pub fn pending(work: &Work, desk: &Desk) -> Result<Vec<wire::Pending>, CommandError> {
    let mut newest: Vec<StoredUpdate> = Vec::new();
    for update in desk.book.open_updates()? {
        let before = newest
            .iter()
            .position(|one| one.customer == update.customer);
        match before {
            // What nobody knows is not hidden by a later outcome.
            Some(at) if is_unresolved(&newest[at]) && !is_unresolved(&update) => {}
            Some(at) => newest[at] = update,
            None => newest.push(update),
        }
    }
    Ok(newest
        .iter()
        .map(|update| line(work, desk, update))
        .collect())
}

fn line(work: &Work, desk: &Desk, update: &StoredUpdate) -> wire::Pending {
    let base = match &update.details {
        Details::Readable { intent, .. } => intent.base.as_ref(),
        Details::OtherKey(_) | Details::Damaged => None,
    };
    let state = match (update.state, &update.details) {
        _ if work.updates.is_sending(desk, &update.customer) => PendingState::Sending,
        (State::Applied, _) => PendingState::Applied,
        (State::Refused, _) => PendingState::Refused,
        (State::NotApplied, _) => PendingState::NotApplied,
        (State::Different, _) => PendingState::Different,
        (State::Intent | State::Unknown, Details::OtherKey(key)) => (*key).into(),
        (State::Intent | State::Unknown, Details::Damaged) => PendingState::Damaged,
        (State::Intent | State::Unknown, Details::Readable { .. }) => PendingState::Unknown,
    };
    wire::Pending {
        customer_id: update.customer.to_string(),
        name: base.map(title),
        started_at: iso(update.started_at),
        state,
    }
}

/// The person has seen what came of a family's updates.
pub fn acknowledge(desk: &Desk, id: &CustomerId) -> Result<(), CommandError> {
    Ok(desk.book.note(id)?)
}

/// The person takes a family's updates off the list without knowing what came of them.
pub async fn give_up(work: &Work, desk: &Desk, id: &CustomerId) -> Result<(), CommandError> {
    let _turn = work.turn(desk, id).await;
    for update in unresolved(desk)? {
        if update.customer == *id {
            desk.book.give_up(update.id)?;
        }
    }
    work.updates.wake();
    Ok(())
}

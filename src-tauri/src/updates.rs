//! Updates from Send to the moment a person has seen what came of them.

mod absorb;
mod present;
mod settling;
#[cfg(test)]
pub mod tests;

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use desk::{LastByte, Outcome, Timing};
use jiff::Timestamp;
use journal::{Details, IntentId, State, StoredUpdate};
use quentli::{Client, Customer, CustomerId, Pace};
use record::{Change, Draft};
use tokio::sync::Notify;

use crate::{
    clock::Clock,
    drafts,
    error::{CommandError, ErrorCode},
    records::Prepared,
    services,
    session::Desk,
    wire::{self, AppEvent, PendingState, UpdateReport, Updated, iso, title},
    work::Work,
};

pub use settling::keep_settling;

/// What only this process knows of updates.
#[derive(Debug, Default)]
pub struct Updates {
    /// On their way right now, by connection and family.
    sending: Mutex<HashMap<(String, CustomerId), Underway>>,
    /// When updates left and when the record was looked at last, by this process's own time.
    seen: Mutex<HashMap<IntentId, Seen>>,
    /// Something may have to be read back sooner than was planned.
    changed: Notify,
}

/// An update on its way: before its intent is written no row knows of it.
#[derive(Clone, Debug)]
struct Underway {
    name: Option<String>,
    started_at: Timestamp,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    /// When the last byte left, of an update that this process sent.
    last_byte: Option<Duration>,
    /// When this process first heard of it.
    first: Duration,
    /// How long after the last byte the record was looked at.
    looked: Option<Duration>,
}

impl Seen {
    fn now() -> Self {
        Self {
            last_byte: None,
            first: Clock.uptime(),
            looked: None,
        }
    }
}

/// Further apart than this, this computer's clock and the server's are not believed to agree.
const CLOCKS_AGREE: Duration = Duration::from_secs(30);

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

    fn sending(&self) -> MutexGuard<'_, HashMap<(String, CustomerId), Underway>> {
        self.sending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_sending(&self, desk: &Desk, id: &CustomerId) -> bool {
        self.sending().contains_key(&desk.key(id))
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<IntentId, Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When the last byte of a stored update can have left. Of one that an earlier process sent, the
    /// computer's clock knows only where the server's agrees with it; else, and where that process ended
    /// before it knew itself, the time counts from when this one heard of it.
    fn last_byte(&self, update: &StoredUpdate, client: &Client) -> LastByte {
        let mut seen = self.seen();
        let here = seen.entry(update.id).or_insert_with(Seen::now);
        let ahead = desk::clock(&Clock).duration_until(update.left_by);
        let was_set_back = Duration::try_from(ahead).is_ok_and(|by| by > client.longest_attempt());
        let agrees = client
            .clock_error()
            .is_some_and(|apart| apart < CLOCKS_AGREE);
        let is_known = update.state != State::Intent && agrees && !was_set_back;
        LastByte {
            at: update.left_by,
            uptime: match here.last_byte {
                None if is_known => None,
                last_byte => Some(last_byte.unwrap_or(here.first)),
            },
        }
    }

    /// Notes that the record of an update was looked at, `after` its last byte left.
    fn looked(&self, id: IntentId, after: Duration) {
        let mut seen = self.seen();
        seen.entry(id).or_insert_with(Seen::now).looked = Some(after);
        drop(seen);
        self.wake();
    }
}

/// Takes a family off the list of those being sent, however sending ends, and shows the page both.
struct Sending<'a> {
    work: &'a Work,
    desk: &'a Desk,
    key: (String, CustomerId),
}

impl<'a> Sending<'a> {
    fn begin(work: &'a Work, desk: &'a Desk, id: &CustomerId, base: Option<&Customer>) -> Self {
        let underway = Underway {
            name: base.map(title),
            started_at: services::now(),
        };
        let key = desk.key(id);
        work.updates.sending().insert(key.clone(), underway);
        announce(work, desk);
        Self { work, desk, key }
    }
}

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        self.work.updates.sending().remove(&self.key);
        announce(self.work, self.desk);
    }
}

/// Shows the page of a connection how its updates stand.
fn announce(work: &Work, desk: &Desk) {
    if let (Ok(pending), Ok(())) = (pending(work, desk), work.still(desk)) {
        work.tell(AppEvent::Pending {
            generation: desk.generation,
            pending,
        });
    }
}

/// Sends what was reviewed.
pub async fn send(
    work: &Work,
    desk: &Desk,
    id: &CustomerId,
    otp: Option<String>,
) -> Result<UpdateReport, CommandError> {
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
        patch: record::patch(&changes),
        otp,
        organization: desk.connection.organization_id.as_deref(),
        // It may be typed into meanwhile, in a page that was loaded anew, or be in the journal alone.
        draft_done: &|| {
            let now = work.with_record(desk, id, |record| record.draft == draft);
            now.unwrap_or(false)
        },
    };
    let timing = Timing {
        pace: &Clock,
        longest_attempt: desk.client.longest_attempt(),
    };
    let sending = Sending::begin(work, desk, id, base.as_ref());
    let outcome = desk::update(&desk.client, &desk.book, timing, request).await?;
    if let Outcome::Unknown { id, last_byte, .. } = &outcome {
        let seen = Seen {
            last_byte: last_byte.uptime,
            ..Seen::now()
        };
        work.updates.seen().insert(*id, seen);
        work.updates.looked(*id, last_byte.elapsed(&Clock));
    }
    let sent = Sent {
        changes: &changes,
        base: base.as_ref(),
        draft: Some(&draft),
    };
    absorb::into_record(work, desk, id, &outcome, &sent);
    drop(sending);
    let known = base.as_ref().map(title);
    let update = desk.book.latest(id).ok().flatten().map(|update| update.id);
    let updated = present::outcome(work, desk, id, known, outcome, code_sent).await?;
    let draft_kept = drafts::is_kept(work, desk, id);
    Ok(UpdateReport::new(update, draft_kept, updated))
}

/// What came of a family's updates: the one that Find lists, else the last. The record is read back
/// where that is not known. Waits for an update that is on its way.
pub async fn outcome(
    work: &Work,
    desk: &Desk,
    id: &CustomerId,
) -> Result<UpdateReport, CommandError> {
    let _turn = work.turn(desk, id).await;
    let mut fresh = look(work, desk, id).await?;
    let open = desk.book.open_updates()?.into_iter();
    let listed = newest(open.filter(|update| update.customer == *id)).pop();
    let shown = match listed {
        Some(update) => Some(update),
        None => desk.book.latest(id)?,
    };
    let shown = shown.ok_or_else(|| CommandError::new(ErrorCode::NothingPending))?;
    let updated = fresh.remove(&shown.id);
    let draft_kept = drafts::is_kept(work, desk, id);
    updated
        .or_else(|| present::stored(&shown))
        .map(|updated| UpdateReport::new(Some(shown.id), draft_kept, updated))
        .ok_or_else(|| CommandError::new(ErrorCode::NothingPending))
}

/// Reads back every unresolved update of a family, with its turn taken.
async fn look(
    work: &Work,
    desk: &Desk,
    id: &CustomerId,
) -> Result<HashMap<IntentId, Updated>, CommandError> {
    let mut looked = HashMap::new();
    for update in unresolved(desk)? {
        if update.customer != *id {
            continue;
        }
        let Details::Readable { intent, .. } = &update.details else {
            looked.insert(update.id, present::unreadable(&update));
            continue;
        };
        let last_byte = work.updates.last_byte(&update, &desk.client);
        let after = last_byte.elapsed(&Clock);
        let pending = (update.id, intent, last_byte);
        let outcome = desk::resolve(&desk.client, &desk.book, &Clock, pending).await;
        // However it ended: an outcome that the journal could not take is not asked for without end.
        work.updates.looked(update.id, after);
        let sent = Sent {
            changes: &intent.changes,
            base: intent.base.as_ref(),
            draft: None,
        };
        absorb::into_record(work, desk, id, &outcome, &sent);
        let known = intent.base.as_ref().map(title);
        let updated = present::outcome(work, desk, id, known, outcome, false).await?;
        looked.insert(update.id, updated);
    }
    Ok(looked)
}

fn unresolved(desk: &Desk) -> Result<Vec<StoredUpdate>, CommandError> {
    let open = desk.book.open_updates()?.into_iter();
    Ok(open.filter(is_unresolved).collect())
}

fn is_unresolved(update: &StoredUpdate) -> bool {
    matches!(update.state, State::Intent | State::Unknown)
}

/// Updates on their way, and those whose outcome is not known or was not looked at: of each family the
/// one that comes first, oldest first.
pub fn pending(work: &Work, desk: &Desk) -> Result<Vec<wire::Pending>, CommandError> {
    let listed = newest(desk.book.open_updates()?.into_iter());
    let mut lines: Vec<_> = listed
        .iter()
        .map(|update| line(work, desk, update))
        .collect();
    for ((connection, id), underway) in &*work.updates.sending() {
        let is_new = lines.iter().all(|line| line.customer_id != id.as_str());
        if is_new && connection == desk.connection.id.as_str() {
            lines.push(wire::Pending {
                customer_id: id.to_string(),
                name: underway.name.clone(),
                started_at: iso(underway.started_at),
                state: PendingState::Sending,
            });
        }
    }
    Ok(lines)
}

/// Of each family the newest update, but what nobody knows is not hidden by a later outcome.
fn newest(open: impl Iterator<Item = StoredUpdate>) -> Vec<StoredUpdate> {
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

/// The person has seen what came of an update.
pub fn acknowledge(desk: &Desk, update: IntentId) -> Result<(), CommandError> {
    Ok(desk.book.note(update)?)
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

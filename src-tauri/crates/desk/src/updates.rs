//! Updates from Send to the moment a person has seen what came of them.

mod absorb;
mod pending;
mod reading_back;
mod report;
#[cfg(test)]
pub(crate) mod tests;
mod undo;

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use journal::{Details, IntentId, OpenUpdate, State, StoredUpdate};
use quentli::{Customer, CustomerId, Pace};
use record::{Change, Draft, title};
use tokio::sync::Notify;

use crate::{
    Error, LastByte, Outcome, Request, School, Timing, drafts,
    records::Prepared,
    resolve,
    school::FamilyKey,
    update,
    work::{Announcement, Work},
};

pub(crate) use pending::pending;
use pending::{Known, newest};
pub use pending::{Pending, PendingState};
pub(crate) use reading_back::keep_reading_back;
pub use report::{FieldRefusal, Report};
pub(crate) use undo::undo;
pub use undo::{Undo, Undoable};

/// What only this process knows of updates.
#[derive(Debug, Default)]
pub(crate) struct Updates {
    /// On their way right now, by connection and family.
    sending: Mutex<HashMap<FamilyKey, Underway>>,
    /// When updates left and when the record was looked at last, by this process's own time.
    seen: Mutex<HashMap<IntentId, Seen>>,
    /// What the sealed details of listed updates say, each opened once; a row's never change.
    known: Mutex<HashMap<IntentId, Known>>,
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
    fn first(pace: &dyn Pace) -> Self {
        Self {
            last_byte: None,
            first: pace.uptime(),
            looked: None,
        }
    }
}

/// Further apart than this, this computer's clock and the server's are not believed to agree.
const CLOCKS_AGREE: Duration = Duration::from_secs(30);

/// What was sent: enough to decide what of a draft is done.
struct Sent<'a> {
    changes: &'a [Change],
    /// As it was when it was sent, where this process sent it.
    draft: Option<&'a Draft>,
}

impl Updates {
    pub(crate) fn wake(&self) {
        self.changed.notify_one();
    }

    fn sending(&self) -> MutexGuard<'_, HashMap<FamilyKey, Underway>> {
        self.sending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_sending(&self, school: &School, id: &CustomerId) -> bool {
        self.sending().contains_key(&school.key(id))
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<IntentId, Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Families' names last in memory no longer than their connection is in use.
    pub(crate) fn forget_names(&self) {
        self.known().clear();
    }

    fn known(&self) -> MutexGuard<'_, HashMap<IntentId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When the last byte of a stored update can have left. Of one that an earlier process sent, the
    /// computer's clock knows only where the server's agrees with it; else, and where that process ended
    /// before it knew itself, the time counts from when this one heard of it.
    fn last_byte(&self, update: &StoredUpdate, school: &School) -> LastByte {
        let client = &school.client;
        let mut seen = self.seen();
        let first = || Seen::first(&*school.pace);
        let here = seen.entry(update.id).or_insert_with(first);
        let ahead = school.now().duration_until(update.left_by);
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

    /// How long after the last byte of an update its record was looked at, if it was.
    pub(crate) fn looked_after(&self, id: IntentId) -> Option<Duration> {
        self.seen().get(&id).and_then(|seen| seen.looked)
    }

    /// Notes that the record of an update was looked at, `after` its last byte left.
    fn looked(&self, school: &School, id: IntentId, after: Duration) {
        let mut seen = self.seen();
        let first = || Seen::first(&*school.pace);
        seen.entry(id).or_insert_with(first).looked = Some(after);
        drop(seen);
        self.wake();
    }
}

/// Takes a family off the list of those being sent, however sending ends, and shows the page both.
struct Sending<'a> {
    work: &'a Work,
    school: &'a School,
    key: FamilyKey,
}

impl<'a> Sending<'a> {
    fn begin(work: &'a Work, school: &'a School, id: &CustomerId, base: Option<&Customer>) -> Self {
        let underway = Underway {
            name: base.map(title),
            started_at: school.now(),
        };
        let key = school.key(id);
        work.updates.sending().insert(key.clone(), underway);
        announce(work, school);
        Self { work, school, key }
    }
}

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        self.work.updates.sending().remove(&self.key);
        // Whoever reads back leaves out what is being sent, and may have looked before it was over.
        self.work.updates.wake();
        announce(self.work, self.school);
    }
}

/// Shows the page of a connection how its updates stand.
fn announce(work: &Work, school: &School) {
    if let (Ok(pending), Ok(())) = (pending(work, school), work.still(school)) {
        work.announce(school.generation, Announcement::Pending(pending));
    }
}

/// Sends what was reviewed.
pub(crate) async fn send(
    work: &Work,
    school: &School,
    id: &CustomerId,
    otp: Option<String>,
) -> Result<Report, Error> {
    let _turn = work.turn(school, id).await;
    // It may have taken its time to come round.
    work.still(school)?;
    let Prepared {
        base,
        changes,
        draft,
    } = work.with_record(school, id, |record| record.prepare())??;
    let code_sent = otp.is_some();
    let request = Request {
        id,
        base: base.as_ref(),
        changes: &changes,
        patch: record::patch(&changes),
        otp,
        organization: school.organization(),
        // It may be typed into meanwhile, in a page that was loaded anew, or be in the journal alone.
        draft_done: &|| {
            let now = work.with_record(school, id, |record| record.draft == draft);
            now.unwrap_or(false)
        },
    };
    let timing = Timing {
        pace: &*school.pace,
        longest_attempt: school.client.longest_attempt(),
    };
    let sending = Sending::begin(work, school, id, base.as_ref());
    let outcome = update(&school.client, &school.book, timing, request).await?;
    note_unknown(work, school, &outcome);
    let sent = Sent {
        changes: &changes,
        draft: Some(&draft),
    };
    absorb::into_record(work, school, id, &outcome, &sent);
    drop(sending);
    let known = base.as_ref().map(title);
    let update = school
        .book
        .latest(id)
        .ok()
        .flatten()
        .map(|update| update.id);
    let report = report::fresh(work, school, id, known, outcome, code_sent).await?;
    Ok(Report {
        update,
        draft_kept: drafts::is_kept(work, school, id),
        ..report
    })
}

fn note_unknown(work: &Work, school: &School, outcome: &Outcome) {
    if let Outcome::Unknown { id, last_byte, .. } = outcome {
        let seen = Seen {
            last_byte: last_byte.uptime,
            ..Seen::first(&*school.pace)
        };
        work.updates.seen().insert(*id, seen);
        let after = last_byte.elapsed(&*school.pace);
        work.updates.looked(school, *id, after);
    }
}

/// What came of a family's updates: the one that Find lists, else the last. The record is read back
/// where that is not known. Waits for an update that is on its way.
pub(crate) async fn outcome(
    work: &Work,
    school: &School,
    id: &CustomerId,
) -> Result<Report, Error> {
    let _turn = work.turn(school, id).await;
    let mut fresh = look(work, school, id).await?;
    let open = list_open(work, school)?.into_iter();
    let listed = newest(open.filter(|update| update.customer == *id)).pop();
    let shown = match listed {
        Some(update) => school.book.update(update.id)?,
        None => school.book.latest(id)?,
    };
    let shown = shown.ok_or(Error::NothingPending)?;
    let read = fresh.remove(&shown.id);
    let recorded = read.is_none();
    let report = read.or_else(|| report::stored(&shown));
    Ok(Report {
        update: Some(shown.id),
        recorded,
        draft_kept: drafts::is_kept(work, school, id),
        ..report.ok_or(Error::NothingPending)?
    })
}

/// What is known of a line of a run that was just sent.
pub(crate) fn line_sent(
    work: &Work,
    school: &School,
    id: &CustomerId,
    changes: &[Change],
    outcome: &Outcome,
) {
    note_unknown(work, school, outcome);
    let sent = Sent {
        changes,
        draft: None,
    };
    absorb::line_into_record(work, school, id, outcome, &sent);
}

/// Reads back every unresolved update of a family, with its turn taken.
async fn look(
    work: &Work,
    school: &School,
    id: &CustomerId,
) -> Result<HashMap<IntentId, Report>, Error> {
    let mut looked = HashMap::new();
    for update in unresolved(work, school, Some(id))? {
        let Details::Readable { intent, .. } = &update.details else {
            looked.insert(update.id, report::unreadable(&update));
            continue;
        };
        let last_byte = work.updates.last_byte(&update, school);
        let after = last_byte.elapsed(&*school.pace);
        let pending = (update.id, intent, last_byte);
        let outcome = resolve(&school.client, &school.book, &*school.pace, pending).await;
        // However it ended: an outcome that the journal could not take is not asked for without end.
        work.updates.looked(school, update.id, after);
        work.runs.wake();
        let sent = Sent {
            changes: &intent.changes,
            draft: None,
        };
        absorb::into_record(work, school, id, &outcome, &sent);
        let known = intent.seen.as_ref().map(|seen| seen.name.clone());
        let report = report::fresh(work, school, id, known, outcome, false).await?;
        looked.insert(update.id, report);
    }
    Ok(looked)
}

/// Those of one family, or all.
fn unresolved(
    work: &Work,
    school: &School,
    of: Option<&CustomerId>,
) -> Result<Vec<StoredUpdate>, Error> {
    let mut unresolved = Vec::new();
    for update in list_open(work, school)? {
        if is_unresolved(&update) && of.is_none_or(|id| update.customer == *id) {
            unresolved.extend(school.book.update(update.id)?);
        }
    }
    Ok(unresolved)
}

/// Updates that are not settled, or not seen yet. A line that its run is still working on is nobody else's.
fn list_open(work: &Work, school: &School) -> Result<Vec<OpenUpdate>, Error> {
    let mut open = school.book.list_open()?;
    work.runs.leave_out(&mut open);
    Ok(open)
}

fn is_unresolved(update: &OpenUpdate) -> bool {
    matches!(update.state, State::Intent | State::Unknown)
}

/// The person has seen what came of an update.
pub(crate) fn acknowledge(school: &School, update: IntentId) -> Result<(), Error> {
    Ok(school.book.note(update)?)
}

/// The person takes a family's updates off the list without knowing what came of them.
pub(crate) async fn give_up(work: &Work, school: &School, id: &CustomerId) -> Result<(), Error> {
    let _turn = work.turn(school, id).await;
    for update in list_open(work, school)? {
        if is_unresolved(&update) && update.customer == *id {
            school.book.give_up(update.id)?;
        }
    }
    work.updates.wake();
    Ok(())
}

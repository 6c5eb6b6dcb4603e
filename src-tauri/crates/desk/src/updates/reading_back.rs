//! Reads unknown updates back by itself while the person goes on working: at growing distances from
//! the moment their last byte left, which a restart does not begin anew.

use std::time::Duration;

use journal::{Details, StoredUpdate};
use quentli::{CustomerId, Pace};

use super::{announce, look, unresolved};
use crate::{Error, School, next_read, work::Work};

/// Until the journal is asked again where it could not be read: a full disk may have room by then.
const JOURNAL_AGAIN: Duration = Duration::from_secs(20);

/// Never ends.
pub(crate) async fn keep_reading_back(work: &Work, pace: &dyn Pace) {
    loop {
        let school = work.in_use.school().ok();
        let (due, next) = match &school {
            Some(school) => plan(work, school).unwrap_or((Vec::new(), Some(JOURNAL_AGAIN))),
            None => (Vec::new(), None),
        };
        if let (Some(school), false) = (&school, due.is_empty()) {
            for id in due {
                let turn = work.turn(school, &id).await;
                // A record that cannot be read now is read later.
                let _ = look(work, school, &id).await;
                drop(turn);
            }
            announce(work, school);
            continue;
        }
        let changed = work.updates.changed.notified();
        match next {
            Some(pause) => tokio::select! {
                () = changed => {}
                () = pace.wait(pause) => {}
            },
            None => changed.await,
        }
    }
}

/// The families to look at now, and how long until the next one is due.
fn plan(work: &Work, school: &School) -> Result<(Vec<CustomerId>, Option<Duration>), Error> {
    let mut due = Vec::new();
    let mut next = None;
    for update in unresolved(work, school, None)? {
        // Its outcome is on its way, or nothing here could compare it.
        let readable = matches!(update.details, Details::Readable { .. });
        if !readable || work.updates.is_sending(school, &update.customer) {
            continue;
        }
        let pause = until_due(work, school, &update);
        if !pause.is_zero() {
            next = Some(next.map_or(pause, |next: Duration| next.min(pause)));
        } else if !due.contains(&update.customer) {
            due.push(update.customer);
        }
    }
    Ok((due, next))
}

fn until_due(work: &Work, school: &School, update: &StoredUpdate) -> Duration {
    let last_byte = work.updates.last_byte(update, school);
    let looked = work
        .updates
        .seen()
        .get(&update.id)
        .and_then(|seen| seen.looked);
    match looked {
        // Found at the start, or after a switch: new values would settle it at once.
        None => Duration::ZERO,
        Some(looked) => next_read(looked).saturating_sub(last_byte.elapsed(&*school.pace)),
    }
}

//! Reads unknown updates back by itself while the person goes on working: at growing distances from
//! the moment their last byte left, which a restart does not begin anew.

use std::time::Duration;

use desk::next_read;
use journal::{Details, StoredUpdate};
use quentli::{CustomerId, Pace};
use tauri::{AppHandle, Manager};

use super::{announce, look, unresolved};
use crate::{app::App, clock::Clock, session::Desk, work::Work};

/// Runs as long as the app.
pub async fn keep_settling(handle: AppHandle) {
    let app = handle.state::<App>();
    let work = &app.work;
    loop {
        let desk = work.in_use.desk().ok();
        let (due, next) = desk
            .as_ref()
            .map_or_else(Default::default, |desk| plan(work, desk));
        if let (Some(desk), false) = (&desk, due.is_empty()) {
            for id in due {
                let turn = work.turn(desk, &id).await;
                // A record that cannot be read now is read later.
                let _ = look(work, desk, &id).await;
                drop(turn);
            }
            announce(work, desk);
            continue;
        }
        let changed = work.updates.changed.notified();
        match next {
            Some(pause) => tokio::select! {
                () = changed => {}
                () = Clock.wait(pause) => {}
            },
            None => changed.await,
        }
    }
}

/// The families to look at now, and how long until the next one is due.
fn plan(work: &Work, desk: &Desk) -> (Vec<CustomerId>, Option<Duration>) {
    let mut due = Vec::new();
    let mut next = None;
    for update in unresolved(desk).unwrap_or_default() {
        // Its outcome is on its way, or nothing here could compare it.
        let readable = matches!(update.details, Details::Readable { .. });
        if !readable || work.updates.is_sending(desk, &update.customer) {
            continue;
        }
        let pause = until_due(work, desk, &update);
        if !pause.is_zero() {
            next = Some(next.map_or(pause, |next: Duration| next.min(pause)));
        } else if !due.contains(&update.customer) {
            due.push(update.customer);
        }
    }
    (due, next)
}

fn until_due(work: &Work, desk: &Desk, update: &StoredUpdate) -> Duration {
    let last_byte = work.updates.last_byte(update, &desk.client);
    let looked = work
        .updates
        .seen()
        .get(&update.id)
        .and_then(|seen| seen.looked);
    match looked {
        // Found at the start, or after a switch: new values would settle it at once.
        None => Duration::ZERO,
        Some(looked) => next_read(looked).saturating_sub(last_byte.elapsed(&Clock)),
    }
}

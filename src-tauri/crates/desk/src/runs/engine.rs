//! Drives runs, wave by wave, from what was on the way when the program ended to their end.

use std::{
    collections::HashSet,
    sync::{Arc, atomic::Ordering},
};

use futures_util::{StreamExt, stream::FuturesUnordered};
use journal::{IntentId, LineDetails, StoredRunState, Waiting};

use super::{Active, RunStop, Wish, announce, line::Desk, lock, paced::Paced};
use crate::{RESOLVE_AFTER, roster::RosterState, work::Work};

/// How often a line is sent: once, and twice more where reading back proved that it was not applied. How often the
/// program ended on it does not count.
const MOST_TIMES: u32 = 3;

/// Works on whatever runs are begun. Never ends.
pub(crate) async fn keep_running(work: &Work) {
    let mut driving = FuturesUnordered::new();
    loop {
        let begun = work.runs.begun.notified();
        let actives = lock(&work.runs.active).clone();
        for active in actives {
            if !active.driven.swap(true, Ordering::AcqRel) {
                driving.push(drive(work, active));
            }
        }
        tokio::select! {
            () = begun => {}
            Some(()) = driving.next() => {}
        }
    }
}

/// However driving ends, nobody waits for it any more.
struct Driven<'a>(&'a Work, &'a Active);

impl Drop for Driven<'_> {
    fn drop(&mut self) {
        self.1.driven.store(false, Ordering::Release);
        self.0.runs.wake();
    }
}

async fn drive(work: &Work, active: Arc<Active>) {
    let _driven = Driven(work, &active);
    let school = &active.school;
    let running = StoredRunState::Running;
    let begun = school
        .book
        .set_run_state(active.run, running, None, school.now());
    match begun {
        Ok(true) => {}
        Ok(false) => active.stop(Wish::Cancel),
        Err(_) => active.stop(Wish::Pause(Some(RunStop::JournalFull))),
    }
    loop {
        lock(&active.rate).begin(school.pace.uptime());
        let is_done = run(work, &active).await;
        if end(work, &active, is_done) {
            break;
        }
    }
    announce(work, school, active.run);
    // Unknown lines are everybody's now.
    work.updates.wake();
}

/// Notes how a run ended, unless it was taken up again meanwhile.
fn end(work: &Work, active: &Active, is_done: bool) -> bool {
    let (book, run, now) = (&active.school.book, active.run, active.school.now());
    let mut actives = lock(&work.runs.active);
    let wish = active.wish.borrow().clone();
    let written = match &wish {
        Wish::Go if !is_done => return false,
        Wish::Go => book.set_run_state(run, StoredRunState::Done, None, now),
        Wish::Cancel => book.cancel_run(run, now).map(|()| true),
        Wish::Pause(stop) => {
            let stored = stop.as_ref().map(RunStop::stored);
            let state = RunStop::state(stop.as_ref());
            book.set_run_state(run, state, stored.as_ref(), now)
        }
    };
    if written.is_err() {
        lock(&work.runs.untold).insert(run, RunStop::JournalFull);
    } else if matches!(wish, Wish::Go | Wish::Cancel) {
        work.runs.forget_passwords(run);
    }
    // A run that pauses reads them from the journal, if it is taken up again.
    work.runs.forget_plan(run);
    actives.retain(|other| other.run != run);
    true
}

/// Sends all that is to be sent, wave by wave; whether nothing is left.
async fn run(work: &Work, active: &Active) -> bool {
    let paced = Paced::new(active, work.runs.ceiling());
    let desk = Desk {
        work,
        school: &active.school,
        active,
        paced: &paced,
    };
    let mut so_far = SoFar::default();
    if active.school.book.recount_intents(active.run).is_err() {
        active.stop(Wish::Pause(Some(RunStop::JournalFull)));
        return false;
    }
    // What was on its way when the program ended comes first.
    desk.until_looked_at(Looked::Once).await;
    let mut was_looked_at = false;
    while !active.is_to_stop() {
        let Ok(waiting) = desk.waiting() else {
            active.stop(Wish::Pause(Some(RunStop::JournalFull)));
            return false;
        };
        let first = match waiting.first() {
            Some(first) if first.wave == 0 || was_looked_at => first,
            None if was_looked_at => return true,
            // Those of unknown outcome may have to be sent again, before a line that builds on them, and before the
            // run is over.
            _ => {
                desk.until_looked_at(Looked::ToTheEnd).await;
                was_looked_at = true;
                continue;
            }
        };
        was_looked_at = false;
        if active.limit.is_some_and(|limit| so_far.settled >= limit) {
            active.stop(Wish::Pause(Some(RunStop::FirstDone)));
            return false;
        }
        let wave = first.wave;
        let lines: Vec<Waiting> = waiting
            .into_iter()
            .take_while(|line| line.wave == wave)
            .collect();
        desk.until_listed(&lines).await;
        desk.wave(lines, &mut so_far).await;
    }
    false
}

/// What a run has come to since it was begun.
#[derive(Default)]
pub(super) struct SoFar {
    pub(super) settled: usize,
    pub(super) failure: String,
    /// How often in a row.
    pub(super) failures: usize,
    /// Lines whose record could not be read once.
    pub(super) unread: HashSet<IntentId>,
}

#[derive(Clone, Copy, PartialEq)]
enum Looked {
    Once,
    /// So late that old values prove it was not applied.
    ToTheEnd,
}

impl Desk<'_> {
    /// What is still to be sent, those lines included that reading back proved not to be applied.
    fn waiting(&self) -> Result<Vec<Waiting>, journal::Error> {
        let (book, run) = (&self.school.book, self.active.run);
        book.replan_not_applied(run, MOST_TIMES)?;
        book.waiting_lines(run)
    }

    /// Until every line of unknown outcome was looked at, or the run is to stop.
    async fn until_looked_at(&self, looked: Looked) {
        loop {
            let woken = self.work.runs.woken.notified();
            if !self.is_to_be_looked_at(looked) {
                return;
            }
            self.work.updates.wake();
            tokio::select! {
                () = woken => {}
                () = self.active.stopped() => return,
            }
        }
    }

    fn is_to_be_looked_at(&self, looked: Looked) -> bool {
        let book = &self.school.book;
        // Where the journal cannot be read, sending finds that out.
        let unresolved = book.unresolved_lines(self.active.run).unwrap_or_default();
        let mut to_do =
            unresolved
                .into_iter()
                .filter(|id| match self.work.updates.looked_after(*id) {
                    None => true,
                    Some(after) => looked == Looked::ToTheEnd && after < RESOLVE_AFTER,
                });
        // Nobody can compare what cannot be read. One by one, since the first decides it nearly always.
        to_do.any(|id| {
            let lines = book.lines(&[id]).unwrap_or_default();
            lines
                .iter()
                .any(|line| matches!(line.details, LineDetails::Readable { .. }))
        })
    }

    /// Until it is known where in the list families are: while that is being read, each would be asked for by itself.
    async fn until_listed(&self, lines: &[Waiting]) {
        loop {
            let woken = self.work.runs.woken.notified();
            let roster = &self.school.roster;
            let is_placed = |line: &Waiting| roster.position(&line.customer).is_some();
            if roster.state() != RosterState::Reading || lines.iter().all(is_placed) {
                return;
            }
            tokio::select! {
                () = woken => {}
                () = self.active.stopped() => return,
            }
        }
    }
}

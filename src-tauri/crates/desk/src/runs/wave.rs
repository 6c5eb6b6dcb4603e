//! One wave of lines: pages are read ahead, intents written ahead, lines sent and outcomes written down, all at once
//! and in this order for each line.

use std::{collections::VecDeque, pin::pin, time::Duration};

use futures_util::{
    FutureExt, StreamExt,
    future::{Fuse, FusedFuture},
    stream::FuturesUnordered,
};
use journal::{IntentId, LineState, Waiting};

use super::{
    RunStop, Wish, announce,
    engine::SoFar,
    feed::{self, Group, Read, in_order},
    line::{self, Desk, Done, End, Ready},
    lock,
    step::{Ended, Written, write},
};

/// Intents are written in batches of at most so many.
const BATCH: usize = 64;
/// So many lines may have an intent and no outcome: one batch is sent while the next waits for the disk. A crash makes
/// unknowns of all of them.
const AHEAD: usize = 2 * BATCH;
/// For each line that may be on its way at once.
const AHEAD_EACH: usize = 16;
/// After so many failures for the same reason in a row the person is asked.
const SAME_FAILURES: usize = 5;
/// Outcomes that are fewer wait so long for others to be written with them.
const PROMPTLY: Duration = Duration::from_millis(10);
/// A run that moves on is announced so often at most: each time it is counted anew.
const BETWEEN_ANNOUNCEMENTS: Duration = Duration::from_millis(100);

impl Desk<'_> {
    /// Sends the lines of one wave.
    pub(super) async fn wave(self, lines: Vec<Waiting>, so_far: &mut SoFar) {
        let mut queue = in_order(self.school, lines);
        let mut read: VecDeque<Read> = VecDeque::new();
        let mut ready: VecDeque<Ready> = VecDeque::new();
        let mut ended = Ended::default();
        // Those with an intent whose outcome is not written yet, and those that get either just now.
        let mut outstanding = 0;
        let mut sending = FuturesUnordered::new();
        let mut reading = pin!(Fuse::terminated());
        let mut writing = pin!(Fuse::terminated());
        let mut gathering = pin!(Fuse::terminated());
        let mut is_gathered = false;
        let mut quiet = pin!(Fuse::terminated());
        let mut has_moved = false;
        loop {
            self.paced.set_ceiling(self.work.runs.ceiling());
            if self.active.is_to_stop() {
                queue.clear();
                read.clear();
                ended
                    .unsent
                    .extend(ready.drain(..).map(|ready| ready.read.line));
            }
            while sending.len() < usize::from(self.work.runs.ceiling())
                && let Some(next) = ready.pop_front()
            {
                sending.push(line::send(self, next));
            }
            if reading.is_terminated()
                && read.len() < self.ahead()
                && let Some(group) = Group::take(self.school, &mut queue)
            {
                reading.set(feed::read(self, group).fuse());
            }
            if writing.is_terminated() {
                is_gathered |=
                    ended.len() >= self.ahead() / 2 || (sending.is_empty() && !ended.is_empty());
                let underway = outstanding - ended.len();
                let batch = self.batch(&mut read, underway, ended.len(), ready.len(), so_far);
                if is_gathered || !batch.is_empty() {
                    is_gathered = false;
                    gathering.set(Fuse::terminated());
                    outstanding += batch.len();
                    self.claim(batch.iter().map(|read| read.line.id));
                    let ended = std::mem::take(&mut ended);
                    writing.set(write(self.school, ended, batch).fuse());
                } else if !ended.is_empty() && gathering.is_terminated() {
                    gathering.set(self.school.pace.wait(PROMPTLY).fuse());
                }
            }
            if has_moved && quiet.is_terminated() {
                has_moved = false;
                announce(self.work, self.school, self.active.run);
                quiet.set(self.school.pace.wait(BETWEEN_ANNOUNCEMENTS).fuse());
            }
            let is_idle = reading.is_terminated() && writing.is_terminated() && sending.is_empty();
            if is_idle {
                break;
            }
            tokio::select! {
                Some(done) = sending.next() => self.take(done, &mut ended, so_far),
                page = &mut reading, if !reading.is_terminated() => {
                    read.extend(page.lines);
                    queue.extend(page.again);
                    outstanding += page.never.len();
                    self.claim(page.never.iter().map(|line| line.id));
                    ended.settled.extend(page.never);
                    self.judge(page.failure, page.stop, so_far);
                }
                written = &mut writing, if !writing.is_terminated() => {
                    outstanding -= self.wrote(written, &mut queue, &mut ready, so_far);
                    has_moved = true;
                }
                () = &mut gathering, if !gathering.is_terminated() => is_gathered = true,
                () = &mut quiet, if !quiet.is_terminated() => {}
                () = self.active.stopped(), if !self.active.is_to_stop() => {}
            }
        }
        self.disclaim();
        announce(self.work, self.school, self.active.run);
    }

    /// The next lines to write intents for, together with the outcomes of `ended` others; none where it would not be
    /// worth a wait for the disk yet.
    fn batch(
        &self,
        read: &mut VecDeque<Read>,
        underway: usize,
        ended: usize,
        ready: usize,
        so_far: &SoFar,
    ) -> Vec<Read> {
        let ahead = self.ahead();
        let allowed = self.active.limit.map_or(usize::MAX, |limit| {
            limit.saturating_sub(so_far.settled + underway + ended)
        });
        let room = ahead.saturating_sub(underway).min(allowed);
        let count = room.min(read.len()).min(BATCH);
        if self.active.is_to_stop() || (count < ahead / 2 && ready > 0) {
            return Vec::new();
        }
        read.drain(..count).collect()
    }

    /// How many lines may have an intent and no outcome yet. One wait for the disk is to serve half of them: they are
    /// sent while the other half is written down.
    fn ahead(&self) -> usize {
        AHEAD.min(self.paced.permits() * AHEAD_EACH)
    }

    fn claim(&self, ids: impl Iterator<Item = IntentId>) {
        lock(&self.work.runs.outstanding).extend(ids);
    }

    /// Takes what came of a line.
    fn take(&self, done: Done, ended: &mut Ended, so_far: &mut SoFar) {
        let Done {
            line,
            end,
            failure,
            stop,
        } = done;
        match end {
            End::Settled(settled) => {
                if settled.state == LineState::Applied {
                    so_far.failures = 0;
                }
                ended.settled.push(settled);
            }
            End::Unsent => ended.unsent.push(line),
            End::Unread => {
                so_far.unread.insert(line.id);
                ended.unsent.push(line);
            }
            End::Again => ended.again.push(Waiting {
                tries: line.tries + 1,
                ..line
            }),
        }
        self.judge(failure, stop, so_far);
    }

    /// Stops the run where others would fare no better.
    fn judge(&self, failure: Option<String>, stop: Option<RunStop>, so_far: &mut SoFar) {
        if let Some(stop) = stop {
            self.active.stop(Wish::Pause(Some(stop)));
        }
        if let Some(failure) = failure {
            if failure == so_far.failure {
                so_far.failures += 1;
            } else {
                so_far.failures = 1;
                so_far.failure.clone_from(&failure);
            }
            if so_far.failures >= SAME_FAILURES {
                self.active
                    .stop(Wish::Pause(Some(RunStop::SameFailure(failure))));
            }
        }
    }

    /// Takes that lines were written down, or could not be; returns how many are on their way no longer.
    fn wrote(
        &self,
        written: Written,
        queue: &mut VecDeque<Waiting>,
        ready: &mut VecDeque<Ready>,
        so_far: &mut SoFar,
    ) -> usize {
        let Written {
            ended:
                Ended {
                    settled,
                    unsent,
                    again,
                },
            intended,
            without,
            intended_at,
            failed,
        } = written;
        let count = settled.len() + unsent.len() + again.len() + without.len();
        {
            let mut outstanding = lock(&self.work.runs.outstanding);
            let planned = unsent.iter().chain(&again).map(|line| line.id);
            let no_longer = planned.chain(settled.iter().map(|line| line.id));
            for id in no_longer.chain(without) {
                outstanding.remove(&id);
            }
        }
        // What could not be written stays an intent, which is the safe side.
        if failed {
            self.active.stop(Wish::Pause(Some(RunStop::JournalFull)));
        }
        ready.extend(intended.into_iter().map(|read| Ready {
            unread: so_far.unread.contains(&read.line.id),
            read,
            intended_at,
        }));
        so_far.settled += settled.len();
        lock(&self.active.rate).add(self.school.pace.uptime(), settled.len());
        if settled.iter().any(|line| line.state == LineState::Unknown) {
            self.work.updates.wake();
        }
        if !self.active.is_to_stop() && unsent.len() + again.len() > 0 {
            let lines = queue.drain(..).chain(unsent).chain(again).collect();
            *queue = in_order(self.school, lines);
        }
        count
    }

    /// Nothing of the run is on its way.
    fn disclaim(&self) {
        let book = &self.school.book;
        let unresolved = book.unresolved_lines(self.active.run).unwrap_or_default();
        let mut outstanding = lock(&self.work.runs.outstanding);
        for id in unresolved {
            outstanding.remove(&id);
        }
    }
}

//! Runs as a front end is shown them.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use jiff::Timestamp;
use journal::{
    IntentId, LineDetails, LineState, RunCounts, RunDetails, RunId, Skip, StoredLine, StoredRun,
    StoredRunState,
};
use quentli::CustomerId;
use record::{Held, held_in};

use super::{Active, RunStop, Wish, lock, rows_again, stored};
use crate::{Error, School, work::Work};

/// A run, and how far it has come.
#[derive(Clone, Debug)]
pub struct Run {
    pub id: RunId,
    /// The file's name, empty where it cannot be read.
    pub title: String,
    pub state: RunState,
    /// Why it does not go on by itself, where it is paused or stopped.
    pub stop: Option<RunStop>,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub counts: RunCounts,
    /// Of the sheet: all rows, and those without an update by why there is none.
    pub rows: usize,
    pub same: usize,
    pub repeated: usize,
    pub left_out: usize,
    /// Rows that can be run again, once it is over.
    pub again: usize,
    /// Lines a minute, by the last minute.
    pub rate_per_minute: Option<u32>,
    pub seconds_left: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    Running,
    /// Nothing more is sent; what is on its way comes to its end.
    Pausing,
    Paused,
    /// Something has to be put right before it can go on.
    Stopped,
    /// It was under way when Ficha ended.
    Interrupted,
    Cancelled,
    Done,
}

/// Which lines of a run to list.
#[derive(Clone, Debug, Default)]
pub struct RunFilter {
    /// All, where it is empty.
    pub states: Vec<LineState>,
    /// Part of the family's name or of its id.
    pub text: String,
}

/// Some of the lines of a run, in the order of the sheet.
#[derive(Clone, Debug)]
pub struct RunLines {
    pub total: usize,
    pub lines: Vec<RunLine>,
}

#[derive(Clone, Debug)]
pub struct RunLine {
    pub update: IntentId,
    /// Of the sheet.
    pub row: u32,
    pub customer: CustomerId,
    /// As it was reviewed; `None` where it cannot be read.
    pub name: Option<String>,
    pub state: LineState,
    /// What was to be changed, and what was there afterwards where that is known.
    pub rows: Vec<Held>,
    /// The server's own words.
    pub message: Option<String>,
    pub status: Option<u16>,
    pub at: Option<Timestamp>,
    pub skip: Option<Skip>,
}

/// How many lines came to an end lately.
#[derive(Debug, Default)]
pub(super) struct Rate {
    since: Option<Duration>,
    ended: VecDeque<(Duration, usize)>,
}

const MINUTE: Duration = Duration::from_secs(60);
/// Sooner than this after the start nothing can be said.
const TOO_SOON: Duration = Duration::from_secs(3);

impl Rate {
    pub(super) fn begin(&mut self, now: Duration) {
        *self = Self {
            since: Some(now),
            ended: VecDeque::new(),
        };
    }

    pub(super) fn add(&mut self, now: Duration, lines: usize) {
        self.ended.push_back((now, lines));
        while self.ended.front().is_some_and(|(at, _)| *at + MINUTE < now) {
            self.ended.pop_front();
        }
    }

    /// Lines a minute.
    fn per_minute(&self, now: Duration) -> Option<u32> {
        let watched = now.saturating_sub(self.since?).min(MINUTE);
        let lines: usize = self
            .ended
            .iter()
            .filter(|(at, _)| *at + MINUTE >= now)
            .map(|(_, lines)| lines)
            .sum();
        if watched < TOO_SOON || lines == 0 {
            return None;
        }
        let millis = usize::try_from(watched.as_millis()).ok()?;
        u32::try_from(lines.saturating_mul(60_000) / millis).ok()
    }
}

/// Every run of a connection, the newest first.
pub(crate) fn all(work: &Work, school: &School) -> Result<Vec<Run>, Error> {
    let actives = lock(&work.runs.active);
    let runs = school.book.runs()?.into_iter();
    runs.map(|stored| shown(work, school, &actives, stored))
        .collect()
}

pub(crate) fn one(work: &Work, school: &School, run: RunId) -> Result<Run, Error> {
    let actives = lock(&work.runs.active);
    shown(work, school, &actives, stored(school, run)?)
}

/// `actives` are locked since before the journal was read: a run that ends in between would seem to have been
/// interrupted.
fn shown(
    work: &Work,
    school: &School,
    actives: &[Arc<Active>],
    stored: StoredRun,
) -> Result<Run, Error> {
    let active = actives.iter().find(|active| active.run == stored.id);
    let (title, kept) = match stored.details {
        RunDetails::Readable { title, stop, .. } => (title, stop),
        RunDetails::OtherKey(_) | RunDetails::Damaged => Default::default(),
    };
    let (state, stop) = match (active, lock(&work.runs.untold).get(&stored.id)) {
        (Some(active), _) => match &*active.wish.borrow() {
            Wish::Go => (RunState::Running, None),
            Wish::Pause(stop) => (RunState::Pausing, stop.clone()),
            Wish::Cancel => (RunState::Pausing, None),
        },
        (None, Some(untold)) => (RunState::Stopped, Some(untold.clone())),
        (None, None) => {
            let stop = kept.as_ref().and_then(RunStop::recalled);
            (state_of(stored.state), stop)
        }
    };
    let rate = active.and_then(|active| rate(active, school.pace.uptime()));
    let left = stored.counts.of(LineState::Planned) + stored.counts.of(LineState::Intent);
    let again = match stored.state.is_over() {
        true => rows_again(school, stored.id)?.len(),
        false => 0,
    };
    Ok(Run {
        id: stored.id,
        title,
        state,
        stop,
        created_at: stored.created_at,
        ended_at: stored.ended_at,
        counts: stored.counts,
        rows: stored.rows,
        same: stored.same,
        repeated: stored.repeated,
        left_out: stored.left_out,
        again,
        rate_per_minute: rate,
        seconds_left: rate
            .filter(|rate| *rate > 0)
            .map(|rate| (left as u64 * 60).div_ceil(rate.into())),
    })
}

fn rate(active: &Active, now: Duration) -> Option<u32> {
    lock(&active.rate).per_minute(now)
}

fn state_of(stored: StoredRunState) -> RunState {
    match stored {
        StoredRunState::Planned | StoredRunState::Running => RunState::Interrupted,
        StoredRunState::Paused => RunState::Paused,
        StoredRunState::Stopped => RunState::Stopped,
        StoredRunState::Cancelled => RunState::Cancelled,
        StoredRunState::Done => RunState::Done,
    }
}

pub(crate) fn lines(
    school: &School,
    run: RunId,
    filter: &RunFilter,
    from: usize,
    most: usize,
) -> Result<RunLines, Error> {
    let book = &school.book;
    stored(school, run)?;
    let text = filter.text.trim().to_lowercase();
    if text.is_empty() {
        let lines = book.run_lines(run, &filter.states, from, most)?;
        return Ok(RunLines {
            total: book.count_lines(run, &filter.states)?,
            lines: lines.into_iter().map(line).collect(),
        });
    }
    // Names are sealed, so that only opening each line finds one.
    let lines = book.run_lines(run, &filter.states, 0, usize::MAX)?;
    let found: Vec<RunLine> = lines
        .into_iter()
        .map(line)
        .filter(|line| {
            let name = line.name.as_deref().unwrap_or_default();
            name.to_lowercase().contains(&text) || line.customer.as_str().contains(&text)
        })
        .collect();
    Ok(RunLines {
        total: found.len(),
        lines: found.into_iter().skip(from).take(most).collect(),
    })
}

fn line(stored: StoredLine) -> RunLine {
    let (name, rows, reason) = match stored.details {
        LineDetails::Readable {
            seen,
            changes,
            after,
            reason,
        } => {
            let rows = match &after {
                Some(after) => held_in(&changes, &after.values),
                None => changes.iter().map(Held::cannot_tell).collect(),
            };
            (seen.map(|seen| seen.name), rows, reason)
        }
        LineDetails::OtherKey(_) | LineDetails::Damaged => (None, Vec::new(), None),
    };
    RunLine {
        update: stored.id,
        row: stored.row,
        customer: stored.customer,
        name,
        state: stored.state,
        rows,
        status: reason.as_ref().and_then(|reason| reason.status),
        message: reason
            .map(|reason| reason.message)
            .filter(|message| !message.is_empty()),
        at: stored.settled_at.or(stored.started_at),
        skip: stored.skip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_last_minute() {
        let second = Duration::from_secs;
        let mut rate = Rate::default();
        assert_eq!(rate.per_minute(second(100)), None);
        rate.begin(second(100));
        rate.add(second(101), 5);
        assert_eq!(rate.per_minute(second(102)), None, "too soon");
        rate.add(second(110), 5);
        assert_eq!(rate.per_minute(second(110)), Some(60));
        assert_eq!(rate.per_minute(second(165)), Some(5));
        assert_eq!(rate.per_minute(second(200)), None);
    }
}

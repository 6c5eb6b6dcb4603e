//! Runs: many updates planned from one sheet, sent line by line through the same code as a single edit.
//!
//! A run lives in the journal; this process only knows which ones it is working on. Commands note what is wished
//! of a run, and [`keep_running`] does the work.

mod engine;
mod failure;
mod feed;
mod line;
mod outcome;
mod paced;
mod step;
mod stop;
#[cfg(test)]
mod tests;
mod throttle;
mod view;
mod wave;

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU8, Ordering},
    },
    time::Duration,
};

use journal::{
    IntentId, OpenUpdate, PlannedChanges, PlannedLine, RunDetails, RunId, RunPlan, RunSource,
    StoredRun, StoredRunState, Waiting,
};
use record::{Field, Value};
use tokio::sync::{Notify, watch};
use zeroize::Zeroizing;

use crate::{
    Error, School,
    work::{Announcement, Work},
};

pub(crate) use engine::keep_running;
pub use outcome::RunWords;
pub(crate) use outcome::{rows_again, save_outcome};
pub use stop::RunStop;
use view::Rate;
pub use view::{Run, RunFilter, RunLine, RunLines, RunState};
pub(crate) use view::{all, lines, one};

/// Lines on their way at once, unless the user chose otherwise.
pub(crate) const CEILING: u8 = 8;
pub(crate) const HIGHEST_CEILING: u8 = 16;

/// What only this process knows of runs.
pub(crate) struct Runs {
    active: Mutex<Vec<Arc<Active>>>,
    /// Signals that a run was begun.
    begun: Notify,
    /// Signals that something a run may wait for has changed.
    woken: Notify,
    /// Lines that a run is working on: nobody else may settle them.
    outstanding: Mutex<HashSet<IntentId>>,
    /// By run and line; they are kept nowhere else.
    passwords: Mutex<HashMap<(RunId, usize), Zeroizing<String>>>,
    /// The lines of a run that was just planned, until it ends or pauses: they need not be read again to be sent. Those
    /// of a run that sets passwords are not kept here.
    plans: Mutex<HashMap<RunId, Vec<PlannedLine>>>,
    /// Why a run stopped, where the journal could not take it.
    untold: Mutex<HashMap<RunId, RunStop>>,
    ceiling: AtomicU8,
}

/// A run that this process is working on.
struct Active {
    run: RunId,
    school: School,
    wish: watch::Sender<Wish>,
    /// How many lines it may send before it pauses.
    limit: Option<usize>,
    rate: Mutex<Rate>,
    driven: AtomicBool,
}

/// What is to become of a run.
#[derive(Clone, Debug, PartialEq)]
enum Wish {
    Go,
    Pause(Option<RunStop>),
    Cancel,
}

impl Default for Runs {
    fn default() -> Self {
        Self {
            active: Mutex::default(),
            begun: Notify::default(),
            woken: Notify::default(),
            outstanding: Mutex::default(),
            passwords: Mutex::default(),
            plans: Mutex::default(),
            untold: Mutex::default(),
            ceiling: CEILING.into(),
        }
    }
}

impl fmt::Debug for Runs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Runs(…)")
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Runs {
    /// Something that a run may wait for has changed.
    pub(crate) fn wake(&self) {
        self.woken.notify_waiters();
    }

    /// Leaves out the lines that a run is working on.
    pub(crate) fn leave_out(&self, open: &mut Vec<OpenUpdate>) {
        let outstanding = lock(&self.outstanding);
        if !outstanding.is_empty() {
            open.retain(|update| !outstanding.contains(&update.id));
        }
    }

    /// Runs of connections that are in use no longer pause.
    pub(crate) fn meet_switch(&self, generation: u32) {
        for active in &*lock(&self.active) {
            if active.school.generation != generation {
                active.stop(Wish::Pause(Some(RunStop::Switched)));
            }
        }
        self.wake();
    }

    /// All runs pause, and nothing of them is on its way when this returns. Where nobody drives them nothing is.
    pub(crate) async fn rest(&self) {
        let actives = lock(&self.active).clone();
        for active in &actives {
            active.stop(Wish::Pause(None));
        }
        for active in actives {
            loop {
                let woken = self.woken.notified();
                let is_there = self.active(active.run).is_some();
                if !is_there || !active.driven.load(Ordering::Acquire) {
                    break;
                }
                woken.await;
            }
        }
        // One that was never begun has lines here too.
        lock(&self.plans).clear();
    }

    pub(crate) fn set_ceiling(&self, ceiling: u8) {
        self.ceiling.store(ceiling, Ordering::Relaxed);
        self.wake();
    }

    fn ceiling(&self) -> u8 {
        self.ceiling.load(Ordering::Relaxed)
    }

    fn active(&self, run: RunId) -> Option<Arc<Active>> {
        let active = lock(&self.active);
        active.iter().find(|active| active.run == run).cloned()
    }

    /// The run of the connection in use that is under way.
    pub(crate) fn running(&self, generation: u32) -> Option<RunId> {
        let active = lock(&self.active);
        active
            .iter()
            .find(|active| active.school.generation == generation)
            .map(|active| active.run)
    }

    fn password(&self, run: RunId, line: usize) -> Option<Zeroizing<String>> {
        lock(&self.passwords).get(&(run, line)).cloned()
    }

    /// What lines are to change, where that is at hand.
    fn planned(&self, run: RunId, lines: &[Waiting]) -> Option<Vec<PlannedChanges>> {
        let plans = lock(&self.plans);
        let plan = plans.get(&run)?;
        let planned = lines.iter().map(|line| {
            let planned = plan.get(line.line)?;
            Some(PlannedChanges {
                id: line.id,
                seen: Some(planned.seen.clone()),
                changes: Some(planned.changes.clone()),
            })
        });
        planned.collect()
    }

    fn forget_passwords(&self, of: RunId) {
        lock(&self.passwords).retain(|(run, _), _| *run != of);
    }

    fn forget_plan(&self, of: RunId) {
        lock(&self.plans).remove(&of);
    }
}

impl Active {
    /// Wishes something else of a run than to go on; the first such wish counts, but that a person cancels counts
    /// more.
    fn stop(&self, wish: Wish) {
        self.wish.send_if_modified(|now| {
            let changes = *now == Wish::Go || (wish == Wish::Cancel && *now != Wish::Cancel);
            if changes {
                *now = wish;
            }
            changes
        });
    }

    fn is_to_stop(&self) -> bool {
        *self.wish.borrow() != Wish::Go
    }

    async fn stopped(&self) {
        let mut wish = self.wish.subscribe();
        // It is sent by `self`.
        let _ = wish.wait_for(|wish| *wish != Wish::Go).await;
    }
}

/// Writes a reviewed plan down. Passwords stay in memory.
pub(crate) fn plan(work: &Work, school: &School, mut plan: RunPlan) -> Result<RunId, Error> {
    // Lines that are sent together then lie together in the file, and a batch of them fills few of its pages.
    plan.lines
        .sort_by_cached_key(|line| (line.wave, feed::place(school, &line.customer), line.row));
    let plan = Arc::new(plan);
    let run = school.book.plan_run(Arc::clone(&plan), school.now())?;
    let mut passwords = lock(&work.runs.passwords);
    let mut sets_passwords = false;
    for (line, planned) in plan.lines.iter().enumerate() {
        for change in &planned.changes {
            sets_passwords |= change.field == Field::Password;
            if let (Field::Password, Value::Text { text }) = (change.field, &change.after) {
                passwords.insert((run, line), Zeroizing::new(text.clone()));
            }
        }
    }
    if !sets_passwords {
        let lines = Arc::unwrap_or_clone(plan).lines;
        lock(&work.runs.plans).insert(run, lines);
    }
    Ok(run)
}

/// Sends the lines of a run that are still to be sent, or the first of them. Nothing happens where it is over, or
/// under way.
pub(crate) fn begin(
    work: &Work,
    school: &School,
    run: RunId,
    limit: Option<usize>,
) -> Result<Run, Error> {
    let stored = stored(school, run)?;
    if let RunDetails::OtherKey(_) | RunDetails::Damaged = stored.details {
        return Err(journal::Error::Unreadable.into());
    }
    {
        let mut active = lock(&work.runs.active);
        if let Some(active) = active.iter().find(|active| active.run == run) {
            active.wish.send_if_modified(|wish| {
                // One that was cancelled stays so.
                let pauses = matches!(wish, Wish::Pause(_));
                if pauses && active.school.generation == school.generation {
                    *wish = Wish::Go;
                }
                pauses
            });
        } else if active
            .iter()
            .any(|active| active.school.generation == school.generation)
        {
            return Err(Error::RunActive);
        } else if !stored.state.is_over() {
            active.push(Arc::new(Active {
                run,
                school: school.clone(),
                wish: watch::Sender::new(Wish::Go),
                limit,
                rate: Mutex::default(),
                driven: AtomicBool::default(),
            }));
            lock(&work.runs.untold).remove(&run);
        }
    }
    work.runs.begun.notify_one();
    announce(work, school, run);
    one(work, school, run)
}

/// No further line of a run is sent; what is on its way comes to its end.
pub(crate) fn pause(work: &Work, school: &School, run: RunId) -> Result<Run, Error> {
    let stored = stored(school, run)?;
    match work.runs.active(run) {
        Some(active) => active.stop(Wish::Pause(None)),
        None if matches!(
            stored.state,
            StoredRunState::Planned | StoredRunState::Running
        ) =>
        {
            let paused = StoredRunState::Paused;
            work.runs.forget_plan(run);
            school.book.set_run_state(run, paused, None, school.now())?;
        }
        None => {}
    }
    announce(work, school, run);
    one(work, school, run)
}

/// Ends a run: what was not sent of it will not be.
pub(crate) fn cancel(work: &Work, school: &School, run: RunId) -> Result<Run, Error> {
    stored(school, run)?;
    match work.runs.active(run) {
        Some(active) => active.stop(Wish::Cancel),
        None => {
            school.book.cancel_run(run, school.now())?;
            work.runs.forget_passwords(run);
            work.runs.forget_plan(run);
        }
    }
    announce(work, school, run);
    one(work, school, run)
}

/// The sheet that a run comes from; `None` where that cannot be read.
pub(crate) fn source(school: &School, run: RunId) -> Result<Option<RunSource>, Error> {
    match stored(school, run)?.details {
        RunDetails::Readable { source, .. } => Ok(source),
        RunDetails::OtherKey(_) | RunDetails::Damaged => Ok(None),
    }
}

fn stored(school: &School, run: RunId) -> Result<StoredRun, Error> {
    school.book.run(run)?.ok_or(Error::NoSuchRun)
}

fn announce(work: &Work, school: &School, run: RunId) {
    work.announce(school.generation, Announcement::Run(run));
}

/// Before values count for this long.
const FRESH: Duration = Duration::from_secs(60);

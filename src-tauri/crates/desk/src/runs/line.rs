//! One line of a run: the last look before sending, sending, and what it comes to.

use std::{sync::Mutex, time::Duration};

use jiff::Timestamp;
use journal::{Intent, IntentId, LineState, Settled, SettledLine, State, Waiting};
use quentli::{Customer, CustomerId, Customers as _, Error as ApiError};
use record::{Change, Verdict, belongs_elsewhere, held, verdict};

use super::{
    Active, FRESH, RunStop,
    failure::{asks_for_a_code, failure_of, stop_of},
    feed::Read,
    lock,
    paced::{Paced, Permit},
};
use crate::{
    Cause, Outcome, Request, School, Timing, UpdateLog,
    roster::Moment,
    update::{reason, update_line, values_after, values_moved},
    updates,
    work::Work,
};

/// What every line of a run works with.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub(super) work: &'a Work,
    pub(super) school: &'a School,
    pub(super) active: &'a Active,
    pub(super) paced: &'a Paced<'a>,
}

/// A record as a list showed it, or as it was read by itself.
pub(super) struct Fresh {
    pub(super) customer: Customer,
    /// When it was asked for.
    pub(super) asked_at: Duration,
    /// What was learned of the family since is newer.
    pub(super) since: Moment,
}

/// A line whose intent is written.
pub(super) struct Ready {
    pub(super) read: Read,
    pub(super) intended_at: Duration,
    /// Reading the record failed before.
    pub(super) unread: bool,
}

/// What came of a line.
pub(super) struct Done {
    pub(super) line: Waiting,
    pub(super) end: End,
    /// Why it came to nothing, where others may for the same reason.
    pub(super) failure: Option<String>,
    pub(super) stop: Option<RunStop>,
}

pub(super) enum End {
    Settled(SettledLine),
    /// No byte of it left.
    Unsent,
    /// No byte of it left, because its record could not be read.
    Unread,
    /// It was sent, and surely did nothing: it can be sent again.
    Again,
}

/// How often a line is sent again that the server had no time for.
const MOST_TRIES: u32 = 6;

pub(super) async fn send(desk: Desk<'_>, ready: Ready) -> Done {
    let Desk {
        work,
        school,
        active,
        paced,
    } = desk;
    let id = ready.read.line.customer.clone();
    // Single edits of the family come before or after, never between.
    let turn = tokio::select! {
        biased;
        () = active.stopped() => return Done::unsent(ready.read.line),
        turn = work.turn(school, &id) => turn,
    };
    let permit = tokio::select! {
        biased;
        () = active.stopped() => return Done::unsent(ready.read.line),
        permit = paced.admit() => permit,
    };
    let done = desk.send_in_turn(&permit, ready).await;
    drop(turn);
    done
}

impl Desk<'_> {
    fn age(&self, since: Duration) -> Duration {
        self.school.pace.uptime().saturating_sub(since)
    }

    fn now(&self) -> Timestamp {
        self.school.now()
    }

    async fn send_in_turn(self, permit: &Permit<'_, '_>, ready: Ready) -> Done {
        let Ready {
            read:
                Read {
                    line,
                    changes,
                    seen,
                    mut fresh,
                },
            intended_at,
            unread,
        } = ready;
        let id = &line.customer;
        let base = loop {
            let may_go = !self.active.is_to_stop() && self.work.still(self.school).is_ok();
            if !may_go || self.age(intended_at) >= FRESH {
                return Done::unsent(line);
            }
            let now = match fresh.take().filter(|fresh| self.is_fresh(id, fresh)) {
                Some(fresh) => fresh,
                None => {
                    let read = tokio::select! {
                        biased;
                        () = self.active.stopped() => return Done::unsent(line),
                        read = self.read(permit, id) => read,
                    };
                    match read {
                        Ok(read) => Box::new(read),
                        Err(error) => return self.could_not_read(permit, line, &error, unread),
                    }
                }
            };
            if !permit.was_held().await && self.is_fresh(id, &now) {
                break now.customer;
            }
            fresh = Some(now);
        };
        if belongs_elsewhere(&base, self.school.organization()) {
            return Done {
                stop: Some(RunStop::WrongOrganization),
                ..Done::unsent(line)
            };
        }
        // What was tried before may have arrived late.
        let was_there = line.tries > 0 && verdict(&held(&changes, &base)) == Verdict::Held;
        let is_archived = base.archived_at.value().is_some();
        if was_there || is_archived || values_moved(&base, &changes) {
            self.school.roster.put(&base);
            let state = match was_there {
                true => LineState::Applied,
                false => LineState::Conflict,
            };
            let end = SettledLine {
                after: Some(values_after(&changes, &base)),
                ..settled(&line, state, self.now())
            };
            return Done::settled(line, end);
        }
        let mut done = self.send_over(permit, line, &changes, &base).await;
        if let (End::Settled(settled), Some(seen)) = (&mut done.end, &seen) {
            settled.note_as_asked(&seen.name, &changes);
        }
        done
    }

    fn is_fresh(&self, id: &CustomerId, fresh: &Fresh) -> bool {
        self.age(fresh.asked_at) < FRESH && !self.school.roster.learned_since(fresh.since, id)
    }

    async fn read(&self, permit: &Permit<'_, '_>, id: &CustomerId) -> Result<Fresh, ApiError> {
        permit.was_held().await;
        let since = self.school.roster.moment();
        let asked_at = self.school.pace.uptime();
        let customer = permit.look(id).await?;
        Ok(Fresh {
            customer,
            asked_at,
            since,
        })
    }

    /// Nothing was sent. Where it is the record that cannot be read, and not all of them, the line ends here.
    fn could_not_read(
        &self,
        permit: &Permit<'_, '_>,
        line: Waiting,
        error: &ApiError,
        unread: bool,
    ) -> Done {
        let refused = |line: Waiting| {
            let end = SettledLine {
                reason: reason(error),
                ..settled(&line, LineState::Refused, self.now())
            };
            Done::settled(line, end)
        };
        if let Some(stop) = stop_of(error) {
            return Done {
                stop: Some(stop),
                ..Done::unsent(line)
            };
        }
        let failure = failure_of(error, permit.slowed());
        match error {
            ApiError::NotFound => {
                self.school.roster.remove(&line.customer);
                refused(line)
            }
            ApiError::RateLimited { .. } => Done {
                failure,
                ..Done::unsent(line)
            },
            _ if unread => Done {
                failure,
                ..refused(line)
            },
            _ => Done {
                line,
                end: End::Unread,
                failure,
                stop: None,
            },
        }
    }

    async fn send_over(
        self,
        permit: &Permit<'_, '_>,
        line: Waiting,
        changes: &[Change],
        base: &Customer,
    ) -> Done {
        let log = Written {
            id: line.id,
            settled: Mutex::default(),
        };
        let timing = Timing {
            pace: &*self.school.pace,
            longest_attempt: self.school.client.longest_attempt(),
        };
        let request = Request {
            id: &line.customer,
            base: Some(base),
            changes,
            patch: record::patch(changes),
            otp: None,
            organization: self.school.organization(),
            draft_done: &|| false,
        };
        let uncertain = line.tries > 0;
        let sent = update_line(permit, &log, timing, request, uncertain).await;
        // The log above takes everything.
        let Ok(outcome) = sent else {
            return Done::unsent(line);
        };
        updates::line_sent(self.work, self.school, &line.customer, changes, &outcome);
        let written = lock(&log.settled).take();
        self.came_to(permit, line, &outcome, written)
    }

    /// What a line's outcome means for the line and for the run.
    fn came_to(
        self,
        permit: &Permit<'_, '_>,
        line: Waiting,
        outcome: &Outcome,
        written: Option<Settled>,
    ) -> Done {
        let Some(written) = written else {
            return Done::unsent(line);
        };
        let ended = |line: &Waiting, state| SettledLine {
            state,
            at: written.at,
            after: written.after.clone(),
            reason: written.reason.clone(),
            left_by: written.left_by,
            ..settled(line, state, written.at)
        };
        let cause = match outcome {
            Outcome::Applied { .. } => {
                let end = ended(&line, LineState::Applied);
                return Done::settled(line, end);
            }
            Outcome::Refused { cause, .. }
            | Outcome::NotApplied { cause, .. }
            | Outcome::Different { cause, .. }
            | Outcome::Unknown { cause, .. } => cause.as_ref(),
            Outcome::Conflict { .. } => None,
        };
        let error = match cause {
            Some(Cause::Answer(error)) => Some(error),
            Some(Cause::Contradicted) | None => None,
        };
        let failure = match error {
            Some(error) => failure_of(error, permit.slowed()),
            None => Some("200".to_owned()),
        };
        if let (Outcome::Refused { .. }, Some(error)) = (outcome, error) {
            if asks_for_a_code(error) {
                let end = ended(&line, LineState::NeedsCode);
                return Done::settled(line, end);
            }
            if let Some(stop) = stop_of(error) {
                let end = match error {
                    ApiError::NotSent(_) => End::Unsent,
                    _ => End::Again,
                };
                return Done {
                    line,
                    end,
                    failure: None,
                    stop: Some(stop),
                };
            }
            if matches!(error, ApiError::RateLimited { .. }) && line.tries < MOST_TRIES {
                return Done {
                    line,
                    end: End::Again,
                    failure,
                    stop: None,
                };
            }
        }
        let end = ended(&line, state_of(written.state));
        Done {
            failure,
            ..Done::settled(line, end)
        }
    }
}

impl Done {
    fn unsent(line: Waiting) -> Self {
        Self {
            line,
            end: End::Unsent,
            failure: None,
            stop: None,
        }
    }

    fn settled(line: Waiting, end: SettledLine) -> Self {
        Self {
            line,
            end: End::Settled(end),
            failure: None,
            stop: None,
        }
    }
}

pub(super) fn settled(line: &Waiting, state: LineState, at: Timestamp) -> SettledLine {
    SettledLine {
        id: line.id,
        customer: line.customer.clone(),
        state,
        at,
        after: None,
        as_asked: false,
        reason: None,
        left_by: None,
        skip: None,
    }
}

fn state_of(state: State) -> LineState {
    match state {
        State::Intent | State::Unknown => LineState::Unknown,
        State::Applied => LineState::Applied,
        State::Refused => LineState::Refused,
        State::NotApplied => LineState::NotApplied,
        State::Different => LineState::Different,
    }
}

/// The log of one line whose intent is written already. Holds its outcome, which is written together with others.
struct Written {
    id: IntentId,
    settled: Mutex<Option<Settled>>,
}

impl UpdateLog for Written {
    fn intend(&self, _: &Intent) -> Result<IntentId, journal::Error> {
        Ok(self.id)
    }

    fn settle(&self, _: IntentId, settled: &Settled) -> Result<(), journal::Error> {
        *lock(&self.settled) = Some(settled.clone());
        Ok(())
    }
}

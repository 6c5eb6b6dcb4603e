mod judge;
mod log;
mod outcome;

use std::time::Duration;

use journal::{Intent, IntentId, Settled};
use quentli::{
    Customer, CustomerId, CustomerPatch, Customers, Ended, Error, Method, NotSent, Pace, Step,
    Update, next_step,
};
use record::{Change, Verdict, belongs_elsewhere, held, title, verdict};

use crate::{LastByte, schedule::clock};
use judge::{Look, all_held, bears_out_refusal, contradicted, judge, moved_on};

pub(crate) use judge::values_moved;
pub use log::UpdateLog;
pub use outcome::{Cause, Outcome, Proof, Seen};
pub(crate) use outcome::{reason, recalled, values_after};

/// Time, chance, and the longest one attempt can take.
#[derive(Clone, Copy, Debug)]
pub struct Timing<'a> {
    pub pace: &'a dyn Pace,
    pub longest_attempt: Duration,
}

/// One update to do. `changes` and `patch` come from the same [`record::check`].
pub struct Request<'a> {
    pub id: &'a CustomerId,
    /// The record the person saw; `None` for a key that cannot read.
    pub base: Option<&'a Customer>,
    pub changes: &'a [Change],
    pub patch: CustomerPatch,
    pub otp: Option<String>,
    /// The organization this connection belongs to, once known.
    pub organization: Option<&'a str>,
    /// Whether the draft is still the one that is being sent, asked when the outcome is written.
    pub draft_done: &'a (dyn Fn() -> bool + Sync),
}

impl std::fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request")
            .field("id", &self.id)
            .field("changes", &self.changes)
            .finish_non_exhaustive()
    }
}

/// Reads the record again, writes the intent, sends, and reads back wherever the answer alone does not
/// prove what became of it.
///
/// A repeat is this function's decision: only where the first attempt surely did nothing, and after
/// reading the record once more, so that a colleague's edit meanwhile is a conflict.
///
/// An outcome that could not be written to the log is still returned: at the next start the intent
/// is resolved by reading back.
pub async fn update<C: Customers, L: UpdateLog>(
    customers: &C,
    log: &L,
    timing: Timing<'_>,
    request: Request<'_>,
) -> Result<Outcome, crate::Error> {
    let sending = Sending {
        customers,
        log,
        timing,
        request,
    };
    if let Some(base) = sending.request.base {
        let theirs = sending.read().await?;
        if belongs_elsewhere(&theirs, sending.request.organization) {
            return Err(crate::Error::WrongOrganization);
        }
        if moved_on(base, &theirs, sending.request.changes) {
            return Ok(Outcome::Conflict { theirs });
        }
    }
    let mut attempt = 1;
    // An attempt before this one may have been delivered twice and still be worked on.
    let mut uncertain = false;
    loop {
        let (sent, answer) = sending.attempt().await?;
        let pause = answer
            .as_ref()
            .err()
            .and_then(|error| pause_before_repeat(error, attempt, timing.pace));
        let (Some(pause), Err(error)) = (pause, &answer) else {
            let outcome = sending.conclude(&sent, answer, uncertain).await;
            sending.settle(&sent, &outcome);
            return Ok(outcome);
        };
        timing.pace.wait(pause).await;
        if let Some(outcome) = sending.look_again(&sent, error).await {
            sending.settle(&sent, &outcome);
            return Ok(outcome);
        }
        uncertain |= !matches!(error, Error::NotSent(_));
        sending.settle(&sent, &sending.refusal(error.clone(), true));
        attempt += 1;
    }
}

/// Sends a line of a run, once: its record was just read and is the request's base, and its intent is written
/// already. `uncertain`: it may have been sent before.
pub(crate) async fn update_line<C: Customers, L: UpdateLog>(
    customers: &C,
    log: &L,
    timing: Timing<'_>,
    request: Request<'_>,
    uncertain: bool,
) -> Result<Outcome, crate::Error> {
    let sending = Sending {
        customers,
        log,
        timing,
        request,
    };
    let (sent, answer) = sending.attempt().await?;
    let outcome = sending.conclude(&sent, answer, uncertain).await;
    sending.settle(&sent, &outcome);
    Ok(outcome)
}

/// Resolves an intent whose outcome is not known, by reading the record back.
pub async fn resolve<C: Customers, L: UpdateLog>(
    customers: &C,
    log: &L,
    pace: &dyn Pace,
    pending: (IntentId, &Intent, LastByte),
) -> Outcome {
    let (id, intent, last_byte) = pending;
    let sent = Sent {
        id,
        intent: intent.clone(),
        last_byte,
    };
    let look = Look::at(customers, &sent, pace).await;
    let outcome = judge(&sent, None, look, pace);
    write(log, &sent, &outcome, false);
    outcome
}

/// An attempt that is under way or over.
struct Sent {
    id: IntentId,
    intent: Intent,
    last_byte: LastByte,
}

struct Sending<'a, C, L> {
    customers: &'a C,
    log: &'a L,
    timing: Timing<'a>,
    request: Request<'a>,
}

impl<C: Customers, L: UpdateLog> Sending<'_, C, L> {
    async fn read(&self) -> Result<Customer, Error> {
        self.customers.look(self.request.id).await
    }

    async fn look(&self, sent: &Sent) -> Look {
        Look::at(self.customers, sent, self.timing.pace).await
    }

    fn refusal(&self, error: Error, confirmed: bool) -> Outcome {
        Outcome::Refused {
            cause: Some(Cause::Answer(error)),
            confirmed,
            at: clock(self.timing.pace),
        }
    }

    /// Writes the intent and sends.
    async fn attempt(&self) -> Result<(Sent, Result<Customer, Error>), journal::Error> {
        let body = Update {
            patch: self.request.patch.clone(),
            otp: self.request.otp.clone(),
        };
        let sent = self.intend()?;
        let answer = self.customers.update(self.request.id, &body).await;
        let sent = Sent {
            last_byte: LastByte::now(self.timing.pace),
            ..sent
        };
        Ok((sent, answer))
    }

    fn intend(&self) -> Result<Sent, journal::Error> {
        let started_at = clock(self.timing.pace);
        let left_by = started_at.checked_add(self.timing.longest_attempt);
        let changes = self.request.changes.iter();
        let intent = Intent {
            customer: self.request.id.clone(),
            seen: self.request.base.map(seen),
            changes: changes.map(Change::without_password).collect(),
            started_at,
            left_by: left_by.unwrap_or(started_at),
        };
        Ok(Sent {
            id: self.log.intend(&intent)?,
            intent,
            last_byte: LastByte::now(self.timing.pace),
        })
    }

    /// What an answer, or its lack, comes to.
    async fn conclude(
        &self,
        sent: &Sent,
        answer: Result<Customer, Error>,
        uncertain: bool,
    ) -> Outcome {
        let cause = match answer {
            Ok(customer) if customer.id == *self.request.id => {
                return self.answered(sent, customer).await;
            }
            Ok(_) => Cause::Contradicted,
            Err(error @ Error::OutcomeUnknown(_)) => Cause::Answer(error),
            Err(error) => return self.refused(sent, error, uncertain).await,
        };
        judge(sent, Some(cause), self.look(sent).await, self.timing.pace)
    }

    /// A 200 proves what its record shows. Of what no record shows it is all that can be known.
    async fn answered(&self, sent: &Sent, customer: Customer) -> Outcome {
        let pace = self.timing.pace;
        let rows = held(&sent.intent.changes, &customer);
        match verdict(&rows) {
            Verdict::Held | Verdict::CannotTell => Outcome::Applied {
                customer: Some(customer),
                rows,
                proof: Proof::Answer,
                at: clock(pace),
            },
            // Nobody can read further: this answer is all that will ever be known.
            Verdict::NotHeld | Verdict::Different if self.request.base.is_none() => {
                Outcome::Different {
                    customer: Some(customer),
                    rows,
                    cause: Some(Cause::Contradicted),
                    at: clock(pace),
                }
            }
            Verdict::NotHeld | Verdict::Different => {
                contradicted(sent, self.look(sent).await, pace)
            }
        }
    }

    /// A refusal is believed once the record was read again: where something on the way delivered the
    /// request twice, this may be the answer to the second delivery of a change that was made, or is
    /// still being made.
    async fn refused(&self, sent: &Sent, error: Error, uncertain: bool) -> Outcome {
        let certain = ends_before_work(&error) && !uncertain;
        let Some(base) = self.request.base.filter(|_| !certain) else {
            return self.refusal(error, certain);
        };
        let look = self.look(sent).await;
        let believed = !uncertain || matches!(error, Error::RateLimited { .. });
        match &look.record {
            Err(Error::NotFound) if matches!(error, Error::NotFound) => self.refusal(error, true),
            Ok(customer)
                if believed && let Some(confirmed) = bears_out_refusal(sent, base, customer) =>
            {
                self.refusal(error, confirmed)
            }
            _ => judge(sent, Some(Cause::Answer(error)), look, self.timing.pace),
        }
    }

    /// Before a repeat: `None` where the way is clear.
    async fn look_again(&self, sent: &Sent, error: &Error) -> Option<Outcome> {
        let base = self.request.base?;
        let surely_nothing = matches!(error, Error::NotSent(_));
        let look = self.look(sent).await;
        match &look.record {
            Err(_) if surely_nothing => Some(self.refusal(error.clone(), true)),
            Ok(theirs) if !moved_on(base, theirs, self.request.changes) => None,
            Ok(theirs) if surely_nothing || !all_held(sent, theirs) => Some(Outcome::Conflict {
                theirs: theirs.clone(),
            }),
            _ => {
                let cause = Some(Cause::Answer(error.clone()));
                Some(judge(sent, cause, look, self.timing.pace))
            }
        }
    }

    fn settle(&self, sent: &Sent, outcome: &Outcome) {
        write(self.log, sent, outcome, (self.request.draft_done)());
    }
}

fn seen(base: &Customer) -> journal::Seen {
    journal::Seen {
        name: title(base),
        updated_at: base.updated_at.value().cloned(),
    }
}

/// How long to wait before another attempt; `None` where there is to be none.
fn pause_before_repeat(error: &Error, attempt: u32, pace: &dyn Pace) -> Option<Duration> {
    let (ended, retry_after) = match error {
        Error::NotSent(NotSent::Dns | NotSent::Connect | NotSent::Proxy) => {
            (Ended::Unreachable, None)
        }
        // Without its date there is nothing to wait for.
        Error::RateLimited {
            retry_after: Some(after),
        } => (Ended::Answered(429), Some(*after)),
        _ => return None,
    };
    match next_step(Method::Patch, &ended, attempt, retry_after, pace.jitter()) {
        Step::Wait(pause) => Some(pause),
        Step::Stop => None,
    }
}

/// Refusals that end a request before any server works on it, first delivery or second.
fn ends_before_work(error: &Error) -> bool {
    matches!(
        error,
        Error::NotSent(_) | Error::Unauthorized { .. } | Error::Rejected { status: 413, .. }
    )
}

fn write<L: UpdateLog>(log: &L, sent: &Sent, outcome: &Outcome, draft_is_sent: bool) {
    let settled = Settled {
        draft_done: draft_is_sent && matches!(outcome, Outcome::Applied { .. }),
        left_by: Some(sent.last_byte.at),
        ..outcome.settled(&sent.intent.changes, sent.last_byte.at)
    };
    // The person is shown the outcome all the same; the row stays an intent, which is the safe side.
    let _ = log.settle(sent.id, &settled);
}

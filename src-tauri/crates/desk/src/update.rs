use jiff::Timestamp;
use quentli::{Customer, CustomerId, CustomerPatch, Customers, Error, UnknownCause, Update};
use serde::{Deserialize, Serialize};

use crate::{Change, Held, Verdict, held, verdict};

/// What is about to be sent. It is durable before the first byte leaves, so that a crash
/// afterwards leaves an *unknown* to settle instead of nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intent {
    pub customer: CustomerId,
    /// The record as it was just before; `None` for a key that cannot read.
    pub base: Option<Customer>,
    /// Each line as it was reviewed, without the password's text.
    pub changes: Vec<Change>,
    pub started_at: Timestamp,
    /// The latest moment at which a byte of it can leave, if nothing more is heard of it.
    pub left_by: Timestamp,
}

/// Names an intent in the log that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IntentId(pub i64);

/// Where an intent stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Written down, no outcome yet: after a restart this is an unknown.
    Intent,
    Applied,
    Refused,
    /// The outcome was unknown; reading back showed the old values.
    NotApplied,
    /// The outcome was unknown; reading back showed neither the old values nor all of the new.
    Different,
    Unknown,
}

/// The outcome as the log keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    pub state: State,
    pub at: Timestamp,
    /// What the server held afterwards, where it is known.
    pub held: Option<Customer>,
    /// Why the answer was no "yes", where there was one.
    pub reason: Option<Reason>,
    /// When the attempt ended, where it is known: no byte of it can have left later.
    pub left_by: Option<Timestamp>,
    /// The draft that was sent holds nothing more: it goes together with the outcome's writing.
    pub draft_done: bool,
}

/// What the server said to an update that it refused, or that ended as unknown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub status: Option<u16>,
    /// The server's own words, which may name a person.
    pub message: String,
}

impl std::fmt::Debug for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reason({:?})", self.status)
    }
}

/// Where intents and outcomes are written; each call is durable when it returns.
pub trait UpdateLog: Send + Sync {
    fn intend(&self, intent: &Intent) -> Result<IntentId, LogError>;
    fn settle(&self, id: IntentId, settled: &Settled) -> Result<(), LogError>;
}

/// Why the log could not be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    #[error("the disk is full")]
    Full,
    /// The file was deleted or replaced while it was open.
    #[error("the journal is gone")]
    Gone,
    /// In the journal's own words, without personal data.
    #[error("the journal could not be written: {0}")]
    Other(String),
}

/// One update to do. `changes` and `patch` come from the same [`crate::check`].
#[derive(Debug)]
pub struct Request<'a> {
    pub id: &'a CustomerId,
    /// The record the person saw; `None` for a key that cannot read.
    pub base: Option<&'a Customer>,
    pub changes: &'a [Change],
    pub patch: CustomerPatch,
    pub otp: Option<String>,
    /// The organization this connection belongs to, once known.
    pub organization: Option<&'a str>,
}

/// What became of an update. Only `Applied` says that it is done.
///
/// `cause` is why the answer did not tell; `None` where it is asked for later than the update was
/// sent, since no log keeps it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Applied {
        customer: Customer,
        rows: Vec<Held>,
        proof: Proof,
        at: Timestamp,
    },
    /// Certainly nothing changed.
    Refused { error: Error, at: Timestamp },
    /// The record changed since it was loaded; nothing was sent.
    Conflict { theirs: Customer },
    /// The outcome was unknown, and reading back settled it: the old values are there.
    NotApplied {
        customer: Customer,
        rows: Vec<Held>,
        cause: Option<UnknownCause>,
        at: Timestamp,
    },
    /// The outcome was unknown, and the record now holds something else.
    Different {
        customer: Customer,
        rows: Vec<Held>,
        cause: Option<UnknownCause>,
        at: Timestamp,
    },
    /// Nobody knows. `read_back` is why reading did not settle it; `None` where it was read and
    /// still cannot be told (only write-only fields were sent).
    Unknown {
        rows: Vec<Held>,
        cause: Option<UnknownCause>,
        read_back: Option<Error>,
        at: Timestamp,
    },
}

/// How it is known that an update was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    Answer,
    /// The record was read again; the cause is as in [`Outcome`].
    ReadBack(Option<UnknownCause>),
}

/// Why an update was not even tried. Nothing was sent.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Failure {
    #[error("the record could not be read again before sending: {0}")]
    PreRead(Error),
    #[error("the record belongs to another organization")]
    WrongOrganization,
    #[error(transparent)]
    Log(#[from] LogError),
}

/// Reads the record again, writes the intent, sends, and reads back where the outcome is unknown.
///
/// An outcome that could not be written to the log is still returned: at the next start the intent
/// is settled by reading back.
pub async fn update<C: Customers, L: UpdateLog>(
    customers: &C,
    log: &L,
    now: &(dyn Fn() -> Timestamp + Sync),
    request: Request<'_>,
) -> Result<Outcome, Failure> {
    if let Some(base) = request.base {
        let theirs = customers.get(request.id).await.map_err(Failure::PreRead)?;
        if belongs_elsewhere(&theirs, request.organization) {
            return Err(Failure::WrongOrganization);
        }
        if changed_since(base, &theirs) {
            return Ok(Outcome::Conflict { theirs });
        }
    }
    let intent = Intent {
        customer: request.id.clone(),
        base: request.base.cloned(),
        changes: request
            .changes
            .iter()
            .map(Change::without_password)
            .collect(),
        started_at: now(),
        left_by: now(),
    };
    let intent_id = log.intend(&intent)?;
    let update = Update {
        patch: request.patch,
        otp: request.otp,
    };
    let outcome = match customers.update(request.id, &update).await {
        Ok(customer) if customer.id == *request.id => Outcome::Applied {
            rows: held(&intent.changes, &customer),
            customer,
            proof: Proof::Answer,
            at: now(),
        },
        Ok(_) => {
            let cause = UnknownCause::Unreadable {
                status: 200,
                start: String::new(),
            };
            read_back(customers, &intent, Some(cause), now).await
        }
        Err(Error::OutcomeUnknown(cause)) => read_back(customers, &intent, Some(cause), now).await,
        Err(error) => Outcome::Refused { error, at: now() },
    };
    settle(log, intent_id, &outcome);
    Ok(outcome)
}

/// Settles an intent whose outcome is not known, by reading the record back.
pub async fn resolve<C: Customers, L: UpdateLog>(
    customers: &C,
    log: &L,
    now: &(dyn Fn() -> Timestamp + Sync),
    id: IntentId,
    intent: &Intent,
) -> Outcome {
    let outcome = read_back(customers, intent, None, now).await;
    settle(log, id, &outcome);
    outcome
}

async fn read_back<C: Customers>(
    customers: &C,
    intent: &Intent,
    cause: Option<UnknownCause>,
    now: &(dyn Fn() -> Timestamp + Sync),
) -> Outcome {
    let customer = match customers.get(&intent.customer).await {
        Ok(customer) => customer,
        Err(error) => {
            let rows = intent.changes.iter().map(Held::cannot_tell).collect();
            return Outcome::Unknown {
                rows,
                cause,
                read_back: Some(error),
                at: now(),
            };
        }
    };
    let rows = held(&intent.changes, &customer);
    let at = now();
    let untouched = intent
        .base
        .as_ref()
        .is_some_and(|base| !changed_since(base, &customer));
    match verdict(&rows, untouched) {
        Verdict::Held => Outcome::Applied {
            customer,
            rows,
            proof: Proof::ReadBack(cause),
            at,
        },
        Verdict::NotHeld => Outcome::NotApplied {
            customer,
            rows,
            cause,
            at,
        },
        Verdict::Different => Outcome::Different {
            customer,
            rows,
            cause,
            at,
        },
        Verdict::CannotTell => Outcome::Unknown {
            rows,
            cause,
            read_back: None,
            at,
        },
    }
}

fn settle<L: UpdateLog>(log: &L, id: IntentId, outcome: &Outcome) {
    let (state, at, held) = match outcome {
        Outcome::Applied { customer, at, .. } => (State::Applied, at, Some(customer)),
        Outcome::Refused { at, .. } => (State::Refused, at, None),
        Outcome::NotApplied { customer, at, .. } => (State::NotApplied, at, Some(customer)),
        Outcome::Different { customer, at, .. } => (State::Different, at, Some(customer)),
        Outcome::Unknown { at, .. } => (State::Unknown, at, None),
        Outcome::Conflict { .. } => return,
    };
    // The person is told the outcome all the same; the row stays an intent, which is the safe side.
    let _ = log.settle(
        id,
        &Settled {
            state,
            at: *at,
            held: held.cloned(),
            reason: None,
            left_by: None,
            draft_done: matches!(
                outcome,
                Outcome::Applied {
                    proof: Proof::Answer,
                    ..
                }
            ),
        },
    );
}

/// Whether a record moved on between two reads; without `updatedAt`, whether anything differs.
pub(crate) fn changed_since(base: &Customer, now: &Customer) -> bool {
    match (base.updated_at.value(), now.updated_at.value()) {
        (Some(before), Some(after)) => before != after,
        _ => base != now,
    }
}

fn belongs_elsewhere(customer: &Customer, organization: Option<&str>) -> bool {
    match (customer.organization_id.value(), organization) {
        (Some(theirs), Some(ours)) => theirs != ours,
        _ => false,
    }
}

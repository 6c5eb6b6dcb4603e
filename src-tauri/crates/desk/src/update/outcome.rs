use jiff::Timestamp;
use journal::{After, IntentId, OtherKey, Reason, Settled, State};
use quentli::{Customer, Error, UnknownCause};
use record::{Change, Held, title, values_shown};

use crate::LastByte;

/// What became of an update. Only `Applied` says that it is done.
///
/// `customer` is the record as it was read; `None` where the journal alone knows the outcome. `cause` is
/// why the answer was no "yes"; `None` where nothing keeps it: the journal keeps a status and the server's
/// words, no more.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Applied {
        customer: Option<Customer>,
        rows: Vec<Held>,
        proof: Proof,
        at: Timestamp,
    },
    /// The server said no.
    Refused {
        cause: Option<Cause>,
        /// It is certain that nothing changed. False where only fields were sent that no answer shows,
        /// or for a key that cannot read.
        confirmed: bool,
        at: Timestamp,
    },
    /// The record changed since it was loaded; nothing was sent.
    Conflict { theirs: Customer },
    /// The answer did not say, and reading back showed the old values, late enough to be sure.
    NotApplied {
        customer: Option<Customer>,
        rows: Vec<Held>,
        cause: Option<Cause>,
        at: Timestamp,
    },
    /// The record holds neither all that was sent nor all that was there before.
    Different {
        customer: Option<Customer>,
        rows: Vec<Held>,
        cause: Option<Cause>,
        at: Timestamp,
    },
    /// Nobody knows yet.
    Unknown {
        id: IntentId,
        rows: Vec<Held>,
        cause: Option<Cause>,
        seen: Seen,
        last_byte: LastByte,
        at: Timestamp,
    },
}

/// Why an answer did not settle an update.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// No answer, one that does not say, or a refusal that the record does not bear out.
    Answer(Error),
    /// "Done", with a record that does not hold what was sent.
    Contradicted,
}

/// What reading back showed of an update that is still unknown.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// The record could not be read.
    Failed(Error),
    /// Not what was sent, so far: a server may still be working on it.
    NotYet,
    /// Only fields were sent that no answer shows.
    Hidden,
    /// Its details are under another key, so that nothing can be compared.
    OtherKey(OtherKey),
    /// Its details are damaged, with the same effect.
    Damaged,
}

/// How it is known that an update was applied.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    Answer,
    /// The record was read again; the cause is as in [`Outcome`].
    ReadBack(Option<Cause>),
    /// One of these two, by the journal.
    Recorded,
}

impl Outcome {
    /// As the log keeps it, for what was sent. A conflict means that the attempt before it, over at `attempted`, did
    /// nothing.
    pub(super) fn settled(&self, changes: &[Change], attempted: Timestamp) -> Settled {
        let (state, at, customer, reason) = match self {
            Self::Applied { customer, at, .. } => (State::Applied, *at, customer.as_ref(), None),
            Self::Refused { cause, at, .. } => (State::Refused, *at, None, cause_reason(cause)),
            Self::Conflict { .. } => (State::Refused, attempted, None, None),
            Self::NotApplied {
                customer,
                cause,
                at,
                ..
            } => (
                State::NotApplied,
                *at,
                customer.as_ref(),
                cause_reason(cause),
            ),
            Self::Different {
                customer,
                cause,
                at,
                ..
            } => (
                State::Different,
                *at,
                customer.as_ref(),
                cause_reason(cause),
            ),
            Self::Unknown { cause, at, .. } => (State::Unknown, *at, None, cause_reason(cause)),
        };
        Settled {
            state,
            at,
            after: customer.map(|customer| values_after(changes, customer)),
            reason,
            left_by: None,
            draft_done: false,
        }
    }
}

pub(crate) fn values_after(changes: &[Change], customer: &Customer) -> After {
    After {
        name: title(customer),
        values: values_shown(changes, customer),
    }
}

fn cause_reason(cause: &Option<Cause>) -> Option<Reason> {
    match cause {
        Some(Cause::Answer(error)) => reason(error),
        Some(Cause::Contradicted) | None => None,
    }
}

/// The status and the server's own words, where it had any.
pub(crate) fn reason(error: &Error) -> Option<Reason> {
    let (status, message) = match error {
        Error::Unauthorized { message } => (401, message.as_str()),
        Error::Forbidden { message } => (403, message.as_str()),
        Error::NotFound => (404, ""),
        Error::Rejected {
            status, message, ..
        }
        | Error::Conflict {
            status, message, ..
        }
        | Error::Unavailable { status, message }
        | Error::OutcomeUnknown(UnknownCause::Status { status, message }) => {
            (*status, message.as_str())
        }
        Error::RateLimited { .. } => (429, ""),
        Error::Redirected { status, .. }
        | Error::TooLarge { status, .. }
        | Error::NotJson { status, .. }
        | Error::OutcomeUnknown(
            UnknownCause::Unreadable { status, .. } | UnknownCause::TooLarge { status, .. },
        ) => (*status, ""),
        Error::NotSent(_) | Error::Interrupted(_) | Error::OutcomeUnknown(_) => return None,
    };
    Some(Reason {
        status: Some(status),
        message: message.to_owned(),
    })
}

/// The answer that the journal kept a reason of, as far as the reason goes.
pub(crate) fn recalled(reason: &Reason) -> Option<Cause> {
    let status = reason.status?;
    let message = reason.message.clone();
    let error = match status {
        401 => Error::Unauthorized { message },
        403 => Error::Forbidden { message },
        404 => Error::NotFound,
        409 => Error::Conflict {
            status,
            message,
            field: None,
        },
        429 => Error::RateLimited { retry_after: None },
        400 | 413 | 422 => Error::Rejected {
            status,
            message,
            issues: Vec::new(),
        },
        200..=299 => Error::OutcomeUnknown(UnknownCause::Unreadable {
            status,
            start: message,
        }),
        _ => Error::OutcomeUnknown(UnknownCause::Status { status, message }),
    };
    Some(Cause::Answer(error))
}

use jiff::Timestamp;
use journal::{IntentId, Reason, Settled, State};
use quentli::{Customer, Error, UnknownCause};
use record::Held;

use super::LogError;
use crate::LastByte;

/// What became of an update. Only `Applied` says that it is done.
///
/// `cause` is why the answer did not say; `None` where it is asked for later than the update was
/// sent, since no log keeps it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Applied {
        customer: Customer,
        rows: Vec<Held>,
        proof: Proof,
        at: Timestamp,
    },
    /// The server said no.
    Refused {
        error: Error,
        /// It is certain that nothing changed. False where only fields were sent that no answer shows,
        /// or for a key that cannot read.
        confirmed: bool,
        at: Timestamp,
    },
    /// The record changed since it was loaded; nothing was sent.
    Conflict { theirs: Customer },
    /// The answer did not say, and reading back showed the old values, late enough to be sure.
    NotApplied {
        customer: Customer,
        rows: Vec<Held>,
        cause: Option<Cause>,
        at: Timestamp,
    },
    /// The record holds neither all that was sent nor all that was there before.
    Different {
        customer: Customer,
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
}

/// How it is known that an update was applied.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    Answer,
    /// The record was read again; the cause is as in [`Outcome`].
    ReadBack(Option<Cause>),
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

impl Outcome {
    /// As the log keeps it. A conflict means that the attempt before it, over at `attempted`, did
    /// nothing.
    pub(super) fn settled(&self, attempted: Timestamp) -> Settled {
        let (state, at, held, reason) = match self {
            Self::Applied { customer, at, .. } => (State::Applied, *at, Some(customer), None),
            Self::Refused { error, at, .. } => (State::Refused, *at, None, reason(error)),
            Self::Conflict { .. } => (State::Refused, attempted, None, None),
            Self::NotApplied {
                customer,
                cause,
                at,
                ..
            } => (State::NotApplied, *at, Some(customer), cause_reason(cause)),
            Self::Different {
                customer,
                cause,
                at,
                ..
            } => (State::Different, *at, Some(customer), cause_reason(cause)),
            Self::Unknown { cause, at, .. } => (State::Unknown, *at, None, cause_reason(cause)),
        };
        Settled {
            state,
            at,
            held: held.cloned(),
            reason,
            left_by: None,
            draft_done: false,
        }
    }
}

fn cause_reason(cause: &Option<Cause>) -> Option<Reason> {
    match cause {
        Some(Cause::Answer(error)) => reason(error),
        Some(Cause::Contradicted) | None => None,
    }
}

/// The status and the server's own words, where it had any.
fn reason(error: &Error) -> Option<Reason> {
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

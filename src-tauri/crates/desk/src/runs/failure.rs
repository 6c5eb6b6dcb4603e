//! What a failure of one line says of the others.

use journal::Reason;
use quentli::{Error as ApiError, NotSent, UnknownCause};

use super::RunStop;
use crate::{speaks_of_a_code, update::reason};

/// What no other line would fare better with.
pub(super) fn stop_of(error: &ApiError) -> Option<RunStop> {
    match error {
        ApiError::Unauthorized { .. } => Some(RunStop::Unauthorized),
        ApiError::Forbidden { message } => Some(RunStop::Forbidden(message.clone())),
        ApiError::NotSent(NotSent::Invalid) => None,
        ApiError::NotSent(_) => Some(RunStop::Unreachable),
        _ => None,
    }
}

/// By what two failures are the same: the server's words, or its status. Of refusals for being too fast one counts
/// for all that were on their way.
pub(super) fn failure_of(error: &ApiError, slowed: bool) -> Option<String> {
    if matches!(error, ApiError::RateLimited { .. }) && !slowed {
        return None;
    }
    let Reason { status, message } = match (reason(error), error) {
        (Some(reason), _) => reason,
        (None, ApiError::Interrupted(cause) | ApiError::OutcomeUnknown(cause)) => {
            return Some(match cause {
                UnknownCause::TimedOut => "timeout".to_owned(),
                _ => "connection".to_owned(),
            });
        }
        (None, error) => return Some(error.to_string()),
    };
    match (message.is_empty(), status) {
        (true, Some(status)) => Some(status.to_string()),
        _ => Some(message),
    }
}

pub(super) fn asks_for_a_code(error: &ApiError) -> bool {
    match error {
        ApiError::Rejected { message, .. }
        | ApiError::Conflict { message, .. }
        | ApiError::Forbidden { message }
        | ApiError::Unauthorized { message } => speaks_of_a_code(message, false),
        _ => false,
    }
}

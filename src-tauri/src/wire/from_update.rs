//! What became of updates, for the page.

use desk::{Cause, OtherKey, Outcome};

use super::{
    CommandError, ErrorCode, FieldRefusal, Pending, PendingState, Proof, Seen, Undo, Undoable,
    UpdateReport, Updated,
    from_desk::{all, iso},
};

impl From<desk::Pending> for Pending {
    fn from(pending: desk::Pending) -> Self {
        Self {
            customer_id: pending.customer.to_string(),
            name: pending.name,
            started_at: iso(pending.started_at),
            state: pending.state.into(),
        }
    }
}

impl From<desk::PendingState> for PendingState {
    fn from(state: desk::PendingState) -> Self {
        use desk::PendingState as State;
        match state {
            State::Sending => Self::Sending,
            State::Unknown => Self::Unknown,
            State::OtherKey(OtherKey::Unused) => Self::KeyUnused,
            State::OtherKey(OtherKey::Elsewhere) => Self::KeyElsewhere,
            State::OtherKey(OtherKey::Gone) => Self::KeyGone,
            State::Damaged => Self::Damaged,
            State::Applied => Self::Applied,
            State::NotApplied => Self::NotApplied,
            State::Different => Self::Different,
            State::Refused => Self::Refused,
        }
    }
}

impl From<desk::Report> for UpdateReport {
    fn from(report: desk::Report) -> Self {
        Self {
            update: report.update.map(|id| id.0),
            draft_kept: report.draft_kept,
            recorded: report.recorded,
            undo: report.undo.clone().into(),
            updated: updated(report),
        }
    }
}

impl From<desk::Undoable> for Undoable {
    fn from(undo: desk::Undoable) -> Self {
        Self {
            possible: undo.possible,
            impossible: undo.impossible,
        }
    }
}

impl From<desk::Undo> for Undo {
    fn from(undo: desk::Undo) -> Self {
        Self {
            opened: undo.opened.map(Into::into),
            impossible: undo.impossible,
        }
    }
}

fn updated(report: desk::Report) -> Updated {
    let title = report.title;
    match report.outcome {
        Outcome::Applied {
            rows, proof, at, ..
        } => Updated::Applied {
            title,
            rows: all(rows),
            at: iso(at),
            proof: proof.into(),
        },
        Outcome::NotApplied {
            rows, cause, at, ..
        } => Updated::NotApplied {
            title,
            rows: all(rows),
            at: iso(at),
            cause: cause.into(),
        },
        Outcome::Different {
            rows, cause, at, ..
        } => Updated::Different {
            title,
            rows: all(rows),
            at: iso(at),
            cause: cause.into(),
        },
        Outcome::Unknown {
            rows,
            cause,
            seen,
            at,
            ..
        } => Updated::Unknown {
            title,
            rows: all(rows),
            at: iso(at),
            cause: cause.into(),
            seen: seen.into(),
        },
        Outcome::Refused {
            cause, confirmed, ..
        } => Updated::Refused {
            error: refusal(cause),
            confirmed,
            fields: all(report.fields),
            code_needed: report.code_needed,
            clash: report.clash.map(Into::into),
        },
        Outcome::Conflict { .. } => Updated::Conflict {
            conflict: report.conflict.map(Into::into).unwrap_or_default(),
        },
    }
}

/// That it was refused is known, whatever the words were.
fn refusal(cause: Option<Cause>) -> CommandError {
    match cause {
        Some(cause) => Some(cause).into(),
        None => CommandError::new(ErrorCode::Rejected),
    }
}

impl From<desk::FieldRefusal> for FieldRefusal {
    fn from(refusal: desk::FieldRefusal) -> Self {
        Self {
            field: refusal.field,
            message: refusal.message,
        }
    }
}

impl From<desk::Proof> for Proof {
    fn from(proof: desk::Proof) -> Self {
        match proof {
            desk::Proof::Answer => Self::Answer,
            desk::Proof::ReadBack(cause) => Self::ReadBack {
                cause: cause.into(),
            },
            desk::Proof::Recorded => Self::Recorded,
        }
    }
}

impl From<desk::Seen> for Seen {
    fn from(seen: desk::Seen) -> Self {
        match seen {
            desk::Seen::Failed(error) => Self::Failed {
                error: error.into(),
            },
            desk::Seen::NotYet => Self::NotYet,
            desk::Seen::Hidden => Self::Hidden,
            desk::Seen::OtherKey(OtherKey::Unused) => Self::KeyUnused,
            desk::Seen::OtherKey(OtherKey::Elsewhere) => Self::KeyElsewhere,
            desk::Seen::OtherKey(OtherKey::Gone) => Self::KeyGone,
            desk::Seen::Damaged => Self::Damaged,
        }
    }
}

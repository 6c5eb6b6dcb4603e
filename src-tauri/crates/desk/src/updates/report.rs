//! What came of an update, with what a screen needs beside it.

use journal::{Details, IntentId, State, StoredUpdate};
use quentli::{Customer, CustomerId, Error as ApiError};
use record::{Change, Field, held_in, title};

use super::Undoable;
use crate::{
    Cause, Conflict, Error, LastByte, Outcome, Proof, School, Seen, search, speaks_of_a_code,
    update::recalled, work::Work,
};

/// What became of an update, and which one it is.
#[derive(Clone, Debug)]
pub struct Report {
    /// `None` where the journal has none.
    pub update: Option<IntentId>,
    /// The family's name: as it is now where the update was applied, else as it was sent under.
    pub title: String,
    pub outcome: Outcome,
    /// It is shown as the journal has it; Quentli was not asked just now.
    pub recorded: bool,
    /// Whether anything typed into this family is still kept.
    pub draft_kept: bool,
    /// What a refusal says of single fields, `otp` among them.
    pub fields: Vec<FieldRefusal>,
    /// The refusal speaks of a verification code, which can be offered.
    pub code_needed: bool,
    /// Whether what was sent can be taken back.
    pub undo: Undoable,
    /// The family that already has the value that was refused as taken, where it could be found.
    pub clash: Option<Customer>,
    /// What someone else changed, where the outcome is a conflict.
    pub conflict: Option<Conflict>,
}

#[derive(Clone, Debug)]
pub struct FieldRefusal {
    /// The API's name, or `otp`.
    pub field: String,
    /// The server's own words.
    pub message: String,
}

impl Report {
    fn of(title: String, outcome: Outcome) -> Self {
        Self {
            undo: Undoable::of(&outcome),
            update: None,
            title,
            outcome,
            recorded: false,
            draft_kept: false,
            fields: Vec::new(),
            code_needed: false,
            clash: None,
            conflict: None,
        }
    }
}

/// `known` is the name the family had when the update was sent.
pub(super) async fn fresh(
    work: &Work,
    school: &School,
    id: &CustomerId,
    known: Option<String>,
    outcome: Outcome,
    code_sent: bool,
) -> Result<Report, Error> {
    let title = match &outcome {
        Outcome::Applied {
            customer: Some(customer),
            ..
        } => title(customer),
        _ => known.unwrap_or_else(|| id.to_string()),
    };
    let report = Report::of(title, outcome);
    match &report.outcome {
        Outcome::Conflict { .. } => {
            let conflict = work.with_record(school, id, |record| record.conflict())?;
            let conflict = Some(conflict.ok_or(Error::NotOpen)?);
            Ok(Report { conflict, ..report })
        }
        Outcome::Refused {
            cause: Some(Cause::Answer(error)),
            ..
        } => {
            let error = error.clone();
            Ok(refused(work, school, id, report, &error, code_sent).await)
        }
        _ => Ok(report),
    }
}

/// An outcome as the journal keeps it; `None` for one that was given up.
pub(super) fn stored(update: &StoredUpdate) -> Option<Report> {
    let (intent, after, reason) = match &update.details {
        Details::Readable {
            intent,
            after,
            reason,
        } => (Some(intent), after.as_ref(), reason.as_ref()),
        // What came of it is known all the same.
        Details::OtherKey(_) | Details::Damaged => (None, None, None),
    };
    let seen = intent.and_then(|intent| intent.seen.as_ref());
    let known = seen.map_or_else(|| update.customer.to_string(), |seen| seen.name.clone());
    let rows = intent
        .zip(after)
        .map(|(intent, after)| held_in(&intent.changes, &after.values))
        .unwrap_or_default();
    let at = update.settled_at.unwrap_or(update.started_at);
    let cause = reason.and_then(recalled);
    let customer = None;
    Some(match update.state {
        State::Applied => Report::of(
            after.map_or(known, |after| after.name.clone()),
            Outcome::Applied {
                customer,
                rows,
                proof: Proof::Recorded,
                at,
            },
        ),
        State::NotApplied => Report::of(
            known,
            Outcome::NotApplied {
                customer,
                rows,
                cause,
                at,
            },
        ),
        State::Different => Report::of(
            known,
            Outcome::Different {
                customer,
                rows,
                cause,
                at,
            },
        ),
        State::Refused => {
            let confirmed = intent
                .is_some_and(|intent| intent.seen.is_some() && intent.changes.iter().any(is_shown));
            Report::of(
                known,
                Outcome::Refused {
                    cause,
                    confirmed,
                    at,
                },
            )
        }
        State::Intent | State::Unknown => return None,
    })
}

/// One whose details cannot be read: nothing can be compared, so only a person can end it.
pub(super) fn unreadable(update: &StoredUpdate) -> Report {
    let seen = match update.details {
        Details::OtherKey(key) => Seen::OtherKey(key),
        Details::Damaged | Details::Readable { .. } => Seen::Damaged,
    };
    Report::of(
        update.customer.to_string(),
        Outcome::Unknown {
            id: update.id,
            rows: Vec::new(),
            cause: None,
            seen,
            last_byte: LastByte {
                at: update.left_by,
                uptime: None,
            },
            at: update.started_at,
        },
    )
}

async fn refused(
    work: &Work,
    school: &School,
    id: &CustomerId,
    report: Report,
    error: &ApiError,
    code_sent: bool,
) -> Report {
    let words = words(error);
    let code_needed = words.is_some_and(|words| speaks_of_a_code(words, code_sent));
    let mut fields = field_refusals(error);
    // A code was sent and the refusal speaks of one: it is this code that was refused.
    if code_needed && code_sent && fields.is_empty() {
        fields.push(FieldRefusal {
            field: "otp".into(),
            message: words.unwrap_or_default().into(),
        });
    }
    let asked = work.with_record(school, id, |record| {
        record.code_offered |= code_needed;
        (record.draft.clone(), record.base.clone())
    });
    let clash = match (error, asked) {
        (
            ApiError::Conflict {
                field: Some(field), ..
            },
            Ok((draft, base)),
        ) => search::holder_of(school, id, field, &draft, base.as_ref()).await,
        _ => None,
    };
    Report {
        fields,
        code_needed,
        clash,
        ..report
    }
}

/// Whether any answer of Quentli carries what a change is about.
fn is_shown(change: &Change) -> bool {
    change.field.spec().readable
}

/// The API's own words to a refused update.
fn words(error: &ApiError) -> Option<&str> {
    match error {
        ApiError::Rejected { message, .. }
        | ApiError::Forbidden { message }
        | ApiError::Conflict { message, .. } => Some(message),
        _ => None,
    }
}

fn field_refusals(error: &ApiError) -> Vec<FieldRefusal> {
    match error {
        ApiError::Conflict {
            message,
            field: Some(field),
            ..
        } => vec![FieldRefusal {
            field: field.clone(),
            message: message.clone(),
        }],
        ApiError::Rejected { issues, .. } => issues
            .iter()
            .filter_map(|issue| {
                let field = issue.field.clone()?;
                let known = field == "otp" || Field::named(&field).is_some();
                known.then(|| FieldRefusal {
                    field,
                    message: issue.message.clone(),
                })
            })
            .collect(),
        _ => Vec::new(),
    }
}

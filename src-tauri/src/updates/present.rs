//! What came of an update, for the page.

use desk::{Cause, Outcome, Proof, Seen};
use journal::{Details, State, StoredUpdate};
use quentli::{CustomerId, Error};
use record::{Change, Field, held};

use crate::{
    error::{CommandError, ErrorCode},
    search,
    session::Desk,
    wire::{self, Updated, all, iso, title},
    work::Work,
};

/// `known` is the name the family had when the update was sent.
pub async fn outcome(
    work: &Work,
    desk: &Desk,
    id: &CustomerId,
    known: Option<String>,
    outcome: Outcome,
    code_sent: bool,
) -> Result<Updated, CommandError> {
    let known = known.unwrap_or_else(|| id.to_string());
    Ok(match outcome {
        Outcome::Applied {
            customer,
            rows,
            proof,
            at,
        } => Updated::Applied {
            title: title(&customer),
            rows: all(rows),
            at: iso(at),
            proof: proof.into(),
        },
        Outcome::NotApplied {
            rows, cause, at, ..
        } => Updated::NotApplied {
            title: known,
            rows: all(rows),
            at: iso(at),
            cause: cause.into(),
        },
        Outcome::Different {
            rows, cause, at, ..
        } => Updated::Different {
            title: known,
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
            title: known,
            rows: all(rows),
            at: iso(at),
            cause: cause.into(),
            seen: seen.into(),
        },
        Outcome::Conflict { .. } => {
            let conflict = work.with_record(desk, id, |record| record.conflict())?;
            let conflict = conflict.ok_or_else(|| CommandError::new(ErrorCode::Internal))?;
            Updated::Conflict { conflict }
        }
        Outcome::Refused {
            error, confirmed, ..
        } => refused(work, desk, id, (error, confirmed), code_sent).await,
    })
}

/// An outcome as the journal keeps it; `None` for one that was given up.
pub fn stored(update: &StoredUpdate) -> Option<Updated> {
    let (intent, now, reason) = match &update.details {
        Details::Readable {
            intent,
            held,
            reason,
        } => (Some(intent), held.as_ref(), reason.as_ref()),
        // What came of it is known all the same.
        Details::OtherKey(_) | Details::Damaged => (None, None, None),
    };
    let base = intent.and_then(|intent| intent.base.as_ref());
    let known = base.map_or_else(|| update.customer.to_string(), title);
    let rows = intent
        .zip(now)
        .map(|(intent, customer)| all(held(&intent.changes, customer)))
        .unwrap_or_default();
    let at = iso(update.settled_at.unwrap_or(update.started_at));
    let cause = CommandError::from(reason.cloned());
    Some(match update.state {
        State::Applied => Updated::Applied {
            title: now.map_or(known, title),
            rows,
            at,
            proof: wire::Proof::Recorded,
        },
        State::NotApplied => Updated::NotApplied {
            title: known,
            rows,
            at,
            cause,
        },
        State::Different => Updated::Different {
            title: known,
            rows,
            at,
            cause,
        },
        State::Refused => Updated::Refused {
            // That it was refused is known, whatever the words were.
            error: match reason {
                Some(_) => cause,
                None => CommandError::new(ErrorCode::Rejected),
            },
            confirmed: intent
                .is_some_and(|intent| intent.base.is_some() && intent.changes.iter().any(is_shown)),
            fields: Vec::new(),
            code_needed: false,
            clash: None,
        },
        State::Intent | State::Unknown => return None,
    })
}

/// One whose details cannot be read: nothing can be compared, so only a person can end it.
pub fn unreadable(update: &StoredUpdate) -> Updated {
    let seen = match update.details {
        Details::OtherKey(key) => key.into(),
        Details::Damaged | Details::Readable { .. } => wire::Seen::Damaged,
    };
    Updated::Unknown {
        title: update.customer.to_string(),
        rows: Vec::new(),
        at: iso(update.started_at),
        cause: CommandError::new(ErrorCode::Unconfirmed),
        seen,
    }
}

async fn refused(
    work: &Work,
    desk: &Desk,
    id: &CustomerId,
    (error, confirmed): (Error, bool),
    code_sent: bool,
) -> Updated {
    let words = words(&error);
    let code_needed = words.is_some_and(|words| desk::speaks_of_a_code(words, code_sent));
    let mut fields = field_refusals(&error);
    // A code was sent and the refusal speaks of one: it is this code that was refused.
    if code_needed && code_sent && fields.is_empty() {
        fields.push(wire::FieldRefusal {
            field: "otp".into(),
            message: words.unwrap_or_default().into(),
        });
    }
    let asked = work.with_record(desk, id, |record| {
        record.code_offered |= code_needed;
        (record.draft.clone(), record.base.clone())
    });
    let clash = match (&error, asked) {
        (
            Error::Conflict {
                field: Some(field), ..
            },
            Ok((draft, base)),
        ) => search::holder_of(desk, id, field, &draft, base.as_ref()).await,
        _ => None,
    };
    Updated::Refused {
        error: error.into(),
        confirmed,
        fields,
        code_needed,
        clash,
    }
}

/// Whether any answer of Quentli carries what a change is about.
fn is_shown(change: &Change) -> bool {
    change.field.spec().readable
}

/// The API's own words to a refused update.
fn words(error: &Error) -> Option<&str> {
    match error {
        Error::Rejected { message, .. }
        | Error::Forbidden { message }
        | Error::Conflict { message, .. } => Some(message),
        _ => None,
    }
}

fn field_refusals(error: &Error) -> Vec<wire::FieldRefusal> {
    match error {
        Error::Conflict {
            message,
            field: Some(field),
            ..
        } => {
            vec![wire::FieldRefusal {
                field: field.clone(),
                message: message.clone(),
            }]
        }
        Error::Rejected { issues, .. } => issues
            .iter()
            .filter_map(|issue| {
                let field = issue.field.clone()?;
                let known = field == "otp" || Field::named(&field).is_some();
                known.then(|| wire::FieldRefusal {
                    field,
                    message: issue.message.clone(),
                })
            })
            .collect(),
        _ => Vec::new(),
    }
}

impl From<Proof> for wire::Proof {
    fn from(proof: Proof) -> Self {
        match proof {
            Proof::Answer => Self::Answer,
            Proof::ReadBack(cause) => Self::ReadBack {
                cause: Option::<Cause>::into(cause),
            },
        }
    }
}

impl From<Seen> for wire::Seen {
    fn from(seen: Seen) -> Self {
        match seen {
            Seen::Failed(error) => Self::Failed {
                error: error.into(),
            },
            Seen::NotYet => Self::NotYet,
            Seen::Hidden => Self::Hidden,
        }
    }
}

//! Sending what was reviewed, and what an outcome means for the open record.

use desk::{Draft, Field, Outcome, Value, check};
use quentli::{Customer, CustomerId, Error};

use super::{Record, pending_conflict};
use crate::{
    error::{CommandError, ErrorCode},
    search, services,
    session::Desk,
    wire::{self, all, iso, title},
};

/// Sends what was reviewed.
pub async fn update(
    desk: &Desk,
    id: &CustomerId,
    record: &mut Record,
    otp: Option<String>,
) -> Result<wire::Updated, CommandError> {
    let checked = check(record.base.as_ref(), &record.draft);
    if !checked.problems.is_empty() {
        return Err(CommandError::problems(all(checked.problems)));
    }
    if checked.changes.is_empty() {
        return Err(CommandError::new(ErrorCode::NothingToSend));
    }
    if checked.changes != record.reviewed {
        return Err(CommandError::new(ErrorCode::NotReviewed));
    }
    let code_sent = otp.is_some();
    let request = desk::Request {
        id,
        base: record.base.as_ref(),
        changes: &checked.changes,
        patch: desk::patch(&checked.changes),
        otp,
        organization: desk.connection.organization_id.as_deref(),
    };
    let outcome = desk::update(&desk.client, &desk.book, &services::now, request).await?;
    finish(desk, id, record, outcome, code_sent).await
}

/// Updates whose outcome nobody knows, one per family, oldest first.
pub fn pending(desk: &Desk) -> Result<Vec<(CustomerId, wire::Pending)>, CommandError> {
    let mut pending: Vec<(CustomerId, wire::Pending)> = Vec::new();
    for update in desk.book.pending()? {
        if pending.iter().all(|(id, _)| *id != update.customer) {
            pending.push((update.customer.clone(), wire::Pending::new(&update)));
        }
    }
    Ok(pending)
}

/// Reads back what became of updates to this record whose outcome is not known; `None` where there
/// are none.
pub async fn read_back(desk: &Desk, id: &CustomerId) -> Result<Option<Outcome>, CommandError> {
    let mut last = None;
    for pending in desk
        .book
        .pending()?
        .into_iter()
        .filter(|pending| pending.customer == *id)
    {
        let Some(intent) = pending.intent else {
            // Its details were written under a key that is lost: nothing to compare with.
            desk.book.give_up(pending.id)?;
            last = last.or(Some(unknown_without_details()));
            continue;
        };
        let resolved = desk::resolve(
            &desk.client,
            &desk.book,
            &services::now,
            pending.id,
            &intent,
        );
        last = Some(resolved.await);
    }
    Ok(last)
}

fn unknown_without_details() -> Outcome {
    Outcome::Unknown {
        rows: Vec::new(),
        cause: None,
        read_back: None,
        at: services::now(),
    }
}

/// What an outcome means for the open record and its draft, and how it reads.
pub async fn finish(
    desk: &Desk,
    id: &CustomerId,
    record: &mut Record,
    outcome: Outcome,
    code_sent: bool,
) -> Result<wire::Updated, CommandError> {
    let known = record.base.as_ref().map_or_else(|| id.to_string(), title);
    Ok(match outcome {
        Outcome::Applied {
            customer,
            rows,
            proof,
            at,
        } => {
            let title = title(&customer);
            let readable = desk.connection.can_read;
            let rest = match proof {
                // The draft went together with the outcome's writing.
                desk::Proof::Answer => Draft::default(),
                desk::Proof::ReadBack(_) => {
                    // Typed since it was sent, while Ficha was reading back: still to be sent.
                    let rest = left_of(&record.draft, &customer);
                    let base = readable.then_some(&customer);
                    // A disk that is full by now must not hide what became of the update: what is left
                    // to send is in the open record all the same.
                    let _ = desk.book.save_draft(id, base, &rest, services::now());
                    rest
                }
            };
            let base = readable.then_some(customer);
            *record = Record {
                base,
                draft: rest,
                ..Record::default()
            };
            wire::Updated::Applied {
                title,
                rows: all(rows),
                at: iso(at),
                proof: proof.into(),
            }
        }
        Outcome::NotApplied {
            customer,
            rows,
            cause,
            at,
        } => {
            record.base = Some(customer);
            let cause = cause.into();
            wire::Updated::NotApplied {
                title: known,
                rows: all(rows),
                at: iso(at),
                cause,
            }
        }
        Outcome::Different {
            customer,
            rows,
            cause,
            at,
        } => {
            record.theirs = record.base.is_some().then_some(customer);
            let cause = cause.into();
            wire::Updated::Different {
                title: known,
                rows: all(rows),
                at: iso(at),
                cause,
            }
        }
        Outcome::Unknown {
            rows,
            cause,
            read_back,
            at,
        } => wire::Updated::Unknown {
            title: known,
            rows: all(rows),
            at: iso(at),
            cause: cause.into(),
            read_back: read_back.map(Into::into),
        },
        Outcome::Conflict { theirs } => {
            record.theirs = Some(theirs);
            let conflict =
                pending_conflict(record).ok_or_else(|| CommandError::new(ErrorCode::Internal))?;
            wire::Updated::Conflict { conflict }
        }
        Outcome::Refused { error, .. } => refused(desk, id, record, error, code_sent).await,
    })
}

async fn refused(
    desk: &Desk,
    id: &CustomerId,
    record: &mut Record,
    error: Error,
    code_sent: bool,
) -> wire::Updated {
    let code_needed = speaks_of_a_code(&error);
    record.code_needed |= code_needed;
    let mut fields = field_refusals(&error);
    // A code was sent and the refusal speaks of one: it is this code that was refused.
    if code_needed && code_sent && fields.is_empty() {
        fields.push(wire::FieldRefusal {
            field: "otp".into(),
            message: words(&error).into(),
        });
    }
    let clash = match &error {
        Error::Conflict {
            field: Some(field), ..
        } => search::holder_of(desk, id, field, &record.draft, record.base.as_ref()).await,
        _ => None,
    };
    wire::Updated::Refused {
        error: error.into(),
        fields,
        code_needed,
        clash,
    }
}

/// The server's own words.
fn words(error: &Error) -> &str {
    match error {
        Error::Rejected { message, .. }
        | Error::Forbidden { message }
        | Error::Unauthorized { message }
        | Error::Conflict { message, .. } => message,
        _ => "",
    }
}

/// No answer is documented for a missing code, so the words decide, the fewest that will do.
fn speaks_of_a_code(error: &Error) -> bool {
    let (Error::Rejected { message, .. }
    | Error::Forbidden { message }
    | Error::Unauthorized { message }
    | Error::Conflict { message, .. }) = error
    else {
        return false;
    };
    let words = message.to_lowercase();
    words.split(|c: char| !c.is_alphanumeric()).any(|word| {
        matches!(
            word,
            "otp" | "code" | "código" | "codigo" | "verification" | "verificación"
        )
    })
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

/// The draft, unless the record holds all of it already.
fn left_of(draft: &Draft, customer: &Customer) -> Draft {
    let checked = check(Some(customer), draft);
    if checked.changes.is_empty() && checked.problems.is_empty() {
        return Draft::default();
    }
    draft.clone()
}

/// The text a draft puts into `field`.
pub fn wanted(draft: &Draft, base: Option<&Customer>, field: Field) -> Option<String> {
    let changes = check(base, draft).changes;
    let change = changes.into_iter().find(|change| change.field == field)?;
    match change.after {
        Value::Text { text } => Some(text),
        _ => None,
    }
}

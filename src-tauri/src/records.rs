//! The records open in this session: what each was loaded as, what is being typed into it.

use std::collections::{HashMap, VecDeque};

use desk::{Change, Draft, Field, Outcome, Side, Value, check, conflict, rebase, value_of};
use quentli::{Customer, CustomerId, CustomerPatch, Customers, Error, Update};

use crate::{
    error::{CommandError, ErrorCode},
    services,
    session::Desk,
    wire::{self, Checked, Opened, Reviewed, all, iso, title},
};

/// One open record.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// As the person saw it; `None` for a key that cannot read.
    pub base: Option<Customer>,
    /// As it is now, where it moved on and the person has not decided yet.
    pub theirs: Option<Customer>,
    pub draft: Draft,
    /// What was shown as old → new last. Nothing else may be sent.
    pub reviewed: Vec<Change>,
    pub code_needed: bool,
}

/// The records opened lately, by connection and id. Old ones are let go: their drafts are in the
/// journal.
#[derive(Debug, Default)]
pub struct Records {
    open: HashMap<(String, CustomerId), Record>,
    order: VecDeque<(String, CustomerId)>,
}

const KEPT_OPEN: usize = 32;

impl Records {
    pub fn get(&self, desk: &Desk, id: &CustomerId) -> Result<Record, CommandError> {
        let key = (desk.connection.id.as_str().to_owned(), id.clone());
        self.open
            .get(&key)
            .cloned()
            .ok_or_else(|| CommandError::new(ErrorCode::NotOpen))
    }

    pub fn put(&mut self, desk: &Desk, id: &CustomerId, record: Record) {
        let key = (desk.connection.id.as_str().to_owned(), id.clone());
        self.order.retain(|other| *other != key);
        self.order.push_back(key.clone());
        self.open.insert(key, record);
        while self.order.len() > KEPT_OPEN
            && let Some(oldest) = self.order.pop_front()
        {
            self.open.remove(&oldest);
        }
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Reads a record and takes up its draft, if one was kept.
pub async fn open(desk: &Desk, id: &CustomerId) -> Result<Record, CommandError> {
    let stored = desk.book.draft(id)?;
    let theirs = match desk.connection.can_read {
        true => Some(desk.client.get(id).await?),
        false => None,
    };
    if let Some(customer) = &theirs {
        check_organization(desk, customer)?;
        desk.book.opened(id, &title(customer), services::now())?;
    }
    let Some(stored) = stored else {
        return Ok(Record {
            base: theirs,
            ..Record::default()
        });
    };
    let (Some(base), Some(theirs)) = (stored.base, theirs.clone()) else {
        return Ok(Record {
            base: theirs,
            draft: stored.draft,
            ..Record::default()
        });
    };
    let collides = conflict(&base, &theirs, &stored.draft)
        .rows
        .iter()
        .any(|row| row.mine.is_some());
    if collides {
        let draft = stored.draft;
        return Ok(Record {
            base: Some(base),
            theirs: Some(theirs),
            draft,
            ..Record::default()
        });
    }
    let draft = rebase(&base, &theirs, &stored.draft, &[]);
    Ok(Record {
        base: Some(theirs),
        draft,
        ..Record::default()
    })
}

/// An answer about another organization's family means that the key is another school's.
pub fn check_organization(desk: &Desk, customer: &Customer) -> Result<(), CommandError> {
    match (
        &desk.connection.organization_id,
        customer.organization_id.value(),
    ) {
        (Some(ours), Some(theirs)) if ours != theirs => {
            Err(CommandError::new(ErrorCode::WrongOrganization))
        }
        _ => Ok(()),
    }
}

/// Takes what was typed, keeps it, and says what it comes to.
pub fn edit(
    desk: &Desk,
    id: &CustomerId,
    record: &mut Record,
    draft: Draft,
) -> Result<Checked, CommandError> {
    desk.book
        .save_draft(id, record.base.as_ref(), &draft, services::now())?;
    let checked = check(record.base.as_ref(), &draft);
    record.draft = draft;
    Ok(Checked::new(checked, desk.kept))
}

/// Leaves the draft, and takes the record as it was last read.
pub fn discard(desk: &Desk, id: &CustomerId, record: &mut Record) -> Result<(), CommandError> {
    desk.book.discard_draft(id)?;
    let base = record.theirs.take().or_else(|| record.base.take());
    *record = Record {
        base,
        ..Record::default()
    };
    Ok(())
}

/// Goes on from the record as it is now, keeping the person's side where she chose so.
pub fn take_theirs(
    desk: &Desk,
    id: &CustomerId,
    record: &mut Record,
    mine: &[Side],
) -> Result<(), CommandError> {
    if let (Some(base), Some(theirs)) = (record.base.take(), record.theirs.take()) {
        record.draft = rebase(&base, &theirs, &record.draft, mine);
        record.base = Some(theirs);
        desk.book
            .save_draft(id, record.base.as_ref(), &record.draft, services::now())?;
    }
    Ok(())
}

/// A record for the form.
pub fn opened(desk: &Desk, id: &CustomerId, record: &Record) -> Result<Opened, CommandError> {
    let base = record.base.as_ref();
    let values = base.map_or_else(Default::default, |customer| {
        Field::ALL
            .iter()
            .map(|spec| (spec.field, value_of(customer, spec.field)))
            .collect()
    });
    let last_sent = desk
        .book
        .last_sent(id)?
        .into_iter()
        .map(|sent| wire::LastSent {
            field: sent.field,
            value: sent.value,
            at: iso(sent.at),
        });
    let pending = desk.book.pending()?;
    Ok(Opened {
        id: id.to_string(),
        facts: base.map(Into::into),
        title: base.map_or_else(|| id.to_string(), title),
        values,
        draft: record.draft.clone(),
        draft_saved_at: desk.book.draft(id)?.map(|stored| iso(stored.saved_at)),
        checked: Checked::new(check(base, &record.draft), desk.kept),
        last_sent: last_sent.collect(),
        conflict: pending_conflict(record),
        pending: pending
            .iter()
            .find(|update| update.customer == *id)
            .map(wire::Pending::new),
    })
}

fn pending_conflict(record: &Record) -> Option<wire::Conflict> {
    let (base, theirs) = (record.base.as_ref()?, record.theirs.as_ref()?);
    Some(conflict(base, theirs, &record.draft).into())
}

/// Old → new, with the exact request.
pub fn review(desk: &Desk, id: &CustomerId, record: &mut Record) -> Reviewed {
    let checked = check(record.base.as_ref(), &record.draft);
    record.reviewed.clone_from(&checked.changes);
    let sendable = checked.problems.is_empty() && !checked.changes.is_empty();
    let request = sendable.then(|| preview(desk, id, &desk::patch(&checked.changes)));
    Reviewed {
        id: id.to_string(),
        title: record.base.as_ref().map_or_else(|| id.to_string(), title),
        changes: all(checked.changes),
        problems: all(checked.problems),
        notices: checked.notices,
        request,
        code_needed: record.code_needed,
    }
}

fn preview(desk: &Desk, id: &CustomerId, patch: &CustomerPatch) -> wire::RequestPreview {
    let mut shown = patch.clone();
    shown.password = shown
        .password
        .map(|_| quentli::Password::new("••••••••".to_owned()));
    let update = Update {
        patch: shown,
        otp: None,
    };
    let header = |key: &str, value: &str| wire::Pair {
        key: key.into(),
        value: value.into(),
    };
    wire::RequestPreview {
        method: "PATCH".into(),
        url: format!(
            "{}/v1/customers/{id}",
            desk.connection.server.trim_end_matches('/')
        ),
        headers: vec![
            header("Authorization", "Bearer sk_…"),
            header("Content-Type", "application/json"),
        ],
        body: serde_json::to_string_pretty(&update).unwrap_or_default(),
    }
}

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
    let request = desk::Request {
        id,
        base: record.base.as_ref(),
        changes: &checked.changes,
        patch: desk::patch(&checked.changes),
        otp,
        organization: desk.connection.organization_id.as_deref(),
    };
    let outcome = desk::update(&desk.client, &desk.book, &services::now, request).await?;
    finish(desk, id, record, outcome).await
}

/// Reads back what became of updates to this record whose outcome is not known.
pub async fn read_back(
    desk: &Desk,
    id: &CustomerId,
    record: &mut Record,
) -> Result<wire::Updated, CommandError> {
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
        last = Some(
            desk::resolve(
                &desk.client,
                &desk.book,
                &services::now,
                pending.id,
                &intent,
            )
            .await,
        );
    }
    let outcome = last.ok_or_else(|| CommandError::new(ErrorCode::NothingToSend))?;
    finish(desk, id, record, outcome).await
}

fn unknown_without_details() -> Outcome {
    Outcome::Unknown {
        rows: Vec::new(),
        cause: quentli::UnknownCause::Dropped,
        read_back: None,
        at: services::now(),
    }
}

/// What an outcome means for the open record and its draft, and how it reads.
async fn finish(
    desk: &Desk,
    id: &CustomerId,
    record: &mut Record,
    outcome: Outcome,
) -> Result<wire::Updated, CommandError> {
    let known = record.base.as_ref().map_or_else(|| id.to_string(), title);
    Ok(match outcome {
        Outcome::Applied {
            customer,
            rows,
            proof,
            at,
        } => {
            desk.book.discard_draft(id)?;
            let title = title(&customer);
            let base = desk.connection.can_read.then_some(customer);
            *record = Record {
                base,
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
        Outcome::Refused { error, .. } => refused(desk, id, record, error).await,
    })
}

async fn refused(desk: &Desk, id: &CustomerId, record: &mut Record, error: Error) -> wire::Updated {
    let code_needed = speaks_of_a_code(&error);
    record.code_needed |= code_needed;
    let fields = field_refusals(&error);
    let clash = match &error {
        Error::Conflict {
            field: Some(field), ..
        } => crate::search::holder_of(desk, id, field, &record.draft, record.base.as_ref()).await,
        _ => None,
    };
    wire::Updated::Refused {
        error: error.into(),
        fields,
        code_needed,
        clash,
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

/// The text a draft puts into `field`.
pub fn wanted(draft: &Draft, base: Option<&Customer>, field: Field) -> Option<String> {
    let changes = check(base, draft).changes;
    let change = changes.into_iter().find(|change| change.field == field)?;
    match change.after {
        Value::Text { text } => Some(text),
        _ => None,
    }
}

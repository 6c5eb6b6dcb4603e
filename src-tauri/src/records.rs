//! The records open in this session: what each was loaded as, what is being typed into it.

mod send;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, VecDeque};

use desk::{Change, Draft, Field, Side, check, conflict, rebase, value_of};
use journal::StoredDraft;
use quentli::{Customer, CustomerId, CustomerPatch, Customers, Update};

use crate::{
    error::{CommandError, ErrorCode},
    services,
    session::Desk,
    wire::{self, Checked, Opened, Reviewed, all, iso, title},
};

pub use send::{finish, pending, read_back, update, wanted};

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

/// A record as its draft knows it, without asking Quentli.
pub fn kept(desk: &Desk, id: &CustomerId) -> Result<Record, CommandError> {
    let stored = stored_draft(desk, id)?;
    Ok(stored.map_or_else(Record::default, |stored| Record {
        base: stored.base,
        draft: stored.draft,
        ..Record::default()
    }))
}

fn stored_draft(desk: &Desk, id: &CustomerId) -> Result<Option<StoredDraft>, CommandError> {
    match desk.book.draft(id) {
        // Altered on the disk: it cannot be had back, and the record can be edited without it.
        Err(journal::Error::Unreadable) => {
            desk.book.discard_draft(id)?;
            Ok(None)
        }
        stored => Ok(stored?),
    }
}

/// Reads a record and takes up its draft, if one was kept.
pub async fn open(desk: &Desk, id: &CustomerId) -> Result<Record, CommandError> {
    let stored = stored_draft(desk, id)?;
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

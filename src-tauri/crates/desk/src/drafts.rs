//! The drafts by themselves, without opening their families, which may be gone from Quentli.

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use jiff::Timestamp;
use journal::{DraftState, KeyId};
use quentli::CustomerId;
use record::{Draft, title};

use crate::{Error, Kept, School, records, search, work::Work};

/// A draft of the connection in use.
#[derive(Clone, Debug)]
pub struct DraftLine {
    /// As it is stored: a file that was altered may hold what is no id.
    pub customer: String,
    /// Names it among the drafts of its family; `None` where it is in memory alone.
    pub key: Option<KeyId>,
    /// `None` where nobody knows it.
    pub name: Option<String>,
    pub saved_at: Option<Timestamp>,
    pub kept: Kept,
    pub state: DraftState,
}

/// A draft by itself, for a family that cannot be opened.
#[derive(Clone, Debug)]
pub struct KeptDraft {
    pub title: String,
    pub saved_at: Option<Timestamp>,
    pub draft: Draft,
}

/// Every draft of the connection, those in memory alone first.
pub(crate) fn list(work: &Work, school: &School) -> Result<Vec<DraftLine>, Error> {
    let todays = school.book.key()?;
    let own = school.connection.id.as_str();
    let in_memory = work.unsent().into_iter().filter(|(connection, unsent)| {
        connection == own && matches!(unsent.kept, Kept::DiskFull | Kept::Failed)
    });
    let mut lines: Vec<DraftLine> = in_memory
        .map(|(_, unsent)| DraftLine {
            customer: unsent.customer.to_string(),
            key: None,
            name: Some(unsent.title),
            saved_at: None,
            kept: unsent.kept,
            state: DraftState::Readable,
        })
        .collect();
    let newer: HashSet<String> = lines.iter().map(|line| line.customer.clone()).collect();
    let kept = school.drafts_kept();
    for draft in school.book.drafts()? {
        // What the disk has of a draft in memory is what it was before; another key's is another draft.
        if draft.key != todays || !newer.contains(&draft.customer) {
            lines.push(DraftLine {
                customer: draft.customer,
                key: Some(draft.key),
                name: draft.name,
                saved_at: Some(draft.saved_at),
                kept,
                state: draft.state,
            });
        }
    }
    Ok(lines)
}

/// Whether anything typed into a family under today's key is kept, in memory or on the disk. A password is
/// not: it lasts no longer than the screen it was typed on.
pub(crate) fn is_kept(work: &Work, school: &School, id: &CustomerId) -> bool {
    let open = work.with_record(school, id, |record| record.draft.without_password());
    let open = open.map(|draft| !draft.is_empty());
    open.unwrap_or_else(|_| school.book.has_draft(id).unwrap_or_default())
}

/// What was typed into a family under today's key.
pub(crate) fn kept(work: &Work, school: &School, id: &str) -> Result<Option<KeptDraft>, Error> {
    let id = search::id(id)?;
    let open = work.with_record(school, &id, |record| record.clone());
    let record = open.or_else(|_| records::kept(school, &id))?;
    let stored = school.book.draft(&id).ok().flatten();
    Ok((!record.draft.is_empty()).then(|| KeptDraft {
        title: record.base.as_ref().map_or_else(|| id.to_string(), title),
        saved_at: stored.map(|stored| stored.saved_at),
        draft: record.draft.without_password(),
    }))
}

/// Discards the draft that a line of [`list`] names by its family and its key, and no other.
pub(crate) fn discard(
    work: &Work,
    school: &School,
    id: &str,
    key: Option<KeyId>,
) -> Result<(), Error> {
    let todays = school.book.key()?;
    match key {
        Some(key) if key != todays => Ok(school.book.discard_line(id, key)?),
        key => {
            let open = search::id(id)
                .and_then(|id| work.with_record(school, &id, |record| record.discard(school, &id)));
            open.unwrap_or_else(|_| Ok(school.book.discard_line(id, key.unwrap_or(todays))?))
        }
    }
}

//! The drafts by themselves, without opening their families, which may be gone from Quentli.

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use journal::KeyId;

use crate::{
    error::CommandError,
    records, search,
    session::Desk,
    wire::{DraftLine, DraftState, Kept, KeptDraft, iso, title},
    work::Work,
};

/// Every draft of the connection, those in memory alone first.
pub fn list(work: &Work, desk: &Desk) -> Result<Vec<DraftLine>, CommandError> {
    let todays = desk.book.key()?;
    let own = desk.connection.id.as_str();
    let in_memory = work.unsent().into_iter().filter(|(connection, unsent)| {
        connection == own && matches!(unsent.kept, Kept::DiskFull | Kept::Failed)
    });
    let mut lines: Vec<DraftLine> = in_memory
        .map(|(_, unsent)| DraftLine {
            id: unsent.id,
            key: None,
            name: Some(unsent.title),
            saved_at: None,
            kept: unsent.kept,
            state: DraftState::Readable,
        })
        .collect();
    let newer: HashSet<String> = lines.iter().map(|line| line.id.clone()).collect();
    let kept = desk.drafts_kept();
    for draft in desk.book.drafts()? {
        // What the disk has of a draft in memory is what it was before; another key's is another draft.
        if draft.key != todays || !newer.contains(&draft.customer) {
            lines.push(DraftLine {
                id: draft.customer,
                key: Some(draft.key.0),
                name: draft.name,
                saved_at: Some(iso(draft.saved_at)),
                kept,
                state: draft.state.into(),
            });
        }
    }
    Ok(lines)
}

/// What was typed into a family under today's key.
pub fn kept(work: &Work, desk: &Desk, id: &str) -> Result<Option<KeptDraft>, CommandError> {
    let id = search::id(id)?;
    let open = work.with_record(desk, &id, |record| record.clone());
    let record = open.or_else(|_| records::kept(desk, &id))?;
    let stored = desk.book.draft(&id).ok().flatten();
    Ok((!record.draft.is_empty()).then(|| KeptDraft {
        title: record.base.as_ref().map_or_else(|| id.to_string(), title),
        saved_at: stored.map(|stored| iso(stored.saved_at)),
        draft: record.draft.without_password(),
    }))
}

/// Discards the draft that a line of [`list`] names by its family and its key, and no other.
pub fn discard(work: &Work, desk: &Desk, id: &str, key: Option<i64>) -> Result<(), CommandError> {
    let todays = desk.book.key()?;
    match key.map(KeyId) {
        Some(key) if key != todays => Ok(desk.book.discard_line(id, key)?),
        key => {
            let open = search::id(id)
                .and_then(|id| work.with_record(desk, &id, |record| record.discard(desk, &id)));
            open.unwrap_or_else(|_| Ok(desk.book.discard_line(id, key.unwrap_or(todays))?))
        }
    }
}

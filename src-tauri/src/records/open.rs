use quentli::{CustomerId, Customers};
use record::belongs_elsewhere;

use super::Record;
use crate::{
    error::{CommandError, ErrorCode},
    services,
    session::Desk,
    wire::title,
    work::Work,
};

/// Reads a record and takes up its draft, if one was kept. Always reads: what is remembered of a
/// family may have been renamed, archived or deleted since.
pub async fn open(work: &Work, desk: &Desk, id: &CustomerId) -> Result<(), CommandError> {
    let theirs = match desk.connection.can_read {
        true => Some(desk.client.get(id).await?),
        false => None,
    };
    work.still(desk)?;
    if let Some(customer) = &theirs {
        if belongs_elsewhere(customer, desk.connection.organization_id.as_deref()) {
            return Err(CommandError::new(ErrorCode::WrongOrganization));
        }
        // A disk that takes no note keeps nobody from reading.
        let _ = desk.book.opened(id, &title(customer), services::now());
    }
    // What is in memory is newer than the journal, and all there is where the disk was full.
    let (steps, before) = work
        .with_record(desk, id, |record| {
            let newer = !record.draft.is_empty() || record.unsaved.is_some();
            (record.steps.clone(), newer.then(|| record.clone()))
        })
        .unwrap_or_default();
    let mut record = match before {
        Some(record) => Record {
            // A password lasts no longer than the screen it was typed on.
            draft: record.draft.without_password(),
            base: record.base,
            unsaved: record.unsaved,
            ..Record::default()
        },
        None => kept(desk, id)?,
    };
    record.steps = steps;
    record.meet(theirs);
    if record.unsaved.is_some() {
        // There may be room again.
        record.save(desk, id);
    }
    work.put_record(desk, id, record);
    Ok(())
}

/// A record as its draft in the journal knows it, without asking Quentli.
pub fn kept(desk: &Desk, id: &CustomerId) -> Result<Record, CommandError> {
    let stored = match desk.book.draft(id) {
        // Altered on the disk. The record can be edited without it; Find lists it until somebody discards it.
        Err(journal::Error::Unreadable) => None,
        stored => stored?,
    };
    Ok(stored.map_or_else(Record::default, |stored| Record {
        base: stored.base,
        draft: stored.draft,
        ..Record::default()
    }))
}

use quentli::{Customer, CustomerId, Customers, Error as ApiError};
use record::{belongs_elsewhere, title};

use super::Record;
use crate::{Error, School, work::Work};

/// Reads a record and takes up its draft, if one was kept. Always reads: what is remembered of a
/// family may have been renamed, archived or deleted since.
pub(crate) async fn open(work: &Work, school: &School, id: &CustomerId) -> Result<(), Error> {
    let theirs = match school.connection.can_read {
        true => {
            let read = school.client.get(id).await;
            if matches!(read, Err(ApiError::NotFound)) {
                school.roster.remove(id);
            }
            Some(read?)
        }
        false => None,
    };
    work.still(school)?;
    if let Some(customer) = &theirs {
        if belongs_elsewhere(customer, school.organization()) {
            return Err(Error::WrongOrganization);
        }
        school.roster.put(customer);
        // A disk that takes no note keeps nobody from reading.
        let _ = school.book.opened(id, &title(customer), school.now());
    }
    work.renew_record(school, id, |before| {
        let steps = before.map(|record| record.steps.clone());
        // What is in memory is newer than the journal, and all there is where the disk was full.
        let newer = before.filter(|record| !record.draft.is_empty() || record.unsaved.is_some());
        let mut record = match newer {
            Some(record) => Record {
                // A password lasts no longer than the screen it was typed on.
                draft: record.draft.without_password(),
                base: record.base.clone(),
                unsaved: record.unsaved.clone(),
                ..Record::default()
            },
            None => kept(school, id)?,
        };
        record.steps = steps.unwrap_or_default();
        record.meet(theirs);
        if record.unsaved.is_some() {
            // There may be room again.
            record.save(school, id);
        }
        Ok(record)
    })
}

/// Reads a record beside the one that is open: it is not opened, and its draft, if any, is left alone.
pub(crate) async fn look(work: &Work, school: &School, id: &CustomerId) -> Result<Customer, Error> {
    let customer = school.client.get(id).await?;
    work.still(school)?;
    if belongs_elsewhere(&customer, school.organization()) {
        return Err(Error::WrongOrganization);
    }
    school.roster.put(&customer);
    Ok(customer)
}

/// A record as its draft in the journal knows it, without asking Quentli.
pub(crate) fn kept(school: &School, id: &CustomerId) -> Result<Record, Error> {
    let stored = match school.book.draft(id) {
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

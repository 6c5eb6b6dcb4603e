use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::{Error, Journal, open};

impl Journal {
    /// Deletes settled updates whose outcome was seen, and last opened families, from before
    /// `older_than`; returns how many updates went. Drafts, updates that are not settled and
    /// outcomes that nobody saw yet stay, however old.
    ///
    /// Nothing here knows what time it is: a cutoff from a clock that jumped ahead erases the whole
    /// history. Callers confirm the clock first.
    pub fn purge(&self, older_than: Timestamp) -> Result<usize, Error> {
        let before = older_than.as_millisecond();
        self.write(|store| {
            let transaction = immediate(&mut store.database)?;
            let updates = transaction.execute(
                "DELETE FROM updates WHERE noted_at IS NOT NULL
                 AND coalesce(settled_at, started_at) < ?1",
                [before],
            )?;
            let recents =
                transaction.execute("DELETE FROM recents WHERE opened_at < ?1", [before])?;
            transaction.commit()?;
            if updates + recents > 0 {
                checkpoint(&store.database)?;
            }
            Ok(updates)
        })
    }

    /// Deletes drafts, last opened families, settled updates and the damaged files that were kept,
    /// so that no byte of them stays in the folder. Updates that are not settled, connections and
    /// settings stay.
    pub fn erase(&self) -> Result<(), Error> {
        self.write(|store| {
            let transaction = immediate(&mut store.database)?;
            transaction.execute_batch("DELETE FROM drafts; DELETE FROM recents;")?;
            transaction.execute(
                "DELETE FROM updates WHERE state NOT IN ('intent', 'unknown')",
                [],
            )?;
            transaction.commit()?;
            shred(&store.database)
        })?;
        open::remove_damaged(self.folder())
    }
}

pub(crate) fn immediate(database: &mut Connection) -> Result<Transaction<'_>, Error> {
    Ok(database.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

/// Rewrites the file without what was deleted, then empties the write-ahead log.
pub(crate) fn shred(database: &Connection) -> Result<(), Error> {
    // In this order: VACUUM itself goes through the log.
    database.execute_batch("VACUUM")?;
    checkpoint(database)
}

pub(crate) fn checkpoint(database: &Connection) -> Result<(), Error> {
    let busy: i32 = database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy == 0 {
        Ok(())
    } else {
        Err(Error::Database(rusqlite::ffi::SQLITE_BUSY))
    }
}

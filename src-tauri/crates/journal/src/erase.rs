use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior, params_from_iter};

use crate::{Error, Journal, connect::set, open, runs::purge_runs};

impl Journal {
    /// Deletes settled updates whose outcome was seen, runs that ended, and last opened families, from before
    /// `older_than`; returns how many updates went. A run goes as a whole, and stays as long as one of its lines
    /// has to. Drafts, updates that are not settled and
    /// outcomes that nobody saw yet stay, however old.
    ///
    /// Nothing here knows what time it is: a cutoff from a clock that jumped ahead erases the whole
    /// history. Callers confirm the clock first.
    pub fn purge(&self, older_than: Timestamp) -> Result<usize, Error> {
        let before = older_than.as_millisecond();
        self.write_alone(move |store| {
            let transaction = immediate(&mut store.database)?;
            let updates = transaction.execute(
                "DELETE FROM updates WHERE noted_at IS NOT NULL AND run IS NULL
                 AND coalesce(settled_at, started_at) < ?1",
                [before],
            )?;
            let updates = updates + purge_runs(&transaction, before)?;
            let recents =
                transaction.execute("DELETE FROM recents WHERE opened_at < ?1", [before])?;
            transaction.commit()?;
            if updates + recents > 0 {
                checkpoint(&store.database)?;
            }
            Ok(updates)
        })
    }

    /// Deletes drafts, last opened families, runs, settled updates and the damaged files that were kept,
    /// so that no byte of them stays in the folder. Updates whose outcome nobody knows, their
    /// runs, connections and settings stay.
    pub fn erase(&self) -> Result<(), Error> {
        self.write_alone(|store| {
            let tables = [
                ("drafts", "FALSE"),
                ("recents", "FALSE"),
                ("updates", "state IN ('intent', 'unknown')"),
                ("run_rows", "FALSE"),
                ("runs", "id IN (SELECT run FROM main.updates)"),
            ];
            rewrite(&mut store.database, &tables, None)
        })?;
        open::remove_damaged(self.folder())
    }
}

pub(crate) fn immediate(database: &mut Connection) -> Result<Transaction<'_>, Error> {
    Ok(database.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

/// Leaves in each table the rows for which its condition holds, `id` being its parameter, and no byte of the
/// others in any file.
///
/// With `secure_delete` a row is overwritten where it stands, but where SQLite once spread a full page over
/// several, copies of rows are left between the others. A table that is emptied as a whole, though, has all of
/// its pages overwritten, and those are what the rows that stay are put back into.
pub(crate) fn rewrite(
    database: &mut Connection,
    tables: &[(&str, &str)],
    id: Option<&str>,
) -> Result<(), Error> {
    // With foreign keys SQLite deletes row by row.
    set(database, "foreign_keys", &0.into())?;
    let rewritten = refill(database, tables, id);
    set(database, "foreign_keys", &1.into())?;
    rewritten?;
    checkpoint(database)
}

fn refill(
    database: &mut Connection,
    tables: &[(&str, &str)],
    id: Option<&str>,
) -> Result<(), Error> {
    let transaction = immediate(database)?;
    for (table, stays) in tables {
        transaction.execute(
            &format!("CREATE TEMP TABLE staying AS SELECT * FROM main.{table} WHERE {stays}"),
            params_from_iter(id),
        )?;
        transaction.execute_batch(&format!(
            "DELETE FROM main.{table};
             INSERT INTO main.{table} SELECT * FROM temp.staying;
             DROP TABLE temp.staying;"
        ))?;
    }
    Ok(transaction.commit()?)
}

/// Empties the write-ahead log into the database.
pub(crate) fn checkpoint(database: &Connection) -> Result<(), Error> {
    let busy: i32 = database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy == 0 {
        Ok(())
    } else {
        Err(Error::Database(rusqlite::ffi::SQLITE_BUSY))
    }
}

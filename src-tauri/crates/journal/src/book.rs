use std::fmt;

use jiff::Timestamp;
use record::CustomerId;
use rusqlite::params;

use crate::{ConnectionId, Error, Journal, seal::Place, store::Store};

/// How many last opened families are kept per connection.
const RECENTS_KEPT: i64 = 50;

/// One connection's part of the journal, and the log of its updates.
#[derive(Clone, Debug)]
pub struct Book {
    pub(crate) journal: Journal,
    pub(crate) connection: ConnectionId,
}

/// A family opened lately.
#[derive(Clone, PartialEq, Eq)]
pub struct Recent {
    pub customer: CustomerId,
    pub name: String,
    pub at: Timestamp,
}

impl Book {
    pub(crate) fn new(journal: Journal, connection: ConnectionId) -> Self {
        Self {
            journal,
            connection,
        }
    }

    pub(crate) fn place<'a>(&'a self, table: &'a str, column: &'a str, row: &'a str) -> Place<'a> {
        Place::of(&self.connection, table, column, row)
    }

    /// Whether what was written is still where it was written to.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.journal.write(|_| Ok(())).is_ok()
    }

    /// Notes that a family was opened, under the name it had then.
    pub fn opened(&self, customer: &CustomerId, name: &str, at: Timestamp) -> Result<(), Error> {
        let opened_at = at.as_millisecond();
        self.journal.write_sealed(|sealer| {
            let (connection, customer) = (self.connection.clone(), customer.clone());
            let key = sealer.key;
            let name = sealer.seal(self.place("recents", "name", customer.as_str()), name)?;
            Ok(move |store: &Store| {
                let (connection, customer) = (connection.as_str(), customer.as_str());
                store
                    .database
                    .prepare_cached(
                        "INSERT INTO recents (connection, customer, key, name, opened_at)
                         VALUES (?1, ?2, ?3, ?4, ?5)
                         ON CONFLICT (connection, customer, key) DO UPDATE SET
                             name = excluded.name, opened_at = excluded.opened_at",
                    )?
                    .execute(params![connection, customer, key, name, opened_at])?;
                store
                    .database
                    .prepare_cached(
                        "DELETE FROM recents WHERE rowid IN (
                             SELECT rowid FROM recents WHERE connection = ?1 AND key = ?2
                             ORDER BY opened_at DESC, rowid DESC LIMIT -1 OFFSET ?3)",
                    )?
                    .execute((connection, key, RECENTS_KEPT))?;
                Ok(())
            })
        })
    }

    /// The families opened last, newest first; at most 50 are kept.
    pub fn recent(&self, limit: usize) -> Result<Vec<Recent>, Error> {
        self.journal.read_sealed(|database, sealer| {
            let mut select = database.prepare_cached(
                "SELECT customer, name, opened_at FROM recents
                 WHERE connection = ?1 AND key = ?2
                 ORDER BY opened_at DESC, rowid DESC",
            )?;
            let rows = select.query_map((self.connection.as_str(), sealer.key), |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
            let mut recents = Vec::new();
            for row in rows.take(limit) {
                let (id, name, at): (String, Vec<u8>, i64) = row?;
                // A row that cannot be read is no reason to hide the others.
                let name = sealer.open(self.place("recents", "name", &id), &name);
                if let (Ok(name), Ok(customer), Ok(at)) = (name, customer_id(&id), time(at)) {
                    recents.push(Recent { customer, name, at });
                }
            }
            Ok(recents)
        })
    }
}

pub(crate) fn time(milliseconds: i64) -> Result<Timestamp, Error> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| Error::Damaged)
}

pub(crate) fn customer_id(text: &str) -> Result<CustomerId, Error> {
    CustomerId::parse(text).ok_or(Error::Damaged)
}

impl fmt::Debug for Recent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recent({}, {:?})", self.customer, self.at)
    }
}

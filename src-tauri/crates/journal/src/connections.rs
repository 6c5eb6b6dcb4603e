use std::fmt;

use chacha20poly1305::aead::Generate;
use data_encoding::HEXLOWER;
use rusqlite::Row;
use serde::{Deserialize, Serialize};

use crate::{Error, Journal, erase::rewrite, open, store::Store};

/// Names a connection: 32 random hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConnectionId(String);

impl ConnectionId {
    /// A new random id.
    ///
    /// # Panics
    /// Where the system has no randomness to give.
    #[must_use]
    pub fn generate() -> Self {
        Self(HEXLOWER.encode(&<[u8; 16]>::generate()))
    }

    /// Takes the text of an id; `None` where it cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 32 && HEXLOWER.decode(text.as_bytes()).is_ok();
        fits.then(|| Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A saved way into one school's account. The API key is in the keychain, never here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    pub id: ConnectionId,
    /// What the person calls it.
    pub name: String,
    pub environment: String,
    /// The address that requests go to.
    pub server: String,
    /// Learnt from the first answer; another one later means that the key was exchanged.
    pub organization_id: Option<String>,
    /// False for a key that may write but not read.
    pub can_read: bool,
}

impl Journal {
    /// Every saved connection, oldest first.
    pub fn connections(&self) -> Result<Vec<Connection>, Error> {
        self.read(|database| {
            let mut select = database.prepare_cached(
                "SELECT id, name, environment, server, organization_id, can_read
                 FROM connections ORDER BY position",
            )?;
            let rows = select.query_map([], connection)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Adds the connection, or replaces what is stored under its id.
    pub fn save_connection(&self, connection: &Connection) -> Result<(), Error> {
        let connection = connection.clone();
        self.write(move |store| {
            store
                .database
                .prepare_cached(
                    "INSERT INTO connections
                         (id, name, environment, server, organization_id, can_read)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (id) DO UPDATE SET
                         name = excluded.name, environment = excluded.environment,
                         server = excluded.server, organization_id = excluded.organization_id,
                         can_read = excluded.can_read",
                )?
                .execute((
                    &connection.id.0,
                    &connection.name,
                    &connection.environment,
                    &connection.server,
                    &connection.organization_id,
                    connection.can_read,
                ))?;
            Ok(())
        })
    }

    /// Removes the connection with its drafts, its last opened and all its updates, even those
    /// that are not settled; no byte of them stays, in damaged files that were kept neither.
    ///
    /// The connection itself goes last: where something fails in the middle it is still listed, and
    /// can be forgotten again.
    pub fn forget_connection(&self, id: &ConnectionId) -> Result<(), Error> {
        let leave_out = |tables: &'static [(&'static str, &'static str)]| {
            let id = id.clone();
            self.write_alone(move |store: &mut Store| {
                rewrite(&mut store.database, tables, Some(id.as_str()))
            })
        };
        leave_out(&[
            ("drafts", "connection <> ?1"),
            ("recents", "connection <> ?1"),
            ("updates", "connection <> ?1"),
            ("run_rows", "connection <> ?1"),
            ("runs", "connection <> ?1"),
            ("settings", "substr(name, 1, length(?1) + 1) <> ?1 || '/'"),
        ])?;
        open::remove_damaged(self.folder())?;
        leave_out(&[("connections", "id <> ?1")])
    }
}

fn connection(row: &Row<'_>) -> rusqlite::Result<Connection> {
    Ok(Connection {
        id: ConnectionId(row.get(0)?),
        name: row.get(1)?,
        environment: row.get(2)?,
        server: row.get(3)?,
        organization_id: row.get(4)?,
        can_read: row.get(5)?,
    })
}

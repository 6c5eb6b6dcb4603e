use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::OptionalExtension;

use crate::{
    Book, ConnectionId, Error, Finding, JournalKey,
    open::{self, Lock, Opened},
    presence::Presence,
    seal::Sealer,
    unlock::enroll_late,
};

/// The store of everything that must outlive a crash. Clones share it.
#[derive(Clone)]
pub struct Journal(Arc<Inner>);

struct Inner {
    // Dropped in this order: the database is closed before another process may open it.
    store: Mutex<Store>,
    _lock: Lock,
    folder: PathBuf,
}

/// What one call at a time works with.
pub(crate) struct Store {
    pub(crate) database: rusqlite::Connection,
    pub(crate) sealer: Option<Sealer>,
    /// The sealer's key, where the disk had no room for it.
    pub(crate) to_enroll: Option<JournalKey>,
    pub(crate) files: Presence,
}

impl Store {
    pub(crate) fn sealer(&self) -> Result<&Sealer, Error> {
        self.sealer.as_ref().ok_or(Error::Locked)
    }
}

impl Journal {
    /// Opens the journal in `folder`, making both where they are missing. Personal columns stay
    /// closed until [`Journal::unlock`].
    pub fn open(folder: &Path) -> Result<(Self, Vec<Finding>), Error> {
        let Opened {
            database,
            files,
            lock,
            findings,
        } = open::open(folder)?;
        let sealer = None;
        let inner = Inner {
            store: Mutex::new(Store {
                database,
                sealer,
                to_enroll: None,
                files,
            }),
            _lock: lock,
            folder: folder.to_owned(),
        };
        Ok((Self(Arc::new(inner)), findings))
    }

    /// One connection's part of the journal.
    #[must_use]
    pub fn book(&self, connection: &ConnectionId) -> Book {
        Book::new(self.clone(), connection.clone())
    }

    pub fn setting(&self, name: &str) -> Result<Option<String>, Error> {
        self.with(|store| {
            let mut select = store
                .database
                .prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
            Ok(select.query_row([name], |row| row.get(0)).optional()?)
        })
    }

    /// Stores a setting of the journal; `None` removes it.
    pub fn set_setting(&self, name: &str, value: Option<&str>) -> Result<(), Error> {
        self.write(|store| {
            let database = &store.database;
            match value {
                Some(value) => database
                    .prepare_cached(
                        "INSERT INTO settings (name, value) VALUES (?1, ?2)
                         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    )?
                    .execute([name, value])?,
                None => database
                    .prepare_cached("DELETE FROM settings WHERE name = ?1")?
                    .execute([name])?,
            };
            Ok(())
        })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0.folder
    }

    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, Error>,
    ) -> Result<T, Error> {
        // A panic in another thread rolled its transaction back: the store is as good as before.
        let mut store = self.0.store.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut store)
    }

    /// For everything that writes: nothing is reported as written that went to a deleted file.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.with(|store| {
            store.files.check()?;
            enroll_late(store)?;
            work(store)
        })
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Journal(…)")
    }
}

#[cfg(test)]
mod tests;

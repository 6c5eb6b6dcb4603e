use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

use rusqlite::OptionalExtension;

use crate::{
    Book, ConnectionId, Error, Finding,
    connect::{Connected, INDEX, Index},
    draft::LastBase,
    draft_list::Drafted,
    erase::checkpoint,
    open::{self, DATABASE, Lock, Opened},
    seal::Sealer,
    store::{InUse, Store},
    suspect,
    unlock::next_id,
    writer::{Answer, Writer},
};

/// The store of everything that must outlive a crash. Clones share it.
#[derive(Clone)]
pub struct Journal(Arc<Inner>);

struct Inner {
    // Dropped in this order: the connection that reads, since only one that writes can empty the log when it is
    // closed last; the thread; the connection that writes, before another process may open the database.
    reader: Option<Mutex<rusqlite::Connection>>,
    writer: Writer,
    store: Arc<Mutex<Store>>,
    _lock: Lock,
    sealer: InUse,
    last_base: LastBase,
    drafted: Drafted,
    next_update: AtomicI64,
    next_run: AtomicI64,
    folder: PathBuf,
}

impl Journal {
    /// Opens the journal in `folder`, making both where they are missing. Personal columns stay
    /// closed until [`Journal::unlock`].
    pub fn open(folder: &Path) -> Result<(Self, Vec<Finding>), Error> {
        Self::open_with(folder, INDEX)
    }

    pub(crate) fn open_with(folder: &Path, index: Index) -> Result<(Self, Vec<Finding>), Error> {
        let Opened {
            connected,
            lock,
            findings,
        } = open::open(folder, index)?;
        let Connected {
            writer: database,
            reader,
            files,
        } = connected;
        let next_update = next_id(&database, "updates")?.into();
        let next_run = next_id(&database, "runs")?.into();
        let sealer = InUse::default();
        let store = Arc::new(Mutex::new(Store {
            database,
            sealer: sealer.clone(),
            to_enroll: None,
            files,
        }));
        let inner = Inner {
            reader: reader.map(Mutex::new),
            writer: Writer::start(Arc::clone(&store))?,
            store,
            _lock: lock,
            sealer,
            last_base: LastBase::default(),
            drafted: Drafted::default(),
            next_update,
            next_run,
            folder: folder.to_owned(),
        };
        Ok((Self(Arc::new(inner)), findings))
    }

    /// For a process that ends without dropping the journal: leaves what dropping it leaves, so that the next
    /// opening takes it for a clean end.
    pub fn end(&self) -> Result<(), Error> {
        self.alone(|store| checkpoint(&store.database))
    }

    /// One connection's part of the journal.
    #[must_use]
    pub fn book(&self, connection: &ConnectionId) -> Book {
        Book::new(self.clone(), connection.clone())
    }

    pub fn setting(&self, name: &str) -> Result<Option<String>, Error> {
        self.read(|database| {
            let mut select =
                database.prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
            Ok(select.query_row([name], |row| row.get(0)).optional()?)
        })
    }

    /// Stores a setting of the journal; `None` removes it.
    pub fn set_setting(&self, name: &str, value: Option<&str>) -> Result<(), Error> {
        self.mark_damage(self.ask_for_setting(name, value).wait())
    }

    pub(crate) fn ask_for_setting(&self, name: &str, value: Option<&str>) -> Answer<()> {
        let (name, value) = (name.to_owned(), value.map(str::to_owned));
        self.ask(move |store| {
            let database = &store.database;
            match &value {
                Some(value) => database
                    .prepare_cached(
                        "INSERT INTO settings (name, value) VALUES (?1, ?2)
                         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    )?
                    .execute([&name, value])?,
                None => database
                    .prepare_cached("DELETE FROM settings WHERE name = ?1")?
                    .execute([&name])?,
            };
            Ok(())
        })
    }

    #[cfg(test)]
    pub(crate) fn reads_beside(&self) -> bool {
        self.0.reader.is_some()
    }

    pub(crate) fn last_base(&self) -> &LastBase {
        &self.0.last_base
    }

    pub(crate) fn drafted(&self) -> &Drafted {
        &self.0.drafted
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// A number for an update, which no other gets: its ciphertexts are bound to it before it is written. One
    /// that is never written is free again at the next start.
    pub(crate) fn number_update(&self) -> i64 {
        self.0.next_update.fetch_add(1, Ordering::Relaxed)
    }

    /// As [`Journal::number_update`], for a run.
    pub(crate) fn number_run(&self) -> i64 {
        self.0.next_run.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let read = match &self.0.reader {
            Some(reader) => work(&reader.lock().unwrap_or_else(PoisonError::into_inner)),
            None => self.with(|store| work(&store.database)),
        };
        self.mark_damage(read)
    }

    /// As [`Journal::read`], with the key that the rows are under meanwhile.
    pub(crate) fn read_sealed<T>(
        &self,
        work: impl FnOnce(&rusqlite::Connection, &Sealer) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.read(|database| {
            let sealer = self.0.sealer.held();
            work(database, sealer.as_deref().ok_or(Error::Locked)?)
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Store) -> Result<T, Error>) -> Result<T, Error> {
        // A panic in another thread rolled its transaction back: the store is as good as before.
        let mut store = self.0.store.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut store)
    }

    /// Writes rows, together with whatever else waits to be written; they are on the disk when this returns.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&Store) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.mark_damage(self.ask(work).wait())
    }

    pub(crate) fn ask<T: Send + 'static>(
        &self,
        work: impl Fn(&Store) -> Result<T, Error> + Send + 'static,
    ) -> Answer<T> {
        self.0.writer.rows(work)
    }

    /// As [`Journal::write`], for rows that `seal` encrypts, on the caller's thread.
    pub(crate) fn write_sealed<T, W>(
        &self,
        seal: impl Fn(&Sealer) -> Result<W, Error>,
    ) -> Result<T, Error>
    where
        T: Send + 'static,
        W: Fn(&Store) -> Result<T, Error> + Send + 'static,
    {
        self.write_under(|sealer| seal(sealer.ok_or(Error::Locked)?))
    }

    /// As [`Journal::write_sealed`], where it is written while locked, too.
    pub(crate) fn write_under<T, W>(
        &self,
        seal: impl Fn(Option<&Sealer>) -> Result<W, Error>,
    ) -> Result<T, Error>
    where
        T: Send + 'static,
        W: Fn(&Store) -> Result<T, Error> + Send + 'static,
    {
        loop {
            let sealer = self.0.sealer.get();
            let key = sealer.as_ref().map(|sealer| sealer.key);
            let work = seal(sealer.as_deref())?;
            let written = self.write(move |store| {
                // Another key came while this was on its way: it would be the only row still under the old one.
                if store.sealer.get().map(|sealer| sealer.key) != key {
                    return Ok(None);
                }
                work(store).map(Some)
            })?;
            if let Some(written) = written {
                return Ok(written);
            }
        }
    }

    /// For what begins and commits by itself, or has to work where nothing can be written.
    pub(crate) fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.mark_damage(self.ask_alone(work).wait())
    }

    pub(crate) fn ask_alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, Error> + Send + 'static,
    ) -> Answer<T> {
        self.0.writer.alone(work)
    }

    pub(crate) fn write_alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.alone(|store| {
            store.ready_to_write()?;
            work(store)
        })
    }

    /// Sees to it that what turned out to be damaged is looked through at the next start.
    fn mark_damage<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        if matches!(result, Err(Error::Damaged)) {
            suspect::mark(&self.0.folder.join(DATABASE));
        }
        result
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Journal(…)")
    }
}

#[cfg(test)]
pub(crate) mod tests;

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use rusqlite::Connection;

use crate::{Error, JournalKey, presence::Presence, seal::Sealer, unlock::enroll_late};

/// What the thread that writes works with.
pub(crate) struct Store {
    pub(crate) database: Connection,
    pub(crate) sealer: InUse,
    /// The sealer's key, where the disk had no room for it.
    pub(crate) to_enroll: Option<JournalKey>,
    pub(crate) files: Presence,
}

impl Store {
    pub(crate) fn sealer(&self) -> Result<Arc<Sealer>, Error> {
        self.sealer.get().ok_or(Error::Locked)
    }

    /// Before every write: nothing is reported as written that went to a deleted file.
    pub(crate) fn ready_to_write(&mut self) -> Result<(), Error> {
        self.files.check()?;
        enroll_late(self)
    }
}

/// The sealer in use, if any. Those who read and those who seal share it with the thread that writes, which
/// alone changes it.
#[derive(Clone, Default)]
pub(crate) struct InUse(Arc<RwLock<Option<Arc<Sealer>>>>);

impl InUse {
    pub(crate) fn get(&self) -> Option<Arc<Sealer>> {
        self.held().clone()
    }

    /// While the guard lives, no row moves to another key. Callers lock a connection first.
    pub(crate) fn held(&self) -> RwLockReadGuard<'_, Option<Arc<Sealer>>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn changing(&self) -> RwLockWriteGuard<'_, Option<Arc<Sealer>>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

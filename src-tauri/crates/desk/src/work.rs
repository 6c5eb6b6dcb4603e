//! The work under way: the connection in use, its open records and its updates.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use journal::RunId;
use quentli::CustomerId;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

use crate::{
    Error, Kept, Pending, School, Unsent,
    records::{Record, Records},
    roster::Wanted,
    runs::Runs,
    school::{FamilyKey, InUse},
    sheet::OpenSheet,
    updates::Updates,
};

/// Held by whoever works on what a family's updates come to.
type Turn = Arc<AsyncMutex<()>>;

/// What a front end is shown of the connection of a generation without having asked.
#[derive(Clone, Debug)]
pub enum Announcement {
    /// How its updates stand now.
    Pending(Vec<Pending>),
    /// More of its families were read, or reading them ended.
    Families,
    /// Something about a run changed.
    Run(RunId),
}

pub(crate) type Listener = Box<dyn Fn(u32, Announcement) + Send + Sync>;

pub(crate) struct Work {
    pub(crate) in_use: InUse,
    pub(crate) updates: Updates,
    pub(crate) roster_wanted: Wanted,
    pub(crate) sheet: OpenSheet,
    pub(crate) runs: Runs,
    records: Mutex<Records>,
    turns: Mutex<HashMap<FamilyKey, Turn>>,
    listener: Listener,
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Work(…)")
    }
}

impl Work {
    pub(crate) fn new(in_use: InUse, listener: Listener) -> Self {
        Self {
            in_use,
            updates: Updates::default(),
            roster_wanted: Wanted::default(),
            sheet: OpenSheet::default(),
            runs: Runs::default(),
            records: Mutex::default(),
            turns: Mutex::default(),
            listener,
        }
    }

    /// To be asked after every wait, before anything is written: what returns after a switch changes
    /// nothing in the connection that is in use now.
    pub(crate) fn still(&self, school: &School) -> Result<(), Error> {
        self.in_use.still(school)
    }

    /// Another connection is in use: records belong to the one before. Drafts that are nowhere else stay.
    pub(crate) fn switched(&self) {
        self.records().clear();
        self.updates.forget_names();
        self.sheet.close();
        self.wake();
    }

    /// Another connection may be in use, or its client.
    pub(crate) fn wake(&self) {
        self.updates.wake();
        self.roster_wanted.wake();
        self.runs.meet_switch(self.in_use.generation());
    }

    /// What was typed is to be gone.
    pub(crate) fn erased(&self) {
        self.records().erase();
        self.sheet.close();
        self.updates.forget_names();
        self.updates.wake();
    }

    /// Works on an open record; nothing else does meanwhile. Not to be held up: no network, no keychain.
    pub(crate) fn with_record<T>(
        &self,
        school: &School,
        id: &CustomerId,
        work: impl FnOnce(&mut Record) -> T,
    ) -> Result<T, Error> {
        let mut records = self.records();
        records.get(school, id).map(work).ok_or(Error::NotOpen)
    }

    /// Puts a record in the place of the one that is open, if any; nothing comes between.
    pub(crate) fn renew_record(
        &self,
        school: &School,
        id: &CustomerId,
        make: impl FnOnce(Option<&Record>) -> Result<Record, Error>,
    ) -> Result<(), Error> {
        let mut records = self.records();
        let record = make(records.get(school, id).as_deref())?;
        records.put(school, id, record);
        Ok(())
    }

    /// What was typed into open records and not sent, each with its connection's id.
    pub(crate) fn unsent(&self) -> Vec<(String, Unsent)> {
        let school = self.in_use.school();
        let kept = |connection: &str| match &school {
            Ok(school) if school.connection.id.as_str() == connection => school.drafts_kept(),
            // Of other connections only those are open that never reached the journal.
            _ => Kept::Failed,
        };
        self.records().unsent(kept)
    }

    /// Updates and read-backs of one record come one after the other: each would judge by values
    /// that the other is changing.
    pub(crate) async fn turn(&self, school: &School, id: &CustomerId) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            Arc::clone(turns.entry(school.key(id)).or_default())
        };
        turn.lock_owned().await
    }

    fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn announce(&self, generation: u32, what: Announcement) {
        (self.listener)(generation, what);
    }
}

//! The work under way: the connection in use, its open records, updates, and the page that shows them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use quentli::CustomerId;
use tauri::ipc::Channel;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

use crate::{
    error::{CommandError, ErrorCode},
    records::{Record, Records},
    session::{Desk, InUse},
    updates::Updates,
    wire::{AppEvent, Kept, Unsent},
};

/// Held by whoever works on what a family's updates come to.
type Turn = Arc<AsyncMutex<()>>;

#[derive(Default)]
pub struct Work {
    pub in_use: InUse,
    pub updates: Updates,
    records: Mutex<Records>,
    turns: Mutex<HashMap<(String, CustomerId), Turn>>,
    page: Mutex<Option<Channel<AppEvent>>>,
}

impl Work {
    pub fn new(in_use: InUse) -> Self {
        Self {
            in_use,
            ..Self::default()
        }
    }

    /// To be asked after every wait, before anything is written: what returns after a switch changes
    /// nothing in the connection that is in use now.
    pub fn still(&self, desk: &Desk) -> Result<(), CommandError> {
        self.in_use.still(desk)
    }

    /// Another connection is in use: records belong to the one before. Drafts that are nowhere else stay.
    pub fn switched(&self) {
        self.records().clear();
        self.updates.wake();
    }

    /// What was typed is to be gone.
    pub fn erased(&self) {
        self.records().erase();
        self.updates.wake();
    }

    /// Works on an open record; nothing else does meanwhile. Not to be held up: no network, no keychain.
    pub fn with_record<T>(
        &self,
        desk: &Desk,
        id: &CustomerId,
        work: impl FnOnce(&mut Record) -> T,
    ) -> Result<T, CommandError> {
        let mut records = self.records();
        let record = records.get(desk, id);
        record
            .map(work)
            .ok_or_else(|| CommandError::new(ErrorCode::NotOpen))
    }

    pub fn put_record(&self, desk: &Desk, id: &CustomerId, record: Record) {
        self.records().put(desk, id, record);
    }

    /// What was typed into open records and not sent, each with its connection's id.
    pub fn unsent(&self) -> Vec<(String, Unsent)> {
        let desk = self.in_use.desk();
        let kept = |connection: &str| match &desk {
            Ok(desk) if desk.connection.id.as_str() == connection => desk.drafts_kept(),
            // Of other connections only those are open that never reached the journal.
            _ => Kept::Failed,
        };
        self.records().unsent(kept)
    }

    /// Updates and read-backs of one record come one after the other: each would judge by values
    /// that the other is changing.
    pub async fn turn(&self, desk: &Desk, id: &CustomerId) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            Arc::clone(turns.entry(desk.key(id)).or_default())
        };
        turn.lock_owned().await
    }

    fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn watch(&self, page: Channel<AppEvent>) {
        *self.page.lock().unwrap_or_else(PoisonError::into_inner) = Some(page);
    }

    /// Whether the page was there to be told.
    pub fn tell(&self, event: AppEvent) -> bool {
        let page = self.page.lock().unwrap_or_else(PoisonError::into_inner);
        page.as_ref().is_some_and(|page| page.send(event).is_ok())
    }
}

//! What every command can reach.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use journal::Journal;
use quentli::CustomerId;
use tauri::{AppHandle, ipc::Channel};
use tokio::sync::{MappedMutexGuard, Mutex as AsyncMutex, MutexGuard, OwnedMutexGuard};

use crate::{
    error::{CommandError, ErrorCode},
    home::Home,
    records::{Record, Records},
    services,
    session::{Desk, Session},
    settings::SettingsFile,
    wire::AppEvent,
};

pub struct App {
    pub home: Home,
    pub settings: SettingsFile,
    /// Opens practice mode at start instead of the connection used last.
    pub practice_at_start: bool,
    /// Or why it could not be opened.
    journal: Result<Journal, journal::Error>,
    /// There is one where there is a journal.
    session: AsyncMutex<Option<Session>>,
    records: Mutex<Records>,
    page: Mutex<Option<Channel<AppEvent>>>,
    /// The record that closing the window now would leave with changes.
    unsent: Mutex<Option<CustomerId>>,
    turns: Mutex<HashMap<CustomerId, Arc<AsyncMutex<()>>>>,
    closing: AtomicBool,
}

impl App {
    /// # Errors
    /// Where the system tells no folder for Ficha's files.
    pub fn open(
        handle: &AppHandle,
        practice_at_start: bool,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let home = Home::find(handle)?;
        let (journal, session) = match services::journal(home.folder()) {
            Ok((journal, findings)) => {
                let session = Session::new(journal.clone(), &findings, services::keychain());
                (Ok(journal), Some(session))
            }
            Err(error) => (Err(error), None),
        };
        Ok(Self {
            settings: SettingsFile::open(handle, &home)?,
            home,
            practice_at_start,
            journal,
            session: AsyncMutex::new(session),
            records: Mutex::default(),
            page: Mutex::default(),
            unsent: Mutex::default(),
            turns: Mutex::default(),
            closing: AtomicBool::default(),
        })
    }

    pub fn journal(&self) -> Result<&Journal, CommandError> {
        self.journal.as_ref().map_err(|error| error.clone().into())
    }

    pub fn already_open(&self) -> bool {
        matches!(self.journal, Err(journal::Error::AlreadyOpen))
    }

    /// Not to be held over a request to Quentli.
    pub async fn session(&self) -> Result<MappedMutexGuard<'_, Session>, CommandError> {
        self.journal()?;
        MutexGuard::try_map(self.session.lock().await, Option::as_mut)
            .map_err(|_| CommandError::new(ErrorCode::Journal))
    }

    /// Takes up work where it was left; only the first call that succeeds does anything.
    pub async fn begin(&self) -> Result<MappedMutexGuard<'_, Session>, CommandError> {
        let mut session = self.session().await?;
        session.begin(self.practice_at_start).await?;
        Ok(session)
    }

    pub async fn desk(&self) -> Result<Desk, CommandError> {
        self.session().await?.desk()
    }

    pub fn record(&self, desk: &Desk, id: &CustomerId) -> Result<Record, CommandError> {
        self.records().get(desk, id)
    }

    /// Keeps what became of a record, and whether closing the window now would leave changes.
    pub fn put_record(&self, desk: &Desk, id: &CustomerId, record: Record) {
        let changes = desk::check(record.base.as_ref(), &record.draft).changes;
        let mut unsent = self.unsent();
        if !changes.is_empty() {
            *unsent = Some(id.clone());
        } else if unsent.as_ref() == Some(id) {
            *unsent = None;
        }
        drop(unsent);
        self.records().put(desk, id, record);
    }

    pub fn forget_records(&self) {
        *self.unsent() = None;
        self.records().clear();
    }

    fn unsent(&self) -> std::sync::MutexGuard<'_, Option<CustomerId>> {
        self.unsent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Updates and read-backs of one record come one after the other: each would judge by values
    /// that the other is changing.
    pub async fn turn(&self, id: &CustomerId) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            Arc::clone(turns.entry(id.clone()).or_default())
        };
        turn.lock_owned().await
    }

    fn records(&self) -> std::sync::MutexGuard<'_, Records> {
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

    /// A second request to close, with the first unanswered, closes: a page that hangs must not
    /// hold the window.
    pub fn asks_before_closing(&self) -> bool {
        self.unsent().is_some() && !self.closing.swap(true, Ordering::Relaxed)
    }

    pub fn stays_open(&self) {
        self.closing.store(false, Ordering::Relaxed);
    }
}

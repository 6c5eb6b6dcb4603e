//! What every command can reach.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use journal::Journal;
use quentli::{CustomerId, Pace as _};
use tauri::{AppHandle, ipc::Channel};
use tokio::sync::{MappedMutexGuard, Mutex as AsyncMutex, MutexGuard, OwnedMutexGuard};

use crate::{
    clock::Clock,
    error::{CommandError, ErrorCode},
    home::Home,
    records::{Record, Records},
    services,
    session::{Desk, InUse, Session},
    settings::SettingsFile,
    updates::{self, Updates},
    wire::{self, AppEvent, Unsent},
};

/// A page that does not answer for this long hangs.
const PAGE_HANGS: Duration = Duration::from_secs(5);

pub struct App {
    pub home: Home,
    pub settings: SettingsFile,
    /// Opens practice mode at start instead of the connection used last.
    pub practice_at_start: bool,
    /// Or why it could not be opened.
    journal: Result<Journal, journal::Error>,
    /// There is one where there is a journal.
    session: AsyncMutex<Option<Session>>,
    pub in_use: InUse,
    records: Mutex<Records>,
    pub updates: Updates,
    page: Mutex<Option<Channel<AppEvent>>>,
    turns: Mutex<HashMap<(String, CustomerId), Arc<AsyncMutex<()>>>>,
    /// When the page was asked whether the window may close, while it has not answered.
    asked_to_close: Mutex<Option<Duration>>,
    purged: AtomicBool,
}

impl App {
    /// # Errors
    /// Where the system tells no folder for Ficha's files.
    pub fn open(
        handle: &AppHandle,
        practice_at_start: bool,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let home = Home::find(handle)?;
        let in_use = InUse::default();
        let (journal, session) = match services::journal(home.folder()) {
            Ok((journal, findings)) => {
                let session = Session::new(
                    journal.clone(),
                    &findings,
                    services::keychain(),
                    in_use.clone(),
                );
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
            in_use,
            records: Mutex::default(),
            updates: Updates::default(),
            page: Mutex::default(),
            turns: Mutex::default(),
            asked_to_close: Mutex::default(),
            purged: AtomicBool::default(),
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
        self.updates.wake();
        Ok(session)
    }

    /// Where things stand, for the page.
    pub async fn describe(&self, session: &Session) -> Result<wire::Session, CommandError> {
        let pending = match self.in_use.desk() {
            Ok(desk) => updates::pending(self, &desk)?,
            Err(_) => Vec::new(),
        };
        Ok(wire::Session {
            pending,
            ..session.describe().await?
        })
    }

    /// The connection a command was called for, and nothing where another came into use since.
    pub fn desk(&self, generation: u32) -> Result<Desk, CommandError> {
        self.journal()?;
        self.in_use.desk_at(generation)
    }

    /// To be asked after every wait, before anything is written: what returns after a switch changes
    /// nothing in the connection that is in use now.
    pub fn still(&self, desk: &Desk) -> Result<(), CommandError> {
        self.in_use.still(desk)
    }

    /// Another connection is in use: records, and what was typed into them, belong to the one before.
    pub fn switched(&self) {
        self.records().clear();
        self.updates.wake();
    }

    /// Takes what the first answer of a connection says.
    pub async fn learn(
        &self,
        desk: &Desk,
        organization: Option<&String>,
    ) -> Result<(), CommandError> {
        let session = self.session().await?;
        if let Some(organization) = organization {
            session.learn_organization(desk, organization)?;
        }
        if !self.purged.swap(true, Ordering::Relaxed) {
            // History that stays a day longer harms nobody.
            let _ = session.purge(desk);
        }
        Ok(())
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

    pub fn forget_records(&self) {
        self.records().clear();
    }

    /// Everything typed that was not sent.
    pub fn unsent(&self) -> Vec<Unsent> {
        let desk = self.in_use.desk();
        desk.map_or_else(|_| Vec::new(), |desk| self.records().unsent(&desk))
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

    /// Whether the window is to stay until the page has answered. It is asked every time; only a page
    /// that left a question unanswered for long does not hold the window.
    pub fn asks_before_closing(&self) -> bool {
        let now = Clock.uptime();
        let mut asked = self.asked_to_close();
        if asked.is_some_and(|asked| now.saturating_sub(asked) > PAGE_HANGS) {
            return false;
        }
        let is_there = self.tell(AppEvent::CloseRequested);
        asked.get_or_insert(now);
        is_there
    }

    /// The page is alive and asks the person.
    pub fn page_answered(&self) {
        *self.asked_to_close() = None;
    }

    fn asked_to_close(&self) -> std::sync::MutexGuard<'_, Option<Duration>> {
        self.asked_to_close
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

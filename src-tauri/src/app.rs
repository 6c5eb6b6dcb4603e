//! What every command can reach.

use std::{
    collections::HashSet,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use journal::Journal;
use quentli::{CustomerId, Pace as _};
use tauri::AppHandle;
use tokio::sync::{MappedMutexGuard, Mutex as AsyncMutex, MutexGuard as AsyncMutexGuard};

use crate::{
    clock::Clock,
    error::{CommandError, ErrorCode},
    home::Home,
    records, services,
    session::{Desk, InUse, Session},
    settings::SettingsFile,
    updates,
    wire::{self, AppEvent, Unsent},
    work::Work,
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
    pub work: Work,
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
            work: Work::new(in_use),
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
        AsyncMutexGuard::try_map(self.session.lock().await, Option::as_mut)
            .map_err(|_| CommandError::new(ErrorCode::Journal))
    }

    /// Takes up work where it was left; only the first call that succeeds does anything.
    pub async fn begin(&self) -> Result<MappedMutexGuard<'_, Session>, CommandError> {
        let mut session = self.session().await?;
        session.begin(self.practice_at_start).await?;
        self.work.updates.wake();
        Ok(session)
    }

    /// Where things stand, for the page.
    pub async fn describe(&self, session: &Session) -> Result<wire::Session, CommandError> {
        let pending = match self.work.in_use.desk() {
            Ok(desk) => updates::pending(&self.work, &desk)?,
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
        self.work.in_use.desk_at(generation)
    }

    /// Takes what the first answer of a connection says.
    pub async fn learn(
        &self,
        desk: &Desk,
        organization: Option<&String>,
    ) -> Result<(), CommandError> {
        let unknown = organization.filter(|_| desk.connection.organization_id.is_none());
        let purged = self.purged.load(Ordering::Relaxed);
        if unknown.is_none() && purged {
            // The session may be waiting for a keychain's prompt.
            return Ok(());
        }
        let session = self.session().await?;
        if let Some(organization) = unknown {
            session.learn_organization(desk, organization);
        }
        // History that stays a day longer harms nobody.
        if !purged && session.purge(desk).is_ok_and(|confirmed| confirmed) {
            self.purged.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Everything typed that was not sent and that closing may lose: what is open, and, where the journal's
    /// key dies with this process, every draft.
    pub fn unsent(&self) -> Result<Vec<Unsent>, CommandError> {
        let open = self.work.unsent();
        let listed: HashSet<(String, String)> = open
            .iter()
            .map(|(connection, unsent)| (connection.clone(), unsent.id.clone()))
            .collect();
        let mut all: Vec<Unsent> = open.into_iter().map(|(_, unsent)| unsent).collect();
        if self.work.in_use.desk().is_ok_and(|desk| !desk.kept) {
            let journal = self.journal()?;
            for connection in journal.connections()? {
                let book = journal.book(&connection.id);
                for draft in book.drafts()? {
                    let at = (connection.id.to_string(), draft.customer);
                    if !listed.contains(&at)
                        && let Some(id) = CustomerId::parse(&at.1)
                        && let Ok(Some(stored)) = book.draft(&id)
                    {
                        all.extend(records::unsent(&id, stored.base.as_ref(), &stored.draft));
                    }
                }
            }
        }
        Ok(all)
    }

    /// Whether the window is to stay until the page has answered. It is asked every time; only a page
    /// that left a question unanswered for long does not hold the window.
    pub fn asks_before_closing(&self) -> bool {
        let now = Clock.uptime();
        let mut asked = self.asked_to_close();
        if asked.is_some_and(|asked| now.saturating_sub(asked) > PAGE_HANGS) {
            return false;
        }
        let is_there = self.work.tell(AppEvent::CloseRequested);
        asked.get_or_insert(now);
        is_there
    }

    /// The page is alive and asks the person.
    pub fn page_answered(&self) {
        *self.asked_to_close() = None;
    }

    fn asked_to_close(&self) -> MutexGuard<'_, Option<Duration>> {
        self.asked_to_close
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

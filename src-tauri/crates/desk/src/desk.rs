//! Everything a front end calls.

mod families;
mod runs;
mod sheets;

use std::{
    collections::HashSet,
    fmt,
    path::Path,
    pin::pin,
    sync::{Arc, atomic::AtomicBool},
};

use futures_util::future::{Either, select};
use journal::Journal;
use keychain::Keychain;
use quentli::{Client, CustomerId, Pace};
use tokio::sync::{Mutex as AsyncMutex, MutexGuard as AsyncMutexGuard, watch};
use zeroize::Zeroizing;

use crate::{
    ConnectionForm, Error, School, Status, Tested, Unsent, records, roster,
    runs::keep_running,
    school::InUse,
    session::{Session, connection_id, connection_name},
    updates,
    work::{Announcement, Work},
};

/// The name under which the system's keychain lists what Ficha keeps there.
const KEYCHAIN_SERVICE: &str = "mx.ficha.escritorio";

/// One person's work with Quentli: the session, the connection in use, its open records and its updates.
///
/// A call that is for a connection names it by `at`, the generation of [`Status`] it was made in: what was
/// meant for another connection fails with [`Error::Switched`], and what returns after a switch changes
/// nothing in the new one.
pub struct Desk {
    journal: Journal,
    session: Session,
    /// Held by what asks the keychain or exchanges the connection in use: one at a time. Nothing else
    /// waits for it, least of all typing.
    session_turn: AsyncMutex<()>,
    work: Work,
    pace: Arc<dyn Pace>,
    purged: AtomicBool,
    /// Signals whoever is connecting to stop.
    stop: watch::Sender<()>,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk(…)")
    }
}

impl Desk {
    /// Opens the journal in `folder`; the keychain is not asked before [`Desk::begin`]. `listener` takes
    /// how the updates of the connection of a generation stand, whenever that changed by itself.
    pub fn open(
        folder: &Path,
        pace: Arc<dyn Pace>,
        listener: impl Fn(u32, Announcement) + Send + Sync + 'static,
    ) -> Result<Self, journal::Error> {
        let keychain = Keychain::open(KEYCHAIN_SERVICE);
        Self::open_with_keychain(folder, keychain, pace, listener)
    }

    /// As [`Desk::open`], with a keychain of the caller's.
    pub fn open_with_keychain(
        folder: &Path,
        keychain: Keychain,
        pace: Arc<dyn Pace>,
        listener: impl Fn(u32, Announcement) + Send + Sync + 'static,
    ) -> Result<Self, journal::Error> {
        let (journal, findings) = Journal::open(folder)?;
        let in_use = InUse::default();
        Ok(Self {
            session: Session::new(
                journal.clone(),
                findings,
                keychain,
                Arc::clone(&pace),
                in_use.clone(),
            ),
            session_turn: AsyncMutex::default(),
            work: Work::new(in_use, Box::new(listener)),
            journal,
            pace,
            purged: AtomicBool::default(),
            stop: watch::Sender::default(),
        })
    }

    async fn session(&self) -> (&Session, AsyncMutexGuard<'_, ()>) {
        (&self.session, self.session_turn.lock().await)
    }

    /// Whether no connection was ever saved on this computer.
    pub fn is_new(&self) -> Result<bool, Error> {
        Ok(self.journal.connections()?.is_empty())
    }

    /// Takes up work where it was left, or practice; only the first call that succeeds does anything.
    pub async fn begin(&self, practice: bool) -> Result<Status, Error> {
        let (session, turn) = self.session().await;
        session.begin(practice).await?;
        drop(turn);
        self.work.wake();
        self.status().await
    }

    /// Reads unknown updates back, and all families of whatever connection is in use, and works on runs. Never ends.
    pub async fn keep_reading(&self) {
        tokio::join!(
            updates::keep_reading_back(&self.work, &*self.pace),
            keep_running(&self.work),
            roster::keep_reading(&self.work),
        );
    }

    /// Where things stand now.
    pub async fn status(&self) -> Result<Status, Error> {
        let (generation, school) = self.work.in_use.snapshot();
        let pending = match &school {
            Ok(school) => updates::pending(&self.work, school)?,
            Err(_) => Vec::new(),
        };
        Ok(Status {
            pending,
            run_ceiling: self.run_ceiling()?,
            ..self.session.status_of(generation, &school).await?
        })
    }

    pub async fn retry_keychain(&self) -> Result<Status, Error> {
        let (session, turn) = self.session().await;
        session.retry_keychain().await?;
        drop(turn);
        self.work.wake();
        self.status().await
    }

    /// Goes on without the keychain, for this session only.
    pub async fn use_memory(&self) -> Result<Status, Error> {
        let (session, turn) = self.session().await;
        session.use_memory().await?;
        session.resume().await?;
        drop(turn);
        self.work.wake();
        self.status().await
    }

    /// Makes practice the connection in use.
    pub async fn practise(&self) -> Result<Status, Error> {
        let (session, turn) = self.session().await;
        session.practise().await?;
        self.work.switched();
        drop(turn);
        self.status().await
    }

    /// Has the practice server play a fault by its name, or none.
    pub async fn play_fault(&self, name: Option<String>) -> Result<Status, Error> {
        self.session.play_fault(name);
        self.status().await
    }

    /// Goes the way to the server that the form names, and reads one customer; nothing is saved.
    pub async fn test_connection(&self, form: &ConnectionForm) -> Result<Tested, Error> {
        let test = async { Ok(self.client_of(form).await?.diagnose().await) };
        let diagnosis = self.unless_stopped(test).await?;
        self.session.tested(form, diagnosis)
    }

    async fn client_of(&self, form: &ConnectionForm) -> Result<Client, Error> {
        let (session, _turn) = self.session().await;
        session.client_of(form).await
    }

    async fn unless_stopped<T>(
        &self,
        connect: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let mut stop = self.stop.subscribe();
        let (connect, stop) = (pin!(connect), pin!(stop.changed()));
        match select(connect, stop).await {
            Either::Left((done, _)) => done,
            Either::Right(_) => Err(Error::Stopped),
        }
    }

    /// Ends a test of a connection, and the one before saving; saving itself is not stopped.
    pub fn stop_connecting(&self) {
        self.stop.send_replace(());
    }

    /// Tests a connection, saves it with its key in the keychain, and makes it the one in use.
    pub async fn save_connection(&self, form: &ConnectionForm) -> Result<Status, Error> {
        connection_name(form)?;
        let at = self.work.in_use.generation();
        let probe = async { Ok(self.client_of(form).await?.probe().await?) };
        let probe = self.unless_stopped(probe).await?;
        let (session, turn) = self.session().await;
        session.save(form, probe, at).await?;
        self.work.switched();
        drop(turn);
        let status = self.status().await?;
        // The page that asked may have been loaded anew during the test: the one there now has to know.
        self.work.announce(
            status.generation,
            Announcement::Pending(status.pending.clone()),
        );
        Ok(status)
    }

    pub async fn choose_connection(&self, id: &str) -> Result<Status, Error> {
        let (session, turn) = self.session().await;
        session.choose(&connection_id(id)?).await?;
        self.work.switched();
        drop(turn);
        self.status().await
    }

    /// Removes a connection with its key and everything kept about its families. A run that is under way pauses first.
    /// Whatever fails, it is no longer in use; forgetting it again finishes what is left.
    pub async fn forget_connection(&self, id: &str) -> Result<Status, Error> {
        let id = connection_id(id)?;
        let (session, turn) = self.session().await;
        let school = self.work.in_use.school();
        if school.is_ok_and(|school| school.connection.id == id) {
            // Nothing may leave whose intent is to be erased.
            self.work.runs.rest().await;
        }
        let before = self.work.in_use.generation();
        let forgotten = session.forget(&id).await;
        // Another school's drafts are none of its business.
        if self.work.in_use.generation() != before {
            self.work.switched();
        }
        drop(turn);
        forgotten?;
        self.status().await
    }

    /// `None` follows the system, an empty text uses none.
    pub async fn set_proxy(&self, proxy: Option<&str>) -> Result<Status, Error> {
        let (session, turn) = self.session().await;
        session.set_proxy(proxy).await?;
        drop(turn);
        self.status().await
    }

    /// As [`Desk::set_proxy`] takes it, its password included.
    pub async fn proxy(&self) -> Result<Option<Zeroizing<String>>, Error> {
        let (session, _turn) = self.session().await;
        session.proxy_address().await
    }

    pub async fn set_retention_days(&self, days: u16) -> Result<Status, Error> {
        self.session.set_retention_days(days)?;
        self.status().await
    }

    /// Whether a front end is to ask at each start for a newer Ficha.
    pub async fn set_tell_newer(&self, tell: bool) -> Result<Status, Error> {
        self.session.set_tell_newer(tell)?;
        self.status().await
    }

    /// Drafts, families opened last, runs and finished updates, gone from the disk too. A run that is under way
    /// pauses first.
    pub async fn erase(&self) -> Result<Status, Error> {
        self.work.runs.rest().await;
        self.journal.erase()?;
        self.work.erased();
        self.status().await
    }

    /// For a process that ends without dropping this: the next start need not look the journal through.
    pub fn end(&self) {
        // Where it fails the next start looks, no more.
        let _ = self.journal.end();
    }

    /// Everything typed that was not sent and that closing may lose: what is open, and, where the journal's
    /// key dies with this process, every draft.
    pub fn unsent(&self) -> Result<Vec<Unsent>, Error> {
        let open = self.work.unsent();
        let listed: HashSet<(String, CustomerId)> = open
            .iter()
            .map(|(connection, unsent)| (connection.clone(), unsent.customer.clone()))
            .collect();
        let mut all: Vec<Unsent> = open.into_iter().map(|(_, unsent)| unsent).collect();
        if self.work.in_use.school().is_ok_and(|school| !school.kept) {
            for connection in self.journal.connections()? {
                let book = self.journal.book(&connection.id);
                for draft in book.drafts()? {
                    let Some(id) = CustomerId::parse(&draft.customer) else {
                        continue;
                    };
                    let at = (connection.id.to_string(), id);
                    if !listed.contains(&at)
                        && let Ok(Some(stored)) = book.draft(&at.1)
                    {
                        all.extend(records::unsent(&at.1, stored.base.as_ref(), &stored.draft));
                    }
                }
            }
        }
        Ok(all)
    }

    /// Whether the connection of a generation is still in use: to be asked before a person is.
    pub fn still(&self, at: u32) -> Result<(), Error> {
        self.school(at).map(drop)
    }

    /// The connection a call is for, and nothing where another came into use since.
    fn school(&self, at: u32) -> Result<School, Error> {
        self.work.in_use.school_at(at)
    }
}

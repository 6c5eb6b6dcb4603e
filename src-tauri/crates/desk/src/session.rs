//! What lasts from start to close: the keychain, the journal, the connection in use.

mod client;
mod connections;
mod environment;
mod forget;
mod key_storage;
mod keys;
mod proxy;
mod status;
#[cfg(test)]
mod tests;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use journal::{Connection, ConnectionId, Finding, Journal};
use keychain::Keychain;
use practice::{Options, Practice};
use quentli::{ApiKey, Client, Pace};
use zeroize::Zeroizing;

pub use connections::{ConnectionForm, Tested};
pub(crate) use connections::{connection_id, connection_name};
pub use environment::Environment;
pub use status::{ConnectionStatus, Practising, Status};

use crate::{
    Error, clock,
    school::{InUse, School},
};
use environment::{environment, server};
use key_storage::KeyStorage;

const CURRENT: &str = "current";
const RETENTION: &str = "retention-days";
const TELL_NEWER: &str = "tell-newer";
const YES: &str = "yes";
const PRACTICE_ID: &str = "00000000000000000000000000000000";

/// Its state is never locked over a wait. What asks the keychain or exchanges the connection in use has to
/// be called one at a time (see [`crate::Desk`]).
#[derive(Debug)]
pub(crate) struct Session {
    journal: Journal,
    /// The operating system's.
    system: Keychain,
    pace: Arc<dyn Pace>,
    in_use: InUse,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// The one in use: the system's, or memory.
    keychain: Keychain,
    /// The system's keychain's last answer.
    system: keychain::State,
    storage: KeyStorage,
    /// Whether the key of the journal's personal columns outlives this session.
    journal_key_kept: bool,
    begun: bool,
    /// The key of the connection in use.
    key: Option<ApiKey>,
    /// The connection chosen last, once this session chose or forgot one: the journal may not have
    /// taken it.
    current: Option<Option<ConnectionId>>,
    /// For the next new connection. Several tries to save one leave no more than one key behind.
    next_id: ConnectionId,
    /// Its server runs for as long as practice is the connection in use.
    practice: Option<Practice>,
    fault: Option<String>,
    findings: Vec<Finding>,
}

impl Session {
    pub(crate) fn new(
        journal: Journal,
        findings: Vec<Finding>,
        keychain: Keychain,
        pace: Arc<dyn Pace>,
        in_use: InUse,
    ) -> Self {
        Self {
            journal,
            system: keychain.clone(),
            pace,
            in_use,
            state: Mutex::new(State {
                keychain,
                system: keychain::State::Waiting,
                storage: KeyStorage::None,
                journal_key_kept: false,
                begun: false,
                key: None,
                current: None,
                next_id: ConnectionId::generate(),
                practice: None,
                fault: None,
                findings,
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keychain(&self) -> Keychain {
        self.state().keychain.clone()
    }

    /// What is done once at the start: it may make the keychain ask the person, and twice is once too
    /// often.
    pub(crate) async fn begin(&self, practice: bool) -> Result<(), Error> {
        if !self.state().begun {
            if practice {
                self.practise().await?;
            } else {
                self.resume().await?;
            }
            self.state().begun = true;
        }
        Ok(())
    }

    /// Asks the keychain for the journal's key and takes up the connection used last.
    pub(crate) async fn resume(&self) -> Result<(), Error> {
        self.ask_keychain().await?;
        if self.state().storage != KeyStorage::None
            && self.in_use.school().is_err()
            && let Some(id) = self.current()?
            && let Err(error) = self.choose(&connection_id(&id)?).await
        {
            // Shown where the connection is needed.
            self.in_use.put(|_| Err(error));
        }
        Ok(())
    }

    /// Starts the practice server and makes it the connection in use. Works without a keychain.
    pub(crate) async fn practise(&self) -> Result<(), Error> {
        if self.state().storage == KeyStorage::None {
            self.ask_keychain().await?;
            self.store_keys_in_memory()?;
        }
        let connection = Connection {
            id: connection_id(PRACTICE_ID)?,
            name: String::new(),
            environment: Environment::Practice.text().to_owned(),
            server: String::new(),
            organization_id: None,
            can_read: true,
        };
        let stored = self.journal.connections()?;
        if !stored.contains(&connection) {
            // Practice can be had on a full disk too; its drafts are then said not to be kept.
            let _ = self.journal.save_connection(&connection);
        }
        self.choose_connection(connection).await
    }

    /// Makes a saved connection the one in use; where that fails, the one before stays.
    pub(crate) async fn choose(&self, id: &ConnectionId) -> Result<(), Error> {
        let connections = self.journal.connections()?;
        let connection = connections
            .into_iter()
            .find(|connection| connection.id == *id)
            .ok_or(Error::NoConnection)?;
        self.choose_connection(connection).await
    }

    async fn choose_connection(&self, mut connection: Connection) -> Result<(), Error> {
        let environment = environment(&connection);
        let key = if environment == Environment::Practice {
            self.practice_server(&mut connection).await?
        } else {
            self.require_key_storage().await?;
            self.key_of(&connection).await?
        };
        let client = self
            .client_for(environment, &connection.server, key.clone())
            .await?;
        self.take_up(connection, client, key);
        Ok(())
    }

    fn take_up(&self, connection: Connection, client: Client, key: ApiKey) {
        self.note_current(Some(&connection.id));
        let kept = {
            let mut state = self.state();
            if environment(&connection) != Environment::Practice {
                state.practice = None;
                state.fault = None;
            }
            state.key = Some(key);
            state.journal_key_kept
        };
        let book = self.journal.book(&connection.id);
        let pace = Arc::clone(&self.pace);
        self.in_use.put(|generation| {
            Ok(School {
                connection,
                client,
                book,
                pace,
                roster: Arc::default(),
                kept,
                generation,
            })
        });
    }

    /// The id of the connection chosen last.
    fn current(&self) -> Result<Option<String>, Error> {
        let chosen = self.state().current.clone();
        match chosen {
            Some(id) => Ok(id.map(|id| id.as_str().to_owned())),
            None => Ok(self.journal.setting(CURRENT)?),
        }
    }

    /// For the next start too, if the journal takes it: a full disk keeps nobody from working.
    fn note_current(&self, id: Option<&ConnectionId>) {
        let text = id.map(ConnectionId::as_str);
        if self.journal.setting(CURRENT).ok().flatten().as_deref() != text {
            let _ = self.journal.set_setting(CURRENT, text);
        }
        self.state().current = Some(id.cloned());
    }

    /// Starts the practice server where it does not run; gives its key, and its address to
    /// `connection`.
    async fn practice_server(&self, connection: &mut Connection) -> Result<ApiKey, Error> {
        let runs = self.state().practice.is_some();
        let started = match runs {
            true => None,
            false => {
                let options = Options::with_random_key().map_err(|_| Error::NoPractice)?;
                let started = Practice::start(options).await;
                Some(started.map_err(|_| Error::NoPractice)?)
            }
        };
        let mut state = self.state();
        let practice = started.or_else(|| state.practice.take());
        let practice = state.practice.insert(practice.ok_or(Error::NoPractice)?);
        connection.server = practice.url();
        let key = practice
            .key()
            .map(Zeroizing::new)
            .ok_or(Error::NoPractice)?;
        Ok(ApiKey::parse(&key)?)
    }

    async fn client_for(
        &self,
        environment: Environment,
        address: &str,
        key: ApiKey,
    ) -> Result<Client, Error> {
        let server = server(environment, address)?;
        // Practice is on this computer: there is no way to it, and no password to ask for.
        let proxy = match environment {
            Environment::Practice => None,
            _ => self.proxy_address().await?,
        };
        self.client(server, key, proxy.as_deref().map(String::as_str))
    }

    /// The first answer that carries an organization says whose key it is: the key of the connection
    /// that asked, which need not be in use any more. Where the journal does not take it, it holds for
    /// this session: a full disk keeps nobody from reading.
    pub(crate) fn learn_organization(&self, school: &School, organization: &str) {
        if let Some(connection) = self.in_use.learn(school, organization) {
            let _ = self.journal.save_connection(&connection);
        }
    }

    /// Deletes what is older than the person wants it kept, once a server has confirmed the clock: one
    /// that jumped years ahead would erase everything. Whether it was confirmed.
    pub(crate) fn purge(&self, school: &School) -> Result<bool, Error> {
        const DAY: Duration = Duration::from_secs(24 * 60 * 60);
        let confirmed = school.client.clock_error().is_some_and(|error| error < DAY);
        if !confirmed || environment(&school.connection) == Environment::Practice {
            return Ok(false);
        }
        let days = self.retention_days()?;
        let oldest = clock(&*self.pace) - jiff::SignedDuration::from_hours(24 * i64::from(days));
        self.journal.purge(oldest)?;
        Ok(true)
    }

    pub(crate) fn play_fault(&self, name: Option<String>) {
        let mut state = self.state();
        if let Some(practice) = &state.practice {
            let fault = name.as_deref().and_then(practice::Fault::from_name);
            let known = fault.as_ref().and(name);
            practice.set_fault(fault.map(Into::into));
            state.fault = known;
        }
    }

    pub(crate) fn set_retention_days(&self, days: u16) -> Result<(), Error> {
        self.journal
            .set_setting(RETENTION, Some(&days.clamp(1, 3650).to_string()))?;
        Ok(())
    }

    pub(crate) fn set_tell_newer(&self, tell: bool) -> Result<(), Error> {
        self.journal
            .set_setting(TELL_NEWER, Some(if tell { YES } else { "no" }))?;
        Ok(())
    }

    fn retention_days(&self) -> Result<u16, Error> {
        let stored = self.journal.setting(RETENTION)?;
        Ok(stored.and_then(|days| days.parse().ok()).unwrap_or(90))
    }
}

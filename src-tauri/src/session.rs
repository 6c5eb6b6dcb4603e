//! What lasts from start to close: the keychain, the journal, the current connection.

mod connections;
mod forgotten;
mod in_use;
mod keys;
mod lodging;
mod proxy;
#[cfg(test)]
mod tests;

use std::time::Duration;

use journal::{Connection, ConnectionId, Finding, Journal};
use keychain::{Keychain, State};
use practice::Practice;
use quentli::{ApiKey, Client};
use zeroize::Zeroizing;

pub use connections::{connection_id, connection_name, environment};
use connections::{environment_text, key_name_of};
pub use in_use::{Desk, InUse};
use lodging::Lodging;
use proxy::PROXY;

use crate::{
    error::{CommandError, ErrorCode},
    services,
    wire::{self, Environment, StartNotice},
};

const CURRENT: &str = "current";
const RETENTION: &str = "retention-days";
const TELL_NEWER: &str = "tell-newer";
const PRACTICE_ID: &str = "00000000000000000000000000000000";

#[derive(Debug)]
pub struct Session {
    journal: Journal,
    /// The operating system's.
    system: Keychain,
    /// The one in use.
    keychain: Keychain,
    /// The system's keychain's last answer.
    state: State,
    lodging: Lodging,
    /// Whether the key of the journal's personal columns outlives this session.
    journal_key_kept: bool,
    begun: bool,
    in_use: InUse,
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
    notices: Vec<StartNotice>,
}

impl Session {
    pub fn new(journal: Journal, findings: &[Finding], keychain: Keychain, in_use: InUse) -> Self {
        Self {
            journal,
            system: keychain.clone(),
            keychain,
            state: State::Waiting,
            lodging: Lodging::None,
            journal_key_kept: false,
            begun: false,
            in_use,
            key: None,
            current: None,
            next_id: ConnectionId::generate(),
            practice: None,
            fault: None,
            notices: findings.iter().map(notice).collect(),
        }
    }

    /// What is done once at the start: it may make the keychain ask the person, and twice is once too
    /// often.
    pub async fn begin(&mut self, practice: bool) -> Result<(), CommandError> {
        if !self.begun {
            if practice {
                self.practise().await?;
            } else {
                self.resume().await?;
            }
            self.begun = true;
        }
        Ok(())
    }

    /// Asks the keychain for the journal's key and takes up the connection used last.
    pub async fn resume(&mut self) -> Result<(), CommandError> {
        self.ask_keychain().await?;
        if self.lodging != Lodging::None
            && self.in_use.desk().is_err()
            && let Some(id) = self.current()?
            && let Err(error) = self.choose(&connection_id(&id)?).await
        {
            // Shown where the connection is needed.
            self.in_use.put(|_| Err(error));
        }
        Ok(())
    }

    /// Starts the practice server and makes it the connection in use. Works without a keychain.
    pub async fn practise(&mut self) -> Result<(), CommandError> {
        if self.lodging == Lodging::None {
            self.ask_keychain().await?;
            self.lodge_in_memory()?;
        }
        let connection = Connection {
            id: connection_id(PRACTICE_ID)?,
            name: String::new(),
            environment: environment_text(Environment::Practice),
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
    pub async fn choose(&mut self, id: &ConnectionId) -> Result<(), CommandError> {
        let connections = self.journal.connections()?;
        let connection = connections
            .into_iter()
            .find(|connection| connection.id == *id)
            .ok_or_else(|| CommandError::new(ErrorCode::NoConnection))?;
        self.choose_connection(connection).await
    }

    async fn choose_connection(&mut self, mut connection: Connection) -> Result<(), CommandError> {
        let environment = environment(&connection);
        let key = if environment == Environment::Practice {
            self.practice_server(&mut connection).await?
        } else {
            self.lodge_school().await?;
            self.key_of(&connection).await?
        };
        let client = self
            .client_for(environment, &connection.server, key.clone())
            .await?;
        self.take_up(connection, client, key);
        Ok(())
    }

    fn take_up(&mut self, connection: Connection, client: Client, key: ApiKey) {
        self.note_current(Some(&connection.id));
        if environment(&connection) != Environment::Practice {
            self.practice = None;
            self.fault = None;
        }
        self.key = Some(key);
        let book = self.journal.book(&connection.id);
        let kept = self.journal_key_kept;
        self.in_use.put(|generation| {
            Ok(Desk {
                connection,
                client,
                book,
                kept,
                generation,
            })
        });
    }

    /// The id of the connection chosen last.
    fn current(&self) -> Result<Option<String>, CommandError> {
        match &self.current {
            Some(id) => Ok(id.as_ref().map(|id| id.as_str().to_owned())),
            None => Ok(self.journal.setting(CURRENT)?),
        }
    }

    /// For the next start too, if the journal takes it: a full disk keeps nobody from working.
    fn note_current(&mut self, id: Option<&ConnectionId>) {
        let text = id.map(ConnectionId::as_str);
        if self.journal.setting(CURRENT).ok().flatten().as_deref() != text {
            let _ = self.journal.set_setting(CURRENT, text);
        }
        self.current = Some(id.cloned());
    }

    /// Starts the practice server where it does not run; gives its key, and its address to
    /// `connection`.
    async fn practice_server(
        &mut self,
        connection: &mut Connection,
    ) -> Result<ApiKey, CommandError> {
        let internal = || CommandError::new(ErrorCode::Internal);
        if self.practice.is_none() {
            self.practice = Some(services::practice().await.map_err(|_| internal())?);
        }
        let practice = self.practice.as_ref().ok_or_else(internal)?;
        connection.server = practice.url();
        let key = practice.key().map(Zeroizing::new).ok_or_else(internal)?;
        Ok(ApiKey::parse(&key)?)
    }

    async fn client_for(
        &mut self,
        environment: Environment,
        server: &str,
        key: ApiKey,
    ) -> Result<Client, CommandError> {
        let server = services::server(environment, server)?;
        // Practice is on this computer: there is no way to it, and no password to ask for.
        let proxy = match environment {
            Environment::Practice => None,
            _ => self.proxy_address().await?,
        };
        services::client(server, key, proxy.as_deref().map(String::as_str))
    }

    /// The first answer that carries an organization says whose key it is: the key of the connection
    /// that asked, which need not be in use any more. Where the journal does not take it, it holds for
    /// this session: a full disk keeps nobody from reading.
    pub fn learn_organization(&self, desk: &Desk, organization: &str) {
        if let Some(connection) = self.in_use.learn(desk, organization) {
            let _ = self.journal.save_connection(&connection);
        }
    }

    /// Deletes what is older than the person wants it kept, once a server has confirmed the clock: one
    /// that jumped years ahead would erase everything. Whether it was confirmed.
    pub fn purge(&self, desk: &Desk) -> Result<bool, CommandError> {
        const DAY: Duration = Duration::from_secs(24 * 60 * 60);
        let confirmed = desk.client.clock_error().is_some_and(|error| error < DAY);
        if !confirmed || environment(&desk.connection) == Environment::Practice {
            return Ok(false);
        }
        let days = self.retention_days()?;
        let oldest = services::now() - jiff::SignedDuration::from_hours(24 * i64::from(days));
        self.journal.purge(oldest)?;
        Ok(true)
    }

    pub fn play_fault(&mut self, name: Option<String>) {
        if let Some(practice) = &self.practice {
            let fault = name.as_deref().and_then(practice::Fault::from_name);
            self.fault = fault.as_ref().and(name);
            practice.set_fault(fault.map(Into::into));
        }
    }

    pub fn set_retention_days(&self, days: u16) -> Result<(), CommandError> {
        self.journal
            .set_setting(RETENTION, Some(&days.clamp(1, 3650).to_string()))?;
        Ok(())
    }

    pub fn set_tell_newer(&self, tell: bool) -> Result<(), CommandError> {
        self.journal
            .set_setting(TELL_NEWER, tell.then_some("yes"))?;
        Ok(())
    }

    fn retention_days(&self) -> Result<u16, CommandError> {
        let stored = self.journal.setting(RETENTION)?;
        Ok(stored.and_then(|days| days.parse().ok()).unwrap_or(90))
    }

    /// Where things stand, for the page; what is pending is the app's to say.
    pub async fn describe(&self) -> Result<wire::Session, CommandError> {
        let chosen = self.current()?;
        let mut saved = self.journal.connections()?;
        // Practice on a full disk is saved nowhere.
        saved.extend(self.in_use.desk().ok().and_then(|desk| {
            let unsaved = saved.iter().all(|one| one.id != desk.connection.id);
            unsaved.then_some(desk.connection)
        }));
        let mut connections = Vec::new();
        for connection in &saved {
            let described = self.describe_connection(connection, chosen.as_deref());
            connections.push(described.await);
        }
        let current = connections
            .iter()
            .find(|connection: &&wire::Connection| Some(&connection.id) == chosen.as_ref());
        let practising = self.practice.as_ref().map(|practice| wire::Practising {
            code: practice.code(),
            fault: self.fault.clone(),
        });
        Ok(wire::Session {
            keychain: keychain_state(self.state),
            memory_only: self.lodging == Lodging::Memory,
            current: current.cloned(),
            connections,
            generation: self.in_use.generation(),
            pending: Vec::new(),
            keys_left: self.keys_left()?.len(),
            notices: self.notices.clone(),
            practice: practising,
            proxy: self.journal.setting(PROXY)?,
            retention_days: self.retention_days()?,
            tell_newer: self.journal.setting(TELL_NEWER)?.is_some(),
        })
    }

    /// Only the connection in use and keys in memory are looked up: on macOS each look into the
    /// keychain may ask the person.
    async fn describe_connection(
        &self,
        connection: &Connection,
        chosen: Option<&str>,
    ) -> wire::Connection {
        let (in_use, missing) = match self.in_use.desk() {
            Ok(desk) => (desk.connection.id == connection.id, false),
            Err(error) => (false, error.code == ErrorCode::KeyMissing),
        };
        let environment = environment(connection);
        let has_key = in_use
            || environment == Environment::Practice
            || if self.lodging == Lodging::Memory {
                match key_name_of(connection) {
                    Ok(name) => matches!(self.keychain.get(&name).await, Ok(Some(_))),
                    Err(_) => false,
                }
            } else {
                chosen != Some(connection.id.as_str())
                    || self.lodging == Lodging::Keychain && !missing
            };
        wire::Connection {
            id: connection.id.as_str().to_owned(),
            name: connection.name.clone(),
            environment,
            server: connection.server.clone(),
            organization_id: connection.organization_id.clone(),
            can_read: connection.can_read,
            has_key,
        }
    }
}

fn keychain_state(state: State) -> wire::KeychainState {
    match state {
        State::Ready => wire::KeychainState::Ready,
        State::NoService => wire::KeychainState::NoService,
        State::Locked => wire::KeychainState::Locked,
        State::Dismissed => wire::KeychainState::Dismissed,
        State::NoCollection => wire::KeychainState::NoCollection,
        State::Ambiguous => wire::KeychainState::Ambiguous,
        State::Waiting => wire::KeychainState::Waiting,
    }
}

fn notice(finding: &Finding) -> StartNotice {
    match finding {
        Finding::Rebuilt => StartNotice::JournalRebuilt,
        Finding::DetailsLost => StartNotice::DetailsLost,
    }
}

//! What lasts from start to close: the keychain, the journal, the current connection.

mod connections;
mod lodging;
mod proxy;
#[cfg(test)]
mod tests;

use journal::{Connection, ConnectionId, Finding, Journal};
use keychain::{Keychain, State};
use practice::Practice;
use quentli::{ApiKey, Client};

pub use connections::{connection_id, connection_name, environment};
use connections::{environment_text, key_name_of};
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
/// Practice mode accepts any key; this one cannot be mistaken for a real one.
const PRACTICE_KEY: &str = "sk_practice_00000000";

/// One connection in use. Cheap to clone, so that no lock is held over the network.
#[derive(Clone, Debug)]
pub struct Desk {
    pub connection: Connection,
    pub client: Client,
    pub book: journal::Book,
    /// Whether what is written outlives this session.
    pub kept: bool,
}

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
    begun: bool,
    desk: Option<Desk>,
    /// Why the connection used last could not be taken up.
    failed: Option<CommandError>,
    practice: Option<Practice>,
    fault: Option<String>,
    notices: Vec<StartNotice>,
}

impl Session {
    pub fn new(journal: Journal, findings: &[Finding], keychain: Keychain) -> Self {
        Self {
            journal,
            system: keychain.clone(),
            keychain,
            state: State::Waiting,
            lodging: Lodging::None,
            begun: false,
            desk: None,
            failed: None,
            practice: None,
            fault: None,
            notices: findings.iter().map(notice).collect(),
        }
    }

    /// The connection in use, or why there is none.
    pub fn desk(&self) -> Result<Desk, CommandError> {
        self.desk.clone().ok_or_else(|| {
            let failed = self.failed.clone();
            failed.unwrap_or_else(|| CommandError::new(ErrorCode::NoConnection))
        })
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
            && self.desk.is_none()
            && let Some(id) = self.journal.setting(CURRENT)?
        {
            // What went wrong is remembered and told where the connection is needed.
            let _ = self.choose(&connection_id(&id)?).await;
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
        self.journal.save_connection(&connection)?;
        self.choose(&connection.id).await
    }

    /// Makes a saved connection the one in use.
    pub async fn choose(&mut self, id: &ConnectionId) -> Result<(), CommandError> {
        let taken = self.take_up(id).await;
        self.failed = taken.as_ref().err().cloned();
        taken
    }

    async fn take_up(&mut self, id: &ConnectionId) -> Result<(), CommandError> {
        let connections = self.journal.connections()?;
        let mut connection = connections
            .into_iter()
            .find(|connection| connection.id == *id)
            .ok_or_else(|| CommandError::new(ErrorCode::NoConnection))?;
        self.journal.set_setting(CURRENT, Some(id.as_str()))?;
        self.desk = None;
        let environment = environment(&connection);
        let key = if environment == Environment::Practice {
            connection.server = self.practice_url().await?;
            PRACTICE_KEY.to_owned()
        } else {
            self.practice = None;
            self.fault = None;
            self.lodge_school().await?;
            self.key_of(&connection).await?
        };
        let client = self
            .client_for(environment, &connection.server, &key)
            .await?;
        let book = self.journal.book(id);
        let kept = !self.keychain.is_memory();
        self.desk = Some(Desk {
            connection,
            client,
            book,
            kept,
        });
        Ok(())
    }

    async fn practice_url(&mut self) -> Result<String, CommandError> {
        if self.practice.is_none() {
            let practice = services::practice().await;
            self.practice = Some(practice.map_err(|_| CommandError::new(ErrorCode::Internal))?);
        }
        Ok(self
            .practice
            .as_ref()
            .map(Practice::url)
            .unwrap_or_default())
    }

    async fn client_for(
        &self,
        environment: Environment,
        server: &str,
        key: &str,
    ) -> Result<Client, CommandError> {
        let server = services::server(environment, server)?;
        let key = ApiKey::parse(key)?;
        let proxy = self.proxy_address().await?;
        services::client(server, key, proxy.as_deref().map(String::as_str))
    }

    /// The first answer that carries an organization tells whose key it is.
    pub fn learn_organization(&mut self, organization: &str) -> Result<(), CommandError> {
        let Some(desk) = self.desk.as_mut() else {
            return Ok(());
        };
        if desk.connection.organization_id.is_none() {
            desk.connection.organization_id = Some(organization.to_owned());
            self.journal.save_connection(&desk.connection)?;
        }
        Ok(())
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

    /// Where things stand, for the page.
    pub async fn describe(&self) -> Result<wire::Session, CommandError> {
        let mut connections = Vec::new();
        for connection in self.journal.connections()? {
            connections.push(self.describe_connection(&connection).await);
        }
        let chosen = self.journal.setting(CURRENT)?;
        let current = connections
            .iter()
            .find(|connection: &&wire::Connection| Some(&connection.id) == chosen.as_ref());
        let pending = match &self.desk {
            Some(desk) => desk
                .book
                .pending()?
                .iter()
                .map(wire::Pending::new)
                .collect(),
            None => Vec::new(),
        };
        let practising = self.practice.as_ref().map(|practice| wire::Practising {
            code: practice.code(),
            fault: self.fault.clone(),
        });
        Ok(wire::Session {
            keychain: keychain_state(self.state),
            memory_only: self.lodging == Lodging::Memory,
            current: current.cloned(),
            connections,
            pending,
            notices: self.notices.clone(),
            practice: practising,
            proxy: self.journal.setting(PROXY)?,
            retention_days: self.retention_days()?,
            tell_newer: self.journal.setting(TELL_NEWER)?.is_some(),
        })
    }

    /// Only the connection in use and keys in memory are looked up: on macOS each look into the
    /// keychain may ask the person.
    async fn describe_connection(&self, connection: &Connection) -> wire::Connection {
        let in_use = self
            .desk
            .as_ref()
            .is_some_and(|desk| desk.connection.id == connection.id);
        let chosen = self.journal.setting(CURRENT).ok().flatten();
        let environment = environment(connection);
        let has_key = in_use
            || environment == Environment::Practice
            || if self.lodging == Lodging::Memory {
                match key_name_of(connection) {
                    Ok(name) => matches!(self.keychain.get(&name).await, Ok(Some(_))),
                    Err(_) => false,
                }
            } else {
                let missing = self
                    .failed
                    .as_ref()
                    .is_some_and(|failed| failed.code == ErrorCode::KeyMissing);
                chosen.as_deref() != Some(connection.id.as_str())
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

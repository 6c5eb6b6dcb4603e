//! What lasts from start to close: the keychain, the journal, the current connection.

mod connections;
#[cfg(test)]
mod tests;

use journal::{Connection, ConnectionId, Finding, Journal, JournalKey};
use keychain::{Keychain, Secret, State};
use practice::Practice;
use quentli::{ApiKey, Client, ProxyChoice};
use zeroize::Zeroizing;

pub use connections::{connection_id, connection_name, environment};
use connections::{environment_text, key_of};

use crate::{
    error::{CommandError, ErrorCode},
    services,
    wire::{self, Environment, StartNotice},
};

const JOURNAL_KEY: &str = "journal";
const CURRENT: &str = "current";
const PROXY: &str = "proxy";
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
    keychain: Keychain,
    /// The keychain's last answer.
    state: State,
    unlocked: bool,
    begun: bool,
    desk: Option<Desk>,
    practice: Option<Practice>,
    fault: Option<String>,
    notices: Vec<StartNotice>,
}

impl Session {
    pub fn new(journal: Journal, findings: &[Finding], keychain: Keychain) -> Self {
        Self {
            journal,
            keychain,
            state: State::Waiting,
            unlocked: false,
            begun: false,
            desk: None,
            practice: None,
            fault: None,
            notices: findings.iter().map(notice).collect(),
        }
    }

    /// The connection in use, or why there is none.
    pub fn desk(&self) -> Result<Desk, CommandError> {
        self.desk.clone().ok_or_else(|| {
            let chosen = self.journal.setting(CURRENT).ok().flatten();
            CommandError::new(chosen.map_or(ErrorCode::NoConnection, |_| ErrorCode::KeyMissing))
        })
    }

    /// What is done once at the start: it may make the keychain ask the person, and twice is once too
    /// often.
    pub async fn begin(&mut self, practice: bool) -> Result<(), CommandError> {
        if !self.begun {
            if practice {
                self.practise().await?;
            }
            self.resume().await?;
            self.begun = true;
        }
        Ok(())
    }

    /// Asks the keychain for the journal's key and takes up the connection used last.
    pub async fn resume(&mut self) -> Result<(), CommandError> {
        if !self.unlocked {
            self.state = self.keychain.state().await;
            if self.state == State::Ready {
                self.unlock_with_keychain().await?;
            }
        }
        if self.unlocked
            && self.desk.is_none()
            && let Some(id) = self.journal.setting(CURRENT)?
        {
            // A key that is gone shows as a connection that asks for it again.
            let _ = self.choose(&connection_id(&id)?).await;
        }
        Ok(())
    }

    async fn unlock_with_keychain(&mut self) -> Result<(), CommandError> {
        let stored = match self.keychain.get(JOURNAL_KEY).await {
            Ok(stored) => stored,
            Err(keychain::Error::Unusable(state)) => {
                self.state = state;
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let key = match stored.and_then(|text| JournalKey::from_text(text.expose()).ok()) {
            Some(key) => key,
            None => {
                let key = JournalKey::generate();
                let text = key.to_text();
                self.keychain
                    .set(JOURNAL_KEY, Secret::new(text.as_str()))
                    .await?;
                key
            }
        };
        let findings = self.journal.unlock(key)?;
        self.notices.extend(findings.iter().map(notice));
        self.unlocked = true;
        let days = self.retention_days()?;
        let oldest = services::now() - jiff::SignedDuration::from_hours(24 * i64::from(days));
        self.journal.purge(oldest)?;
        Ok(())
    }

    /// Goes on without the keychain: keys and drafts live until the app is closed.
    pub fn use_memory(&mut self) -> Result<(), CommandError> {
        if !self.unlocked {
            self.keychain = Keychain::memory();
            self.journal.unlock_for_session(JournalKey::generate())?;
            self.unlocked = true;
        }
        Ok(())
    }

    /// Starts the practice server and makes it the connection in use. Works without a keychain.
    pub async fn practise(&mut self) -> Result<(), CommandError> {
        self.resume_keychain_only().await?;
        if !self.unlocked {
            self.use_memory()?;
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

    async fn resume_keychain_only(&mut self) -> Result<(), CommandError> {
        if self.unlocked {
            return Ok(());
        }
        self.state = self.keychain.state().await;
        if self.state == State::Ready {
            self.unlock_with_keychain().await?;
        }
        Ok(())
    }

    /// Makes a saved connection the one in use.
    pub async fn choose(&mut self, id: &ConnectionId) -> Result<(), CommandError> {
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
            let key = self.keychain.get(&key_of(&connection)?).await?;
            let key = key.ok_or_else(|| CommandError::new(ErrorCode::KeyMissing))?;
            key.expose().to_owned()
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

    /// As [`services::proxy_choice`] takes it, its password included.
    pub async fn proxy_address(&self) -> Result<Option<Zeroizing<String>>, CommandError> {
        let proxy = self.journal.setting(PROXY)?;
        let secret = match proxy.as_deref() {
            None | Some("") => None,
            Some(_) => self.keychain.get(PROXY).await?,
        };
        let secret = secret.map(|secret| secret.expose().to_owned());
        Ok(secret.or(proxy).map(Zeroizing::new))
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

    pub async fn set_proxy(&mut self, proxy: Option<&str>) -> Result<(), CommandError> {
        let choice = services::proxy_choice(proxy)?;
        let proxy = proxy.map(str::trim);
        // A proxy's password is a secret like any other: only the keychain has it.
        if proxy.is_some_and(|proxy| proxy.contains('@')) {
            self.keychain
                .set(PROXY, Secret::new(proxy.unwrap_or_default()))
                .await?;
        } else if self.journal.setting(PROXY)?.is_some() {
            self.keychain.delete(PROXY).await?;
        }
        let shown = match &choice {
            ProxyChoice::Manual(url) => Some(url.host_and_port()),
            _ => proxy.map(str::to_owned),
        };
        self.journal.set_setting(PROXY, shown.as_deref())?;
        if let Some(desk) = &self.desk {
            let id = desk.connection.id.clone();
            self.choose(&id).await?;
        }
        Ok(())
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
            memory_only: self.keychain.is_memory(),
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
            || if self.keychain.is_memory() {
                match key_of(connection) {
                    Ok(name) => matches!(self.keychain.get(&name).await, Ok(Some(_))),
                    Err(_) => false,
                }
            } else {
                chosen.as_deref() != Some(connection.id.as_str())
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

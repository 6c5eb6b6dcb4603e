//! How the session stands, for a front end.

use journal::{Connection, Finding};

use super::{
    Environment, KeyStorage, Session, TELL_NEWER, YES, connections::key_name_of,
    environment::environment, proxy::PROXY,
};
use crate::{Error, Pending, School};

/// Where things stand once the keychain was asked.
#[derive(Clone, Debug)]
pub struct Status {
    pub keychain: keychain::State,
    /// Keys and drafts live in memory for this session only.
    pub memory_only: bool,
    pub connections: Vec<ConnectionStatus>,
    pub current: Option<ConnectionStatus>,
    /// Names the connection in use among all there were since the start; a call is for this one.
    pub generation: u32,
    /// Updates of the connection in use whose outcome is not known, or was not looked at.
    pub pending: Vec<Pending>,
    /// How many keys of forgotten connections could not be deleted from the keychain yet.
    pub keys_left: usize,
    pub findings: Vec<Finding>,
    pub practice: Option<Practising>,
    /// `None` follows the system, an empty text uses none, else `http://host:port`.
    pub proxy: Option<String>,
    pub retention_days: u16,
    /// How many updates of a run may be on their way at once.
    pub run_ceiling: u8,
    /// Whether to ask at each start for a newer Ficha; `None` until the person has said.
    pub tell_newer: Option<bool>,
}

#[derive(Clone, Debug)]
pub struct ConnectionStatus {
    pub connection: Connection,
    pub environment: Environment,
    /// False: the key is not in the keychain (any more) and has to be pasted again.
    pub has_key: bool,
}

#[derive(Clone, Debug)]
pub struct Practising {
    /// The verification code that practice mode accepts.
    pub code: String,
    /// The fault being played.
    pub fault: Option<String>,
}

impl Session {
    #[cfg(test)]
    pub(crate) async fn status(&self) -> Result<Status, Error> {
        let (generation, school) = self.in_use.snapshot();
        self.status_of(generation, &school).await
    }

    /// All but what is pending, as of one moment: a switch may be under way.
    pub(crate) async fn status_of(
        &self,
        generation: u32,
        in_use: &Result<School, Error>,
    ) -> Result<Status, Error> {
        let chosen = match in_use {
            Ok(school) => Some(school.connection.id.to_string()),
            Err(_) => self.current()?,
        };
        let mut saved = self.journal.connections()?;
        // Practice on a full disk is saved nowhere.
        saved.extend(in_use.iter().find_map(|school| {
            let unsaved = saved.iter().all(|one| one.id != school.connection.id);
            unsaved.then(|| school.connection.clone())
        }));
        let mut connections = Vec::new();
        for connection in saved {
            let status = self.connection_status(connection, in_use, chosen.as_deref());
            connections.push(status.await);
        }
        let current = connections
            .iter()
            .find(|one: &&ConnectionStatus| Some(one.connection.id.as_str()) == chosen.as_deref());
        let current = current.cloned();
        let practises = current
            .as_ref()
            .is_some_and(|current| current.environment == Environment::Practice);
        let keys_left = self.keys_left()?.len();
        let proxy = self.journal.setting(PROXY)?;
        let tell_newer = self.journal.setting(TELL_NEWER)?;
        let tell_newer = tell_newer.map(|tell| tell == YES);
        let retention_days = self.retention_days()?;
        let state = self.state();
        let practice = state.practice.as_ref().filter(|_| practises);
        Ok(Status {
            keychain: state.system,
            memory_only: state.storage == KeyStorage::Memory,
            current,
            connections,
            generation,
            pending: Vec::new(),
            keys_left,
            findings: state.findings.clone(),
            practice: practice.map(|practice| Practising {
                code: practice.code(),
                fault: state.fault.clone(),
            }),
            proxy,
            run_ceiling: crate::runs::CEILING,
            retention_days,
            tell_newer,
        })
    }

    /// Only the connection in use and keys in memory are looked up: on macOS each look into the
    /// keychain may ask the person.
    async fn connection_status(
        &self,
        connection: Connection,
        in_use: &Result<School, Error>,
        chosen: Option<&str>,
    ) -> ConnectionStatus {
        let (is_in_use, missing) = match in_use {
            Ok(school) => (school.connection.id == connection.id, false),
            Err(error) => (false, *error == Error::KeyMissing),
        };
        let environment = environment(&connection);
        let storage = self.state().storage;
        let has_key = is_in_use
            || environment == Environment::Practice
            || if storage == KeyStorage::Memory {
                match key_name_of(&connection) {
                    Ok(name) => matches!(self.keychain().get(&name).await, Ok(Some(_))),
                    Err(_) => false,
                }
            } else {
                chosen != Some(connection.id.as_str())
                    || storage == KeyStorage::Keychain && !missing
            };
        ConnectionStatus {
            connection,
            environment,
            has_key,
        }
    }
}

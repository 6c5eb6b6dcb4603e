//! Where keys go, and what opens the journal's personal columns: the system's keychain, or memory.

use journal::{Connection, JournalKey};
use keychain::{Keychain, Secret, State};
use quentli::ApiKey;

use super::{Session, connections::key_name_of};
use crate::Error;

const JOURNAL_KEY: &str = "journal";

/// What opened the journal's personal columns, and where keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyStorage {
    None,
    /// Practice needs no keychain; a school does, and asks for it again.
    Practice,
    /// The person chose to go on without the keychain.
    Memory,
    Keychain,
}

impl Session {
    /// Asks the system's keychain for the journal's key, unless it gave it already or the person chose
    /// to go on without.
    pub(super) async fn ask_keychain(&self) -> Result<(), Error> {
        let (storage, answered) = {
            let state = self.state();
            (state.storage, state.system)
        };
        if matches!(storage, KeyStorage::None | KeyStorage::Practice) {
            if self.ask_system().await == State::Ready {
                match self.journal_key().await {
                    Ok(key) => self.unlock_with_keychain(key).await?,
                    Err(keychain::Error::Unusable(state)) => self.state().system = state,
                    Err(error) => return Err(error.into()),
                }
            }
        } else if storage == KeyStorage::Keychain && answered != State::Ready {
            // It refused a school's key since.
            self.ask_system().await;
        }
        Ok(())
    }

    /// How the system's keychain is now.
    async fn ask_system(&self) -> State {
        let answer = self.system.state().await;
        self.state().system = answer;
        answer
    }

    async fn journal_key(&self) -> Result<JournalKey, keychain::Error> {
        let stored = self.system.get(JOURNAL_KEY).await?;
        if let Some(key) = stored.and_then(|text| JournalKey::from_text(text.expose()).ok()) {
            return Ok(key);
        }
        let key = JournalKey::generate();
        self.system
            .set(JOURNAL_KEY, Secret::from(key.to_text()))
            .await?;
        Ok(key)
    }

    async fn unlock_with_keychain(&self, key: JournalKey) -> Result<(), Error> {
        let findings = self.journal.unlock(key)?;
        {
            let mut state = self.state();
            state.findings.extend(findings);
            state.journal_key_kept = true;
            state.keychain = self.system.clone();
            state.storage = KeyStorage::Keychain;
        }
        self.delete_keys_left().await
    }

    /// What "try again" asks for: the keychain once more, which deletes the keys that were left in it.
    pub(crate) async fn retry_keychain(&self) -> Result<(), Error> {
        let storage = self.state().storage;
        if matches!(storage, KeyStorage::Memory | KeyStorage::Keychain)
            && self.ask_system().await == State::Ready
        {
            self.delete_keys_left().await?;
        }
        self.resume().await
    }

    /// Goes on without the keychain: keys live until the app is closed, and so do drafts where the
    /// keychain never gave the journal's key. One that works after all is not given up: it may have
    /// answered while the person pressed.
    pub(crate) async fn use_memory(&self) -> Result<(), Error> {
        self.store_keys_in_memory()?;
        let replaces_keychain = {
            let mut state = self.state();
            match state.storage {
                KeyStorage::Practice => {
                    state.storage = KeyStorage::Memory;
                    false
                }
                KeyStorage::Keychain if state.system != State::Ready => {
                    state.keychain = Keychain::memory();
                    state.storage = KeyStorage::Memory;
                    true
                }
                _ => false,
            }
        };
        if replaces_keychain {
            self.take_key_along().await?;
        }
        Ok(())
    }

    /// Lets the connection in use be chosen again although its key stays behind.
    async fn take_key_along(&self) -> Result<(), Error> {
        let key = self.state().key.clone();
        if let (Ok(school), Some(key)) = (self.in_use.school(), key)
            && let Ok(name) = key_name_of(&school.connection)
        {
            self.keychain()
                .set(&name, Secret::new(key.reveal()))
                .await?;
        }
        Ok(())
    }

    pub(super) fn store_keys_in_memory(&self) -> Result<(), Error> {
        if self.state().storage == KeyStorage::None {
            self.journal.unlock_for_session(JournalKey::generate())?;
            let mut state = self.state();
            state.keychain = Keychain::memory();
            state.storage = KeyStorage::Practice;
        }
        Ok(())
    }

    /// Makes sure that a school's key has a place: the keychain, or the person's word that it need
    /// not last.
    pub(super) async fn require_key_storage(&self) -> Result<(), Error> {
        self.ask_keychain().await?;
        let storage = self.state().storage;
        match storage {
            KeyStorage::Keychain | KeyStorage::Memory => Ok(()),
            KeyStorage::None | KeyStorage::Practice => Err(Error::NoKeyStorage),
        }
    }

    pub(super) async fn key_of(&self, connection: &Connection) -> Result<ApiKey, Error> {
        let name = key_name_of(connection)?;
        let keychain = self.keychain();
        let answer = match keychain.get(&name).await {
            // Copies that differ are deleted, and the person is asked for the key again.
            Err(keychain::Error::Unusable(State::Ambiguous)) => keychain.repair(&name).await,
            answer => answer,
        };
        self.note_state(&answer);
        let key = answer?.ok_or(Error::KeyMissing)?;
        Ok(ApiKey::parse(key.expose())?)
    }

    /// Keeps how the system's keychain is, as its last answer showed it.
    pub(super) fn note_state<T>(&self, answer: &Result<T, keychain::Error>) {
        let mut state = self.state();
        if !state.keychain.is_memory() {
            state.system = match answer {
                Err(keychain::Error::Unusable(state)) => *state,
                _ => State::Ready,
            };
        }
    }
}

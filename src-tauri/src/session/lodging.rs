//! Where keys go, and what opens the journal's personal columns: the system's keychain, or memory.

use journal::{Connection, JournalKey};
use keychain::{Keychain, Secret, State};
use quentli::ApiKey;

use super::{Session, connections::key_name_of, notice};
use crate::error::{CommandError, ErrorCode};

const JOURNAL_KEY: &str = "journal";

/// What opened the journal's personal columns, and where keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lodging {
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
    pub(super) async fn ask_keychain(&mut self) -> Result<(), CommandError> {
        if matches!(self.lodging, Lodging::None | Lodging::Practice) {
            self.state = self.system.state().await;
            if self.state == State::Ready {
                match self.journal_key().await {
                    Ok(key) => self.unlock_with_keychain(key).await?,
                    Err(keychain::Error::Unusable(state)) => self.state = state,
                    Err(error) => return Err(error.into()),
                }
            }
        } else if self.lodging == Lodging::Keychain && self.state != State::Ready {
            // It refused a school's key since.
            self.state = self.system.state().await;
        }
        Ok(())
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

    async fn unlock_with_keychain(&mut self, key: JournalKey) -> Result<(), CommandError> {
        let findings = self.journal.unlock(key)?;
        self.notices.extend(findings.iter().map(notice));
        self.journal_key_kept = true;
        self.keychain = self.system.clone();
        self.lodging = Lodging::Keychain;
        self.delete_keys_left().await
    }

    /// What "try again" asks for: the keychain once more, which deletes the keys that were left in it.
    pub async fn retry_keychain(&mut self) -> Result<(), CommandError> {
        if matches!(self.lodging, Lodging::Memory | Lodging::Keychain) {
            self.state = self.system.state().await;
            if self.state == State::Ready {
                self.delete_keys_left().await?;
            }
        }
        self.resume().await
    }

    /// Goes on without the keychain: keys live until the app is closed, and so do drafts where the
    /// keychain never gave the journal's key. One that works after all is not given up: it may have
    /// answered while the person pressed.
    pub async fn use_memory(&mut self) -> Result<(), CommandError> {
        self.lodge_in_memory()?;
        match self.lodging {
            Lodging::Practice => self.lodging = Lodging::Memory,
            Lodging::Keychain if self.state != State::Ready => {
                self.keychain = Keychain::memory();
                self.lodging = Lodging::Memory;
                self.take_key_along().await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Lets the connection in use be chosen again although its key stays behind.
    async fn take_key_along(&self) -> Result<(), CommandError> {
        if let (Ok(desk), Some(key)) = (self.in_use.desk(), &self.key)
            && let Ok(name) = key_name_of(&desk.connection)
        {
            self.keychain.set(&name, Secret::new(key.reveal())).await?;
        }
        Ok(())
    }

    pub(super) fn lodge_in_memory(&mut self) -> Result<(), CommandError> {
        if self.lodging == Lodging::None {
            self.journal.unlock_for_session(JournalKey::generate())?;
            self.keychain = Keychain::memory();
            self.lodging = Lodging::Practice;
        }
        Ok(())
    }

    /// Makes sure that a school's key has a place: the keychain, or the person's word that it need
    /// not last.
    pub(super) async fn lodge_school(&mut self) -> Result<(), CommandError> {
        self.ask_keychain().await?;
        match self.lodging {
            Lodging::Keychain | Lodging::Memory => Ok(()),
            Lodging::None | Lodging::Practice => Err(CommandError::new(ErrorCode::Keychain)),
        }
    }

    pub(super) async fn key_of(&mut self, connection: &Connection) -> Result<ApiKey, CommandError> {
        let name = key_name_of(connection)?;
        let answer = match self.keychain.get(&name).await {
            // Copies that differ are deleted, and the person is asked for the key again.
            Err(keychain::Error::Unusable(State::Ambiguous)) => self.keychain.repair(&name).await,
            answer => answer,
        };
        self.note_state(&answer);
        let key = answer?.ok_or_else(|| CommandError::new(ErrorCode::KeyMissing))?;
        Ok(ApiKey::parse(key.expose())?)
    }

    /// Keeps how the system's keychain is, as its last answer showed it.
    pub(super) fn note_state<T>(&mut self, answer: &Result<T, keychain::Error>) {
        if !self.keychain.is_memory() {
            self.state = match answer {
                Err(keychain::Error::Unusable(state)) => *state,
                _ => State::Ready,
            };
        }
    }
}

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
                self.unlock_with_keychain().await?;
            }
        } else if self.lodging == Lodging::Keychain && self.state != State::Ready {
            // It refused a school's key since.
            self.state = self.system.state().await;
        }
        Ok(())
    }

    async fn unlock_with_keychain(&mut self) -> Result<(), CommandError> {
        let stored = match self.system.get(JOURNAL_KEY).await {
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
                self.system
                    .set(JOURNAL_KEY, Secret::new(text.as_str()))
                    .await?;
                key
            }
        };
        let findings = self.journal.unlock(key)?;
        self.notices.extend(findings.iter().map(notice));
        self.keychain = self.system.clone();
        self.lodging = Lodging::Keychain;
        self.delete_keys_left().await
    }

    /// Goes on without the keychain: keys and drafts live until the app is closed.
    pub fn use_memory(&mut self) -> Result<(), CommandError> {
        self.lodge_in_memory()?;
        if self.lodging == Lodging::Practice {
            self.lodging = Lodging::Memory;
        }
        Ok(())
    }

    pub(super) fn lodge_in_memory(&mut self) -> Result<(), CommandError> {
        if self.lodging == Lodging::None {
            self.keychain = Keychain::memory();
            self.journal.unlock_for_session(JournalKey::generate())?;
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
        if !self.keychain.is_memory() {
            self.state = match &answer {
                Err(keychain::Error::Unusable(state)) => *state,
                _ => State::Ready,
            };
        }
        let key = answer?.ok_or_else(|| CommandError::new(ErrorCode::KeyMissing))?;
        Ok(ApiKey::parse(key.expose())?)
    }
}

//! Forgetting a connection, its key in the system's keychain first of all: that key opens the school's
//! data, whatever is done here.

use journal::ConnectionId;

use super::{CURRENT, Session, connections::key_name_of, proxy::PROXY};
use crate::error::{CommandError, ErrorCode};

/// Names of keys that are to be deleted, one a line: a keychain that cannot be used today must not
/// keep them for good.
const KEYS_LEFT: &str = "keys-to-delete";

impl Session {
    /// Removes a connection with its key and everything kept about its families. A key that the
    /// keychain does not let go of now is deleted once it does, see [`Session::keys_left`].
    pub async fn forget(&mut self, id: &ConnectionId) -> Result<(), CommandError> {
        let saved = self.journal.connections()?;
        if let Some(connection) = saved.iter().find(|connection| connection.id == *id) {
            let name = key_name_of(connection)?;
            self.keychain.delete(&name).await?;
            if !self.is_key_in_memory(id)? {
                self.delete_key(&name).await?;
            }
        }
        self.journal.forget_connection(id)?;
        self.journal.set_setting(&in_memory(id), None)?;
        if self.journal.setting(CURRENT)?.as_deref() == Some(id.as_str()) {
            self.journal.set_setting(CURRENT, None)?;
            self.practice = None;
            self.fault = None;
            self.in_use
                .put(|_| Err(CommandError::new(ErrorCode::NoConnection)));
        }
        Ok(())
    }

    /// Deletes a key from the system's keychain, also while another place is in use; where that cannot
    /// be done, it stays on the list.
    pub(super) async fn delete_key(&self, name: &str) -> Result<(), CommandError> {
        let mut left = self.keys_left()?;
        if !left.iter().any(|one| one == name) {
            left.push(name.to_owned());
            self.journal
                .set_setting(KEYS_LEFT, Some(&left.join("\n")))?;
        }
        if self.system.delete(name).await.is_ok() {
            self.take_off(name)?;
        }
        Ok(())
    }

    /// A key of that name is wanted again.
    pub(super) fn take_off(&self, name: &str) -> Result<(), CommandError> {
        let mut left = self.keys_left()?;
        left.retain(|one| one != name);
        let text = left.join("\n");
        let text = (!left.is_empty()).then_some(text.as_str());
        Ok(self.journal.set_setting(KEYS_LEFT, text)?)
    }

    /// The keys that should be gone and may still be in the system's keychain.
    pub(super) fn keys_left(&self) -> Result<Vec<String>, CommandError> {
        let stored = self.journal.setting(KEYS_LEFT)?.unwrap_or_default();
        Ok(stored.lines().map(str::to_owned).collect())
    }

    /// To be called when the system's keychain has just proved to work.
    pub(super) async fn delete_keys_left(&self) -> Result<(), CommandError> {
        for name in self.keys_left()? {
            if name != PROXY || self.journal.setting(PROXY)?.is_none() {
                self.delete_key(&name).await?;
            }
        }
        Ok(())
    }

    /// Keeps whether a connection's key was saved in memory alone: then no keychain has it.
    pub(super) fn note_where_key_is(&self, id: &ConnectionId) -> Result<(), CommandError> {
        let memory = self.keychain.is_memory().then_some("yes");
        Ok(self.journal.set_setting(&in_memory(id), memory)?)
    }

    fn is_key_in_memory(&self, id: &ConnectionId) -> Result<bool, CommandError> {
        Ok(self.journal.setting(&in_memory(id))?.is_some())
    }
}

fn in_memory(id: &ConnectionId) -> String {
    format!("key-in-memory:{id}")
}

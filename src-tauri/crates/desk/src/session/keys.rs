//! Keys that have to go from the system's keychain. Each is listed before anything is done with it, so
//! that no crash, full disk or late answer of the keychain leaves one behind for good.

use journal::ConnectionId;
use keychain::State;

use super::{
    Session,
    connections::key_name_of,
    proxy::{IN_KEYCHAIN, PROXY},
};
use crate::Error;

/// Names of keys that are to be deleted, one a line: a keychain that cannot be used today must not
/// keep them for good.
pub(super) const KEYS_LEFT: &str = "keys-to-delete";

impl Session {
    /// Puts a key on the list of those to be deleted.
    pub(super) fn list_key(&self, name: &str) -> Result<(), Error> {
        let mut listed = self.listed_keys()?;
        if !listed.iter().any(|one| one == name) {
            listed.push(name.to_owned());
            self.journal
                .set_setting(KEYS_LEFT, Some(&listed.join("\n")))?;
        }
        Ok(())
    }

    /// A key of that name is gone, or wanted. One that stays listed because the disk is full does no
    /// harm: a wanted one is not deleted, and a deletion can be repeated.
    pub(super) fn unlist_key(&self, name: &str) {
        let Ok(mut listed) = self.listed_keys() else {
            return;
        };
        let before = listed.len();
        listed.retain(|one| one != name);
        if listed.len() < before {
            let text = listed.join("\n");
            let text = (!listed.is_empty()).then_some(text.as_str());
            let _ = self.journal.set_setting(KEYS_LEFT, text);
        }
    }

    fn listed_keys(&self) -> Result<Vec<String>, Error> {
        let stored = self.journal.setting(KEYS_LEFT)?.unwrap_or_default();
        Ok(stored.lines().map(str::to_owned).collect())
    }

    pub(super) fn is_listed(&self, name: &str) -> Result<bool, Error> {
        Ok(self.listed_keys()?.iter().any(|one| one == name))
    }

    /// The keys that should be gone and may still be in the system's keychain.
    pub(super) fn keys_left(&self) -> Result<Vec<String>, Error> {
        let wanted = self.wanted_keys()?;
        let mut left = self.listed_keys()?;
        left.retain(|name| !wanted.contains(name));
        Ok(left)
    }

    fn wanted_keys(&self) -> Result<Vec<String>, Error> {
        let connections = self.journal.connections()?;
        let names = connections.iter().filter_map(|one| key_name_of(one).ok());
        let mut wanted: Vec<String> = names.collect();
        if self.journal.setting(IN_KEYCHAIN)?.is_some() {
            wanted.push(PROXY.to_owned());
        }
        Ok(wanted)
    }

    /// Deletes a key from the system's keychain, also while another place is in use; where that cannot
    /// be done, it stays on the list. Fails only where it can be neither deleted nor listed.
    pub(super) async fn delete_key(&self, name: &str) -> Result<(), Error> {
        let listed = self.list_key(name);
        if self.system.delete(name).await.is_err() {
            return listed;
        }
        self.unlist_key(name);
        Ok(())
    }

    /// To be called when the system's keychain has just proved to work.
    pub(super) async fn delete_keys_left(&self) -> Result<(), Error> {
        let left = self.keys_left()?;
        for name in self.listed_keys()? {
            let wanted = !left.contains(&name);
            if !wanted && self.system.delete(&name).await.is_err() {
                // One that stopped would make the person wait for each of them.
                break;
            }
            self.unlist_key(&name);
        }
        Ok(())
    }

    /// Whether no keychain was ever given the connection's key. Only then is there nothing to delete.
    pub(super) fn is_key_in_memory_only(&self, id: &ConnectionId) -> Result<bool, Error> {
        Ok(self.journal.setting(&in_memory(id))?.is_some())
    }

    pub(super) fn note_key_in_memory_only(
        &self,
        id: &ConnectionId,
        only: bool,
    ) -> Result<(), Error> {
        if self.is_key_in_memory_only(id)? != only {
            self.journal
                .set_setting(&in_memory(id), only.then_some("yes"))?;
        }
        Ok(())
    }
}

/// Whether a keychain that failed to keep a secret may have kept it after all, or may keep it yet.
pub(super) fn may_have_kept(error: &keychain::Error) -> bool {
    use keychain::Error as E;
    match error {
        E::Unusable(state) => matches!(state, State::Waiting | State::NoService),
        E::TooLong | E::NotText => false,
        E::Other(_) => true,
    }
}

fn in_memory(id: &ConnectionId) -> String {
    format!("key-in-memory:{id}")
}

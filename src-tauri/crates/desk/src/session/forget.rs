//! Forgetting a connection, its key in the system's keychain first of all: that key opens the school's
//! data, whatever is done here.

use journal::ConnectionId;

use super::{Session, connections::key_name_of};
use crate::Error;

impl Session {
    /// Removes a connection with its key and everything kept about its families. A key that the
    /// keychain does not let go of now is deleted once it does, see [`Session::keys_left`].
    ///
    /// Whatever fails, the connection is no longer in use; forgetting it again finishes what is left.
    pub(crate) async fn forget(&self, id: &ConnectionId) -> Result<(), Error> {
        let saved = self.journal.connections()?;
        let connection = saved.iter().find(|connection| connection.id == *id);
        // Nothing is kept under the name of a server that cannot be.
        let key_name = connection.and_then(|connection| key_name_of(connection).ok());
        let key_gone = match &key_name {
            Some(name) => self.forget_key(id, name).await,
            None => Ok(()),
        };
        self.leave(id)?;
        // The row stays where the key does: it is all that still names it.
        key_gone?;
        self.journal.forget_connection(id)?;
        // Names nothing any more.
        let _ = self.note_key_in_memory_only(id, false);
        Ok(())
    }

    async fn forget_key(&self, id: &ConnectionId, name: &str) -> Result<(), Error> {
        let keychain = self.keychain();
        if keychain.is_memory() {
            keychain.delete(name).await?;
        }
        if self.is_key_in_memory_only(id)? {
            return Ok(());
        }
        self.delete_key(name).await
    }

    /// Ends the use of a connection, if it is in use.
    fn leave(&self, id: &ConnectionId) -> Result<(), Error> {
        let school = self.in_use.school();
        let in_use = school.is_ok_and(|school| school.connection.id == *id);
        if in_use || self.current()?.as_deref() == Some(id.as_str()) {
            self.note_current(None);
            let mut state = self.state();
            state.practice = None;
            state.fault = None;
            state.key = None;
            drop(state);
            self.in_use.put(|_| Err(Error::NoConnection));
        }
        Ok(())
    }
}

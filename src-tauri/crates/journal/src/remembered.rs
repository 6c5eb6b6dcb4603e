use crate::{Book, ConnectionId, Error};

impl Book {
    /// Remembers something about this connection, until it is forgotten. Nothing personal: it is not encrypted.
    pub fn remember(&self, name: &str, text: &str) -> Result<(), Error> {
        self.journal
            .set_setting(&setting(&self.connection, name), Some(text))
    }

    pub fn remembered(&self, name: &str) -> Result<Option<String>, Error> {
        self.journal.setting(&setting(&self.connection, name))
    }
}

/// The setting that is remembered under a name. Forgetting a connection deletes those that begin so.
fn setting(connection: &ConnectionId, name: &str) -> String {
    format!("{connection}/{name}")
}

use journal::{Book, Intent, IntentId, Settled};

/// Where intents and outcomes are written; each call is durable when it returns.
pub trait UpdateLog: Send + Sync {
    fn intend(&self, intent: &Intent) -> Result<IntentId, LogError>;
    fn settle(&self, id: IntentId, settled: &Settled) -> Result<(), LogError>;
}

impl UpdateLog for Book {
    fn intend(&self, intent: &Intent) -> Result<IntentId, LogError> {
        Ok(Book::intend(self, intent)?)
    }

    fn settle(&self, id: IntentId, settled: &Settled) -> Result<(), LogError> {
        Ok(Book::settle(self, id, settled)?)
    }
}

/// Why the log could not be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    #[error("the disk is full")]
    Full,
    /// The file was deleted or replaced while it was open.
    #[error("the journal is gone")]
    Gone,
    /// In the journal's own words, without personal data.
    #[error("the journal could not be written: {0}")]
    Other(String),
}

impl From<journal::Error> for LogError {
    fn from(error: journal::Error) -> Self {
        match error {
            journal::Error::Full => Self::Full,
            journal::Error::Gone => Self::Gone,
            error => Self::Other(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LogError;

    #[test]
    fn a_full_disk_and_a_lost_journal_stay_apart_from_all_else() {
        use journal::Error;
        assert_eq!(LogError::from(Error::Full), LogError::Full);
        assert_eq!(LogError::from(Error::Gone), LogError::Gone);
        for error in [Error::NotPending, Error::NoSuchConnection] {
            assert_eq!(
                LogError::from(error.clone()),
                LogError::Other(error.to_string())
            );
        }
    }
}

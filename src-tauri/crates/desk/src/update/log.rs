use jiff::Timestamp;
use quentli::{Customer, CustomerId};
use record::Change;
use serde::{Deserialize, Serialize};

/// What is about to be sent. It is durable before the first byte leaves, so that a crash
/// afterwards leaves an *unknown* to settle instead of nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intent {
    pub customer: CustomerId,
    /// The record as it was just before; `None` for a key that cannot read.
    pub base: Option<Customer>,
    /// Each line as it was reviewed, without the password's text.
    pub changes: Vec<Change>,
    pub started_at: Timestamp,
    /// The latest moment at which a byte of it can leave, if nothing more is heard of it.
    pub left_by: Timestamp,
}

/// Names an intent in the log that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IntentId(pub i64);

/// Where an intent stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Written down, no outcome yet: after a restart this is an unknown.
    Intent,
    Applied,
    Refused,
    /// The outcome was unknown; reading back showed the old values.
    NotApplied,
    /// The outcome was unknown; reading back showed neither the old values nor all of the new.
    Different,
    Unknown,
}

/// The outcome as the log keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    pub state: State,
    pub at: Timestamp,
    /// What the server held afterwards, where it is known.
    pub held: Option<Customer>,
    /// Why the answer was no "yes", where there was one.
    pub reason: Option<Reason>,
    /// When the attempt ended, where it is known: no byte of it can have left later.
    pub left_by: Option<Timestamp>,
    /// The draft that was sent holds nothing more: it goes together with the outcome's writing.
    pub draft_done: bool,
}

/// What the server said to an update that it refused, or that ended as unknown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub status: Option<u16>,
    /// The server's own words, which may name a person.
    pub message: String,
}

impl std::fmt::Debug for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reason({:?})", self.status)
    }
}

/// Where intents and outcomes are written; each call is durable when it returns.
pub trait UpdateLog: Send + Sync {
    fn intend(&self, intent: &Intent) -> Result<IntentId, LogError>;
    fn settle(&self, id: IntentId, settled: &Settled) -> Result<(), LogError>;
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

#![doc = include_str!("../README.md")]

mod book;
mod connections;
mod erase;
mod error;
mod journal;
mod key;
mod open;
mod presence;
mod schema;
mod seal;
mod stored;
mod unlock;
mod updates;

pub use book::{Book, DraftLine, Recent, StoredDraft};
pub use connections::{Connection, ConnectionId};
pub use error::{Error, Finding};
pub use journal::Journal;
pub use key::JournalKey;
pub use stored::{Details, PendingUpdate, StoredUpdate};
pub use updates::LastSent;

use std::io;

use rusqlite::ErrorCode;

/// Why the journal could not do what was asked. No variant carries a path, a value or a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Another Ficha has this journal open.
    #[error("the journal is already open")]
    AlreadyOpen,
    /// The folder or a file in it cannot be made, read or written.
    #[error("the journal's folder cannot be used: {0}")]
    Folder(io::ErrorKind),
    /// A newer Ficha wrote the file; it was left as it is.
    #[error("the journal has version {found}, this program knows {known}")]
    Newer { found: i64, known: i64 },
    /// The file turned out to be damaged; opening it anew moves it aside.
    #[error("the journal's file is damaged")]
    Damaged,
    #[error("the disk is full")]
    Full,
    /// The file was deleted, renamed or replaced while it was open: what is written now is lost.
    #[error("the journal's file is gone")]
    Gone,
    /// The database did not take one of the settings that its promises rest on.
    #[error("the database refused the setting {0}")]
    Setting(&'static str),
    /// Personal columns need [`crate::Journal::unlock`] first.
    #[error("the journal is locked")]
    Locked,
    /// Not the text of a journal key.
    #[error("not a journal key")]
    BadKey,
    /// A personal column that its key does not open: moved, altered, or not understood any more.
    #[error("stored details cannot be read")]
    Unreadable,
    /// The update does not exist here, or its outcome is already settled.
    #[error("no such pending update")]
    NotPending,
    /// The connection was forgotten, or never saved.
    #[error("no such connection")]
    NoSuchConnection,
    /// The system gave no randomness, so nothing can be encrypted.
    #[error("the system gave no randomness")]
    Randomness,
    /// Anything else, as SQLite's extended result code.
    #[error("the database failed with code {0}")]
    Database(i32),
}

/// Something a person has to hear about, though the journal works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The file was damaged: it was moved aside, and a fresh one begun.
    Rebuilt,
    /// There are details under another key than today's, from another computer or from before the
    /// keychain lost its key. They stay, unreadable until that key is back. Reported once per key.
    DetailsLost,
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            kind => Self::Folder(kind),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, _) = &error else {
            // A column of another type than the schema's, or a row that must be there and is not.
            return Self::Damaged;
        };
        match failure.code {
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly => {
                Self::Folder(io::ErrorKind::PermissionDenied)
            }
            _ if failure.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY => {
                Self::NoSuchConnection
            }
            _ => Self::Database(failure.extended_code),
        }
    }
}

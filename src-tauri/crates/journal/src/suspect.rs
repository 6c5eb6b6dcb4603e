//! Whether the database has to be looked through before it is used: its last end was not clean, or something
//! in it could not be read.

use std::{
    ffi::OsString,
    fs::{self, OpenOptions},
    path::{Path, PathBuf},
};

use crate::open::private;

/// Leaves word for the next opening that the database turned out to be damaged.
pub(crate) fn mark(database: &Path) {
    // Where this fails too, the next reader of what is damaged leaves word again.
    let _ = private(OpenOptions::new().create(true).truncate(false))
        .write(true)
        .open(beside(database, "-suspect"));
}

pub(crate) fn clear(database: &Path) {
    // Left behind, it costs the next opening a look.
    let _ = fs::remove_file(beside(database, "-suspect"));
}

/// A clean end leaves no write-ahead log.
pub(crate) fn is_suspect(database: &Path) -> bool {
    let log = fs::metadata(beside(database, "-wal"));
    log.is_ok_and(|log| log.len() > 0) || beside(database, "-suspect").exists()
}

fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(database);
    name.push(suffix);
    name.into()
}

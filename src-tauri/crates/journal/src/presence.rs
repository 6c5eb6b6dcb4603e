use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::Error;

/// The files as they were when they were opened. SQLite goes on writing to a file that was deleted,
/// and reports success.
pub(crate) struct Presence(Vec<(PathBuf, Identity)>);

impl Presence {
    /// Of an open database, its write-ahead log, which holds the newest rows, and the log's index where that is
    /// a file.
    pub(crate) fn of(database: &Path, has_index: bool) -> Result<Self, Error> {
        let suffixes = ["", "-wal", "-shm"];
        let files = suffixes[..if has_index { 3 } else { 2 }].iter();
        let files = files.map(|suffix| {
            let mut path = database.as_os_str().to_owned();
            path.push(suffix);
            let path = PathBuf::from(path);
            let identity = identity(&path)?;
            Ok((path, identity))
        });
        Ok(Self(files.collect::<Result<_, io::Error>>()?))
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        self.0.iter().try_for_each(|(path, opened)| {
            use io::ErrorKind::{NotADirectory, NotFound};
            match identity(path) {
                Ok(found) if found == *opened => Ok(()),
                Err(error) if !matches!(error.kind(), NotFound | NotADirectory) => {
                    Err(error.into())
                }
                _ => Err(Error::Gone),
            }
        })
    }
}

/// Device and inode. The system gives an inode to no other file while it is open.
#[cfg(unix)]
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(path: &Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;

    fs::metadata(path).map(|found| (found.dev(), found.ino()))
}

/// Windows refuses to delete, rename or replace an open file: that it is there is enough.
#[cfg(not(unix))]
type Identity = bool;

#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<Identity> {
    fs::metadata(path).map(|found| found.is_file())
}

//! The bytes of a source, and whether they are still the same.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::error::{Error, Limit, Passed, Position};
use crate::limits::Limits;

/// Identifies what was inspected.
#[derive(Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// SHA-256 of the file, or of the pasted text.
    pub sha256: [u8; 32],
    pub bytes: u64,
    modified: Option<SystemTime>,
}

impl Fingerprint {
    /// The hash in hexadecimal.
    pub fn hex(&self) -> String {
        self.sha256
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Fingerprint({}, {} bytes)", self.hex(), self.bytes)
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Input {
    File(PathBuf),
    Bytes(Arc<[u8]>),
}

impl Input {
    /// Opens the source. No other is opened under this name later: whoever replaces the file while it
    /// is read changes nothing in what is read.
    pub fn open(&self, limits: &Limits) -> Result<Opened, Error> {
        let opened = match self {
            Input::File(path) => {
                // Opening a folder fails with another error on each system.
                if std::fs::metadata(path)?.is_dir() {
                    return Err(Error::Folder);
                }
                Opened::File(File::open(path)?)
            }
            Input::Bytes(bytes) => Opened::Bytes(io::Cursor::new(Arc::clone(bytes))),
        };
        if opened.len()? > limits.file_bytes {
            let passed = Passed {
                limit: Limit::FileBytes,
                most: limits.file_bytes,
            };
            return Err(passed.at(Position::default()));
        }
        Ok(opened)
    }
}

#[derive(Debug)]
pub(crate) enum Opened {
    File(File),
    Bytes(io::Cursor<Arc<[u8]>>),
}

impl Opened {
    fn metadata(&self) -> io::Result<Option<Metadata>> {
        match self {
            Opened::File(file) => file.metadata().map(Some),
            Opened::Bytes(_) => Ok(None),
        }
    }

    fn len(&self) -> io::Result<u64> {
        match self {
            Opened::File(file) => Ok(file.metadata()?.len()),
            Opened::Bytes(text) => Ok(text.get_ref().len() as u64),
        }
    }

    /// A second handle on the same file, with the same position.
    pub fn again(&self) -> io::Result<Opened> {
        Ok(match self {
            Opened::File(file) => Opened::File(file.try_clone()?),
            Opened::Bytes(text) => Opened::Bytes(text.clone()),
        })
    }

    /// Reads everything once, showing it to `look`, and goes back to the start.
    pub fn fingerprint(&mut self, mut look: impl FnMut(&[u8])) -> Result<Fingerprint, Error> {
        let modified = self.metadata()?.and_then(|file| file.modified().ok());
        self.seek(SeekFrom::Start(0))?;
        let mut hash = Sha256::new();
        let mut bytes = 0;
        let mut buffer = vec![0; 64 << 10];
        loop {
            let read = match self.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            hash.update(&buffer[..read]);
            look(&buffer[..read]);
            bytes += read as u64;
        }
        self.seek(SeekFrom::Start(0))?;
        Ok(Fingerprint {
            sha256: hash.finalize().into(),
            bytes,
            modified,
        })
    }

    /// Whether the file looks untouched since its fingerprint was taken.
    pub fn is_untouched(&self, since: &Fingerprint) -> io::Result<bool> {
        Ok(match self.metadata()? {
            Some(file) => file.len() == since.bytes && file.modified().ok() == since.modified,
            None => true,
        })
    }
}

/// Reads from where a source is, and hashes on the way.
pub(crate) struct Hashing {
    opened: Opened,
    hash: Sha256,
}

impl Hashing {
    /// `before` is what was read of the source already.
    pub fn new(opened: Opened, before: &[u8]) -> Hashing {
        let mut hash = Sha256::new();
        hash.update(before);
        Hashing { opened, hash }
    }

    /// Of everything up to here.
    pub fn hash(&self) -> [u8; 32] {
        self.hash.clone().finalize().into()
    }
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.opened.read(buffer)?;
        self.hash.update(&buffer[..read]);
        Ok(read)
    }
}

impl Read for Opened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Opened::File(file) => file.read(buffer),
            Opened::Bytes(text) => text.read(buffer),
        }
    }
}

impl Seek for Opened {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Opened::File(file) => file.seek(to),
            Opened::Bytes(text) => text.seek(to),
        }
    }
}

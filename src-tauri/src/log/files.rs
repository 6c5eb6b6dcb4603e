//! The log's two files: the one that is written, and the one before it.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use crate::home;

/// Of one file; there are never more than two.
const LONGEST: u64 = 64 * 1024;

#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    /// A disk that was full took half a line.
    torn: AtomicBool,
}

impl Files {
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            torn: AtomicBool::default(),
        }
    }

    fn newest(&self) -> PathBuf {
        self.folder.join("log.txt")
    }

    fn earlier(&self) -> PathBuf {
        self.folder.join("log-earlier.txt")
    }

    /// Whole lines, in one write: another Ficha may be writing to the same file.
    pub fn append(&self, lines: &str) -> io::Result<()> {
        home::create(&self.folder)?;
        let newest = self.newest();
        let length = fs::metadata(&newest).map_or(0, |file| file.len());
        if length + lines.len() as u64 > LONGEST && length > 0 {
            fs::rename(&newest, self.earlier())?;
        }
        let mut options = File::options();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&newest)?;
        let written = match self.torn.swap(false, Relaxed) {
            true => file.write_all(format!("\n{lines}").as_bytes()),
            false => file.write_all(lines.as_bytes()),
        };
        self.torn.store(written.is_err(), Relaxed);
        written
    }

    /// Both files, the earlier first; what cannot be read is absent.
    pub fn read(&self) -> String {
        [self.earlier(), self.newest()]
            .into_iter()
            .filter_map(|file| fs::read(file).ok())
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .collect()
    }

    pub fn delete(&self) {
        for file in [self.earlier(), self.newest()] {
            // What is not there need not be deleted, and what cannot be holds no personal data.
            let _ = fs::remove_file(file);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_half_a_line_the_next_is_a_line_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_owned());
        fs::write(files.newest(), "{\"at\":").unwrap();
        // As `write_all` leaves it on a disk that fills up meanwhile.
        files.torn.store(true, Relaxed);
        files.append("first\n").unwrap();
        files.append("second\n").unwrap();
        assert_eq!(files.read(), "{\"at\":\nfirst\nsecond\n");
    }
}

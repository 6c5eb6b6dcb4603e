use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use crate::{
    Error, Finding,
    connect::{Connected, Index, alone, connect},
    erase::checkpoint,
    suspect,
};

pub(crate) const DATABASE: &str = "journal.db";
/// A damaged file that was moved aside.
pub(crate) const ASIDE: &str = "journal.db.damaged-";
/// The same until a start has reported it: the program may end before it does.
pub(crate) const UNREPORTED: &str = "journal.db.unreported-";
const FRESH: &str = "journal.db.new";
const LOCK: &str = "journal.lock";

/// Held while the journal is open; the system lets go of it even when the process is killed.
pub(crate) struct Lock {
    _file: File,
}

pub(crate) struct Opened {
    pub(crate) connected: Connected,
    pub(crate) lock: Lock,
    pub(crate) findings: Vec<Finding>,
}

pub(crate) fn open(folder: &Path, index: Index) -> Result<Opened, Error> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let lock = lock(folder)?;
    let path = folder.join(DATABASE);
    let connected = if path.try_exists()? {
        match connect(&path, index) {
            Err(Error::Damaged) => begin(&path, index)?,
            opened => {
                // What a crash left of a creation is in nobody's way.
                let _ = remove_database(&folder.join(FRESH));
                opened?
            }
        }
    } else {
        begin(&path, index)?
    };
    let rebuilt = has_unreported_damage(folder).then_some(Finding::Rebuilt);
    Ok(Opened {
        connected,
        lock,
        findings: rebuilt.into_iter().collect(),
    })
}

/// Begins a fresh file where there is none, or a damaged one.
fn begin(path: &Path, index: Index) -> Result<Connected, Error> {
    let fresh = path.with_file_name(FRESH);
    remove_database(&fresh)?;
    // Whole before it gets its name, and before the damaged one loses it: a creation that fails
    // half way leaves nothing that a later start would take for damage.
    if let Err(error) = build(&fresh) {
        let _ = remove_database(&fresh);
        return Err(error);
    }
    move_aside(path)?;
    fs::rename(&fresh, path)?;
    suspect::clear(path);
    connect(path, index)
}

fn lock(folder: &Path) -> Result<Lock, Error> {
    let file = private(OpenOptions::new().create(true).truncate(false))
        .write(true)
        .open(folder.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(Error::AlreadyOpen),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Makes the database and closes it: all in one file, and on the disk.
fn build(path: &Path) -> Result<(), Error> {
    // SQLite would make the file with the umask's rights, and gives its side files the same ones.
    let file = private(OpenOptions::new().create_new(true))
        .write(true)
        .open(path)?;
    let database = alone(path)?;
    checkpoint(&database)?;
    database.close().map_err(|(_, error)| error)?;
    Ok(file.sync_all()?)
}

/// Renames the damaged file and its write-ahead log, which may hold the only copy of an intent.
fn move_aside(path: &Path) -> Result<(), Error> {
    let stamp = Timestamp::now().strftime("%Y%m%dT%H%M%S").to_string();
    let beside = |name: String| path.with_file_name(name);
    let is_free = |name: &String| {
        [UNREPORTED, ASIDE].iter().all(|prefix| {
            let file = beside(format!("{prefix}{name}"));
            !file.exists() && !beside(format!("{prefix}{name}-wal")).exists()
        })
    };
    let name = (0..1000)
        .map(|count| match count {
            0 => stamp.clone(),
            _ => format!("{stamp}-{count}"),
        })
        .find(is_free)
        .ok_or(Error::Folder(io::ErrorKind::AlreadyExists))?;
    // The log first: were it left behind, SQLite would play it into a new file.
    let log = beside(format!("{DATABASE}-wal"));
    if matches!(fs::metadata(&log), Ok(found) if found.len() > 0) {
        fs::rename(&log, beside(format!("{UNREPORTED}{name}-wal")))?;
    } else {
        remove_if_there(&log)?;
    }
    if path.try_exists()? {
        fs::rename(path, beside(format!("{UNREPORTED}{name}")))?;
    }
    remove_if_there(&beside(format!("{DATABASE}-shm")))
}

/// Whether a damaged file was moved aside that no start has reported; this one does.
fn has_unreported_damage(folder: &Path) -> bool {
    // A folder that cannot be listed is no reason not to open what is in it.
    let found = files_named(folder, &[UNREPORTED]).unwrap_or_default();
    for (path, name) in &found {
        let reported = name.replacen(UNREPORTED, ASIDE, 1);
        // Left under its name, it is reported once more.
        let _ = fs::rename(path, path.with_file_name(reported));
    }
    !found.is_empty()
}

/// Deletes a database with its side files.
fn remove_database(path: &Path) -> Result<(), Error> {
    ["", "-wal", "-shm"].iter().try_for_each(|suffix| {
        let mut file = path.as_os_str().to_owned();
        file.push(suffix);
        remove_if_there(Path::new(&file))
    })
}

fn remove_if_there(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Deletes the damaged copies that were kept.
pub(crate) fn remove_damaged(folder: &Path) -> Result<(), Error> {
    let copies = files_named(folder, &[ASIDE, UNREPORTED])?;
    copies
        .iter()
        .try_for_each(|(path, _)| remove_if_there(path))
}

/// The files in `folder` whose names begin with one of `prefixes`.
fn files_named(folder: &Path, prefixes: &[&str]) -> Result<Vec<(PathBuf, String)>, io::Error> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string().unwrap_or_default();
        if prefixes.iter().any(|prefix| name.starts_with(prefix)) {
            found.push((entry.path(), name));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crash_before_the_fresh_file_got_its_name_does_not_hide_that_the_old_one_was_damaged() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(DATABASE);
        fs::write(&path, "garbage").unwrap();
        fs::write(home.path().join("journal.db-wal"), "the only intent").unwrap();
        // What `begin` had done when the program ended.
        build(&home.path().join(FRESH)).unwrap();
        move_aside(&path).unwrap();

        let findings = open(home.path(), crate::connect::INDEX).unwrap().findings;
        assert_eq!(findings, [Finding::Rebuilt]);
        let findings = open(home.path(), crate::connect::INDEX).unwrap().findings;
        assert_eq!(findings, [], "said once");
    }
}

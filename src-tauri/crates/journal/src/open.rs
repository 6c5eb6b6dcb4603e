use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, config::DbConfig, types::Value};

use crate::{Error, Finding, schema};

pub(crate) const DATABASE: &str = "journal.db";
pub(crate) const ASIDE: &str = "journal.db.damaged-";
const LOCK: &str = "journal.lock";

/// Held while the journal is open; the system lets go of it even when the process is killed.
pub(crate) struct Lock {
    _file: File,
}

pub(crate) fn open(folder: &Path) -> Result<(Connection, Lock, Vec<Finding>), Error> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let lock = lock(folder)?;
    let path = folder.join(DATABASE);
    if !path.try_exists()? {
        return Ok((create(&path)?, lock, Vec::new()));
    }
    match connect(&path) {
        Err(Error::Damaged) => {
            move_aside(&path)?;
            Ok((create(&path)?, lock, vec![Finding::Rebuilt]))
        }
        opened => Ok((opened?, lock, Vec::new())),
    }
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

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

fn create(path: &Path) -> Result<Connection, Error> {
    // SQLite would make the file with the umask's rights, and gives its side files the same ones.
    private(OpenOptions::new().create_new(true))
        .write(true)
        .open(path)?;
    let database = Connection::open_with_flags(path, flags())?;
    set_up(database)
}

fn connect(path: &Path) -> Result<Connection, Error> {
    let file = fs::metadata(path)?;
    // To SQLite this is a new database; here it is one that lost everything.
    if file.len() == 0 {
        return Err(Error::Damaged);
    }
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    let database = Connection::open_with_flags(path, flags())?;
    // Until the file is known to be ours and whole, closing must not write to it.
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let found = schema::version(&database)?;
    if !(0..=schema::VERSION).contains(&found) {
        let known = schema::VERSION;
        return Err(Error::Newer { found, known });
    }
    if database.is_readonly("main")? {
        return Err(Error::Folder(io::ErrorKind::PermissionDenied));
    }
    set(&database, "cell_size_check", &1.into())?;
    let verdict: String = database.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(Error::Damaged);
    }
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    set_up(database)
}

fn flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

fn set_up(mut database: Connection) -> Result<Connection, Error> {
    let settings: [(&str, Value); 10] = [
        ("busy_timeout", 5000.into()),
        ("journal_mode", "wal".to_owned().into()),
        ("synchronous", 2.into()),
        ("fullfsync", 1.into()),
        ("checkpoint_fullfsync", 1.into()),
        ("foreign_keys", 1.into()),
        ("trusted_schema", 0.into()),
        ("cell_size_check", 1.into()),
        ("secure_delete", 1.into()),
        // VACUUM would otherwise leave a copy of the journal in the system's temporary folder.
        ("temp_store", 2.into()),
    ];
    for (name, value) in settings {
        set(&database, name, &value)?;
    }
    database.set_prepared_statement_cache_capacity(48);
    schema::migrate(&mut database)?;
    sync_folder(&database)?;
    Ok(database)
}

/// Sets one pragma and reads it again: SQLite ignores what it does not know without a word.
fn set(database: &Connection, name: &'static str, value: &Value) -> Result<(), Error> {
    database.pragma_update(None, name, value)?;
    let now: Value = database.pragma_query_value(None, name, |row| row.get(0))?;
    if now == *value {
        Ok(())
    } else {
        Err(Error::Setting(name))
    }
}

/// Makes a new file's name as durable as its content. Windows has no such call and needs none.
fn sync_folder(database: &Connection) -> Result<(), Error> {
    #[cfg(unix)]
    if let Some(folder) = database.path().and_then(|path| Path::new(path).parent()) {
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = database;
    Ok(())
}

/// Renames the damaged file and its write-ahead log, which may hold the only copy of an intent.
fn move_aside(path: &Path) -> Result<(), Error> {
    let stamp = Timestamp::now().strftime("%Y%m%dT%H%M%S").to_string();
    let beside = |name: String| path.with_file_name(name);
    let (aside, aside_log) = (0..1000)
        .map(|count| match count {
            0 => format!("{ASIDE}{stamp}"),
            _ => format!("{ASIDE}{stamp}-{count}"),
        })
        .map(|name| (beside(name.clone()), beside(format!("{name}-wal"))))
        .find(|(file, log)| !file.exists() && !log.exists())
        .ok_or(Error::Folder(io::ErrorKind::AlreadyExists))?;
    // The log first: were it left behind, SQLite would delete it beside a new file.
    let log = beside(format!("{DATABASE}-wal"));
    match fs::metadata(&log) {
        Ok(found) if found.len() > 0 => fs::rename(&log, aside_log)?,
        _ => remove_if_there(&log)?,
    }
    fs::rename(path, aside)?;
    remove_if_there(&beside(format!("{DATABASE}-shm")))
}

fn remove_if_there(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Deletes the damaged copies that were kept.
pub(crate) fn remove_damaged(folder: &Path) -> Result<(), Error> {
    let copies: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, io::Error>>()?;
    copies
        .iter()
        .filter(|path| {
            path.file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.starts_with(ASIDE))
        })
        .try_for_each(|path| remove_if_there(path))
}

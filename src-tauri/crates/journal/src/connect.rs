//! The connections to the database: one that writes, and one that only reads where there can be two.

use std::{fs, io, path::Path};

use rusqlite::{Connection, OpenFlags, OptionalExtension, config::DbConfig, types::Value};

use crate::{Error, erase::immediate, presence::Presence, schema, suspect};

/// Where the index of the write-ahead log is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Index {
    /// In this process's memory, for all of its connections. Only Unix has it.
    Process,
    /// In a file beside the database, for which a full disk has no room.
    File,
    /// In the memory of a connection, which is then the only one there can be.
    Connection,
}

/// On Unix the file would be a danger: where the file system finds no room for a page of it that is mapped
/// already, the system ends the process.
pub(crate) const INDEX: Index = if cfg!(unix) {
    Index::Process
} else {
    Index::File
};

pub(crate) struct Connected {
    /// Where there is none, reading waits for what is being written. It is closed first: see `Journal`.
    pub(crate) reader: Option<Connection>,
    pub(crate) writer: Connection,
    pub(crate) files: Presence,
}

/// Opens a database that is there. Where `index` cannot be had, one connection does everything.
pub(crate) fn connect(path: &Path, index: Index) -> Result<Connected, Error> {
    let writer = match to_write(path, index) {
        // Opened in another way it would be the same file.
        opened @ (Ok(_) | Err(Error::Damaged | Error::Newer { .. })) => opened?,
        Err(_) if index != Index::Connection => return connect(path, Index::Connection),
        failed => failed?,
    };
    let reader = match index {
        Index::Connection => None,
        Index::Process | Index::File => to_read(path, index).ok(),
    };
    let files = Presence::of(path, index == Index::File)?;
    Ok(Connected {
        reader,
        writer,
        files,
    })
}

/// Opens the database in a connection of its own, which must be closed before [`connect`].
pub(crate) fn alone(path: &Path) -> Result<Connection, Error> {
    set_up(connection(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE,
        Index::Connection,
    )?)
}

fn to_write(path: &Path, index: Index) -> Result<Connection, Error> {
    let file = fs::metadata(path)?;
    // To SQLite this is a new database; here it is one that lost everything.
    if file.len() == 0 {
        return Err(Error::Damaged);
    }
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    let is_suspect = suspect::is_suspect(path);
    let database = connection(path, OpenFlags::SQLITE_OPEN_READ_WRITE, index)?;
    // Until the file is known to be ours and whole, closing must not write to it.
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    if database.is_readonly("main")? {
        return Err(Error::Folder(io::ErrorKind::PermissionDenied));
    }
    let found = schema::version(&database)?;
    if !(0..=schema::VERSION).contains(&found) {
        let known = schema::VERSION;
        return Err(Error::Newer { found, known });
    }
    set(&database, "cell_size_check", &1.into())?;
    if is_suspect {
        check_all(&database)?;
        suspect::clear(path);
    } else {
        check_first_pages(&database)?;
    }
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    let mut database = set_up(database)?;
    if index != Index::Connection {
        // With an index that can only be read, SQLite opens and reads all the same.
        immediate(&mut database)?.rollback()?;
    }
    Ok(database)
}

fn check_all(database: &Connection) -> Result<(), Error> {
    let verdict: String = database.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(Error::Damaged)
    }
}

/// Reads the first page of each table: enough to notice a file that is not what was closed.
fn check_first_pages(database: &Connection) -> Result<(), Error> {
    let mut select = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    let names = select
        .query_map([], |row| row.get(0))?
        .collect::<Result<Vec<String>, _>>()?;
    for name in names {
        let name = name.replace('"', "\"\"");
        let first = format!("SELECT * FROM \"{name}\" LIMIT 1");
        database.query_row(&first, [], |_| Ok(())).optional()?;
    }
    Ok(())
}

fn to_read(path: &Path, index: Index) -> Result<Connection, Error> {
    let database = connection(path, OpenFlags::SQLITE_OPEN_READ_ONLY, index)?;
    let settings = [
        ("busy_timeout", 5000),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("temp_store", 2),
    ];
    for (name, value) in settings {
        set(&database, name, &value.into())?;
    }
    database.set_prepared_statement_cache_capacity(48);
    // Not before it is asked something does it open the file.
    schema::version(&database)?;
    Ok(database)
}

fn connection(path: &Path, flags: OpenFlags, index: Index) -> Result<Connection, Error> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = match index {
        Index::Process => Connection::open_with_flags_and_vfs(path, flags, "unix-excl")?,
        Index::File | Index::Connection => Connection::open_with_flags(path, flags)?,
    };
    if index == Index::Connection {
        let exclusive = "exclusive".to_owned().into();
        set(&database, "locking_mode", &exclusive)?;
    }
    Ok(database)
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
        // Erasing would otherwise leave rows in the system's temporary folder.
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
pub(crate) fn set(database: &Connection, name: &'static str, value: &Value) -> Result<(), Error> {
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
        fs::File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = database;
    Ok(())
}

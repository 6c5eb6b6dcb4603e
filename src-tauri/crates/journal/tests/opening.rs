use std::fs;

use journal::{Error, Journal};

use crate::support::Bench;

#[test]
fn a_second_open_is_refused_until_the_first_ends() {
    let bench = Bench::new();
    let book = bench.book();
    assert_eq!(
        Journal::open(bench.home.path()).unwrap_err(),
        Error::AlreadyOpen
    );
    let home = bench.home;
    drop(bench.journal);
    assert_eq!(
        Journal::open(home.path()).unwrap_err(),
        Error::AlreadyOpen,
        "a book still holds it"
    );
    drop(book);
    assert!(Journal::open(home.path()).is_ok());
}

#[test]
#[cfg(unix)]
fn folder_and_files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("ficha").join("data");
    let (_journal, _) = Journal::open(&folder).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert!(files.len() >= 3, "database, log and lock: {files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{file:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_file_that_others_could_read_is_closed_to_them() {
    use std::os::unix::fs::PermissionsExt;

    let bench = Bench::new();
    let path = bench.home.path().join("journal.db");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let bench = bench.restart();
    let mode = fs::metadata(bench.home.path().join("journal.db")).unwrap();
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_newer_file_is_refused_and_left_as_it_is() {
    let bench = Bench::new();
    let home = bench.home;
    drop(bench.journal);
    let path = home.path().join("journal.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    database.pragma_update(None, "user_version", 999).unwrap();
    database.close().unwrap();
    let before = fs::read(&path).unwrap();

    let error = Journal::open(home.path()).unwrap_err();
    assert!(matches!(error, Error::Newer { found: 999, .. }), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
    let copies = fs::read_dir(home.path())
        .unwrap()
        .filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            name.to_string_lossy().contains("damaged")
        })
        .count();
    assert_eq!(copies, 0);
}

#[test]
fn a_folder_that_is_a_file_is_a_clear_error() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("file");
    fs::write(&path, "not a folder").unwrap();
    assert!(matches!(
        Journal::open(&path).unwrap_err(),
        Error::Folder(_)
    ));
    assert_eq!(fs::read(&path).unwrap(), b"not a folder");
}

/// To root nothing is read-only, so as root a child looks on as somebody else.
#[test]
#[cfg(unix)]
fn a_folder_that_cannot_be_written_is_a_clear_error() {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt};
    use std::process::Command;

    let home = tempfile::tempdir().unwrap();
    let set =
        |path: &std::path::Path, mode| fs::set_permissions(path, PermissionsExt::from_mode(mode));
    let folder = home.path().join("folder");
    fs::create_dir(&folder).unwrap();
    set(&folder, 0o555).unwrap();
    let denied = if fs::write(folder.join("probe"), "").is_err() {
        Journal::open(&folder).unwrap_err() == Error::Folder(std::io::ErrorKind::PermissionDenied)
    } else {
        set(home.path(), 0o755).unwrap();
        let program = home.path().join("tests");
        fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        set(&program, 0o755).unwrap();
        let mut command = Command::new(program);
        command
            .args(crate::child::arguments("finds_the_folder_unusable"))
            .current_dir("/")
            .uid(65534)
            .gid(65534);
        crate::child::opening(command, &folder)
            .wait()
            .unwrap()
            .success()
    };
    set(&folder, 0o755).unwrap();
    assert!(denied);
}

/// Such a file needs room where there may be none. Windows has no other way.
#[test]
#[cfg(unix)]
fn the_index_of_the_log_is_no_file() {
    let bench = Bench::new();
    bench.journal.set_setting("retention", Some("90")).unwrap();
    assert!(bench.home.path().join("journal.db-wal").exists());
    assert!(!bench.home.path().join("journal.db-shm").exists());
}

#[test]
fn the_file_is_in_write_ahead_mode() {
    let bench = Bench::new();
    let header = fs::read(bench.home.path().join("journal.db")).unwrap();
    assert_eq!(&header[18..20], [2, 2], "read and write version: WAL");
}

//! The first creation: whole or not at all.

use std::{fs, path::Path};

use journal::{Error, Finding, Journal};

use crate::support::Bench;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Opens the journal where no file may grow past a few kilobytes; anyone may set such a limit.
#[cfg(unix)]
fn fails_to_open_with_no_room(folder: &Path) {
    use std::process::{Command, Stdio};

    let mut command = Command::new("sh");
    command
        .args(["-c", r#"trap '' XFSZ; ulimit -f 16; exec "$0" "$@""#])
        .arg(std::env::current_exe().unwrap())
        .args(crate::child::arguments("finds_no_room_to_create"))
        // The limit would count for a file that the output of all tests goes to.
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = crate::child::opening(command, folder);
    assert!(child.wait().unwrap().success());
}

#[test]
#[cfg(unix)]
fn a_creation_that_fails_half_way_leaves_nothing_to_report_as_damaged() {
    let home = tempfile::tempdir().unwrap();
    fails_to_open_with_no_room(home.path());
    assert!(!names(home.path()).contains(&"journal.db".to_owned()));
    let (journal, findings) = Journal::open(home.path()).unwrap();
    assert_eq!(findings, []);
    let id = journal::ConnectionId::generate();
    journal
        .save_connection(&crate::support::school(&id))
        .unwrap();
    drop(journal);
    assert_eq!(names(home.path()), ["journal.db", "journal.lock"]);
}

#[test]
#[cfg(unix)]
fn a_damaged_file_stays_in_place_until_there_is_room_for_a_fresh_one() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("journal.db"), "garbage").unwrap();
    fails_to_open_with_no_room(home.path());
    let (_journal, findings) = Journal::open(home.path()).unwrap();
    assert_eq!(
        findings,
        [Finding::Rebuilt],
        "reported once it was replaced"
    );
}

#[test]
fn what_a_crash_left_of_a_creation_is_removed_at_the_next_start() {
    let home = tempfile::tempdir().unwrap();
    for name in ["journal.db.new", "journal.db.new-wal", "journal.db.new-shm"] {
        fs::write(home.path().join(name), "half").unwrap();
    }
    let (journal, findings) = Journal::open(home.path()).unwrap();
    assert_eq!(findings, []);
    drop(journal);
    assert_eq!(names(home.path()), ["journal.db", "journal.lock"]);
    fs::write(home.path().join("journal.db.new"), "half").unwrap();
    drop(Journal::open(home.path()).unwrap());
    assert_eq!(names(home.path()), ["journal.db", "journal.lock"]);
}

#[test]
fn a_log_without_its_file_is_kept_aside_and_never_played_into_a_fresh_one() {
    let bench = Bench::new();
    let log = bench.home.path().join("journal.db-wal");
    let orphan = fs::read(&log).unwrap();
    assert!(!orphan.is_empty());
    let home = bench.home;
    drop(bench.journal);
    fs::remove_file(home.path().join("journal.db")).unwrap();
    fs::write(&log, &orphan).unwrap();

    let (journal, findings) = Journal::open(home.path()).unwrap();
    assert_eq!(findings, [Finding::Rebuilt]);
    assert_eq!(journal.connections(), Ok(vec![]));
    let kept = names(home.path())
        .into_iter()
        .find(|name| name.starts_with("journal.db.damaged-"))
        .unwrap();
    assert!(fs::read(home.path().join(kept)).unwrap() == orphan);
}

#[test]
fn a_folder_in_the_way_of_a_creation_is_a_clear_error() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("journal.db.new")).unwrap();
    assert!(matches!(
        Journal::open(home.path()).unwrap_err(),
        Error::Folder(_)
    ));
}

//! This test binary started a second time, for what only another process can show: being killed,
//! being watched, being somebody else.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use journal::{Book, Error, Journal, JournalKey};

use crate::support;

const FOLDER: &str = "JOURNAL_TEST_FOLDER";
const KEY: &str = "JOURNAL_TEST_KEY";
pub(crate) const BEFORE: &str = "about to intend";
pub(crate) const AFTER: &str = "intended";

/// A command line that runs one of the tests below and nothing else.
pub(crate) fn arguments(test: &str) -> [String; 4] {
    let name = format!("child::{test}");
    ["--ignored", "--exact", &name, "--nocapture"].map(str::to_owned)
}

pub(crate) fn intending(mut command: Command, folder: &Path, key: &JournalKey) -> Child {
    command
        .env(FOLDER, folder)
        .env(KEY, key.to_text().as_str())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

pub(crate) fn wait_for(marker: &str, output: &mut BufReader<ChildStdout>) {
    let mut line = String::new();
    while !line.contains(marker) {
        line.clear();
        let read = output.read_line(&mut line).unwrap();
        assert_ne!(read, 0, "the child ended before it said {marker:?}");
    }
}

#[cfg(unix)]
pub(crate) fn opening(mut command: Command, folder: &Path) -> Child {
    command.env(FOLDER, folder).spawn().unwrap()
}

fn say(marker: &str) {
    let mut output = std::io::stdout();
    output.write_all(format!("{marker}\n").as_bytes()).unwrap();
    output.flush().unwrap();
}

/// Keeps its journal open.
fn the_parents_book() -> Book {
    let folder = std::env::var(FOLDER).unwrap();
    let key = JournalKey::from_text(&std::env::var(KEY).unwrap()).unwrap();
    let (journal, _) = Journal::open(Path::new(&folder)).unwrap();
    assert_eq!(journal.unlock(key), Ok(vec![]));
    let connection = journal.connections().unwrap().remove(0).id;
    journal.book(&connection)
}

#[test]
#[ignore = "started by other tests, in a process of its own"]
fn intends_then_waits_for_its_end() {
    let book = the_parents_book();
    say(BEFORE);
    book.intend(&support::new_email("cus_crash", 7)).unwrap();
    say(AFTER);
    let _ = std::io::stdin().read(&mut [0]).unwrap();
}

#[test]
#[ignore = "started by other tests, in a process of its own"]
fn intends_from_many_sides_until_its_end() {
    let book = the_parents_book();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let id = book.intend(&support::new_email("cus_crash", 7)).unwrap();
                    say(&format!("{AFTER} {}", id.0));
                }
            });
        }
    });
}

#[test]
#[ignore = "started by other tests, in a process of its own"]
fn finds_the_folder_unusable() {
    let folder = std::env::var(FOLDER).unwrap();
    let error = Journal::open(Path::new(&folder)).unwrap_err();
    assert_eq!(error, Error::Folder(std::io::ErrorKind::PermissionDenied));
}

#[test]
#[ignore = "started by other tests, in a process of its own"]
fn finds_no_room_to_create() {
    let folder = std::env::var(FOLDER).unwrap();
    let error = Journal::open(Path::new(&folder)).unwrap_err();
    assert!(
        !matches!(error, Error::Damaged | Error::AlreadyOpen),
        "{error}"
    );
}

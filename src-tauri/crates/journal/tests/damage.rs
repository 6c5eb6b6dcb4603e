use std::{fs, path::Path};

use journal::{Error, Finding, Journal};
use tempfile::TempDir;

use crate::support::{Bench, at, new_email, pending, school};

/// A journal with enough in it that losing its end loses something.
fn full() -> TempDir {
    let bench = Bench::new();
    for count in 0..50 {
        bench.book().intend(&new_email("cus_1", count)).unwrap();
    }
    let home = bench.home;
    drop(bench.journal);
    home
}

fn copies(folder: &Path) -> Vec<Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| {
            let name = entry.file_name().into_string().unwrap();
            name.starts_with("journal.db.damaged-")
        })
        .map(|entry| fs::read(entry.path()).unwrap())
        .collect()
}

#[track_caller]
fn recovers(home: &TempDir, damaged: &[u8]) {
    fs::write(home.path().join("journal.db"), damaged).unwrap();
    let (journal, findings) = Journal::open(home.path()).unwrap();
    assert_eq!(findings, [Finding::Rebuilt]);
    assert!(copies(home.path()) == [damaged], "kept, and as it was");
    assert_eq!(journal.connections().unwrap(), []);
    let id = journal::ConnectionId::generate();
    journal.save_connection(&school(&id)).unwrap();
    assert_eq!(
        journal.unlock(journal::JournalKey::generate()),
        Ok(vec![]),
        "the new file knows of no lost key"
    );
    journal.book(&id).intend(&new_email("cus_1", 1)).unwrap();
    drop(journal);
    let (_, findings) = Journal::open(home.path()).unwrap();
    assert_eq!(findings, [], "said once");
}

#[test]
fn a_garbage_header_is_moved_aside_and_a_fresh_file_begun() {
    let home = full();
    let mut bytes = fs::read(home.path().join("journal.db")).unwrap();
    bytes[..100].fill(0x5a);
    recovers(&home, &bytes);
}

#[test]
fn a_truncated_file_is_moved_aside_and_a_fresh_file_begun() {
    let home = full();
    let bytes = fs::read(home.path().join("journal.db")).unwrap();
    recovers(&home, &bytes[..bytes.len() / 2]);
}

#[test]
fn an_emptied_file_is_not_taken_for_a_new_one() {
    recovers(&full(), &[]);
}

#[test]
fn a_broken_page_is_moved_aside_and_a_fresh_file_begun() {
    let home = full();
    let mut bytes = fs::read(home.path().join("journal.db")).unwrap();
    // The second page onwards, past the header that says what kind of file it is.
    bytes[4096..4096 * 4].fill(0xff);
    recovers(&home, &bytes);
}

#[test]
fn a_second_damage_does_not_overwrite_the_first_copy() {
    let home = tempfile::tempdir().unwrap();
    for garbage in [b"first".as_slice(), b"second"] {
        fs::write(home.path().join("journal.db"), garbage).unwrap();
        let (_, findings) = Journal::open(home.path()).unwrap();
        assert_eq!(findings, [Finding::Rebuilt]);
    }
    let mut copies = copies(home.path());
    copies.sort();
    assert_eq!(copies, [b"first".to_vec(), b"second".to_vec()]);
}

#[test]
fn the_write_ahead_log_of_a_damaged_file_is_kept_with_it() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("journal.db"), "garbage").unwrap();
    fs::write(home.path().join("journal.db-wal"), "the only intent").unwrap();
    let (_journal, findings) = Journal::open(home.path()).unwrap();
    assert_eq!(findings, [Finding::Rebuilt]);
    assert!(copies(home.path()).contains(&b"the only intent".to_vec()));
}

/// The last updates are in them.
fn break_the_last_pages(home: &Path) {
    let path = home.join("journal.db");
    let mut bytes = fs::read(&path).unwrap();
    let end = bytes.len();
    bytes[end - 4 * 4096..].fill(0xff);
    fs::write(&path, bytes).unwrap();
}

#[test]
fn what_turns_out_to_be_damaged_is_moved_aside_at_the_next_start() {
    let home = full();
    break_the_last_pages(home.path());
    let (journal, findings) = Journal::open(home.path()).unwrap();
    assert_eq!(findings, [], "it was closed well, so nobody looked");
    assert_eq!(journal.purge(at(1)), Err(Error::Damaged));
    drop(journal);
    let (journal, findings) = Journal::open(home.path()).unwrap();
    assert_eq!(findings, [Finding::Rebuilt]);
    drop(journal);
    let (_, findings) = Journal::open(home.path()).unwrap();
    assert_eq!(findings, []);
}

#[test]
fn after_a_crash_the_whole_file_is_looked_through_before_it_is_used() {
    let home = full();
    let (journal, _) = Journal::open(home.path()).unwrap();
    journal.set_setting("retention", Some("90")).unwrap();
    let crashed = tempfile::tempdir().unwrap();
    for name in ["journal.db", "journal.db-wal"] {
        fs::copy(home.path().join(name), crashed.path().join(name)).unwrap();
    }
    break_the_last_pages(crashed.path());
    let (_journal, findings) = Journal::open(crashed.path()).unwrap();
    assert_eq!(findings, [Finding::Rebuilt]);
    assert_eq!(copies(crashed.path()).len(), 2, "the file and its log");
}

#[test]
fn a_process_that_ends_without_dropping_the_journal_can_end_cleanly_too() {
    let bench = Bench::new();
    bench.book().intend(&new_email("cus_1", 1)).unwrap();
    let log = bench.home.path().join("journal.db-wal");
    assert_ne!(
        fs::metadata(&log).unwrap().len(),
        0,
        "an unclean end so far"
    );
    bench.journal.end().unwrap();
    assert_eq!(fs::metadata(&log).unwrap().len(), 0);
    let ended = tempfile::tempdir().unwrap();
    let copy = |name| fs::copy(bench.home.path().join(name), ended.path().join(name)).unwrap();
    copy("journal.db");
    let (journal, findings) = Journal::open(ended.path()).unwrap();
    assert_eq!(findings, []);
    assert_eq!(journal.unlock(bench.key.clone()), Ok(vec![]));
    assert_eq!(pending(&journal.book(&bench.connection)).unwrap().len(), 1);
}

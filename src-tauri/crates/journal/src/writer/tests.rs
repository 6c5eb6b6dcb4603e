use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
};

use record::{CustomerId, Draft, Entry, Field};
use tempfile::TempDir;

use super::*;
use crate::{Finding, Journal, JournalKey, connect::Index, journal::tests::school};

fn opened(home: &TempDir) -> Journal {
    let (journal, findings) = Journal::open(home.path()).unwrap();
    assert_eq!(findings, []);
    journal
}

/// Holds the thread up, so that what is asked for meanwhile waits together.
struct Gate {
    open: mpsc::Sender<()>,
    passed: Answer<()>,
}

impl Gate {
    fn shut(journal: &Journal) -> Self {
        let (open, opens) = mpsc::channel();
        let (reached, is_reached) = mpsc::channel();
        let opens = Mutex::new(opens);
        let passed = journal.ask(move |store| {
            // What follows happens in the middle of a transaction that has written.
            store.database.execute(
                "INSERT INTO settings (name, value) VALUES ('gate', 'shut')
                 ON CONFLICT (name) DO NOTHING",
                [],
            )?;
            reached.send(()).unwrap();
            opens.lock().unwrap().recv().unwrap();
            Ok(())
        });
        is_reached.recv().unwrap();
        Self { open, passed }
    }

    fn open(self) {
        self.open.send(()).unwrap();
        self.passed.wait().unwrap();
    }
}

fn set(journal: &Journal, name: &str, value: &str) -> Answer<()> {
    journal.ask_for_setting(name, Some(value))
}

/// As SQLite describes its log: a header of 32 bytes, then frames of 24 and a page, of which the last of a
/// transaction names the size of the database.
fn commits(home: &TempDir) -> usize {
    let log = fs::read(home.path().join("journal.db-wal")).unwrap();
    let frames = log.get(32..).unwrap_or_default().chunks_exact(24 + 4096);
    frames.filter(|frame| frame[4..8] != [0; 4]).count()
}

#[test]
fn what_waits_together_is_committed_once_and_what_fails_is_undone_alone() {
    let home = tempfile::tempdir().unwrap();
    let journal = opened(&home);
    set(&journal, "gate", "made").wait().unwrap();
    let gate = Gate::shut(&journal);
    let before = commits(&home);
    let first = set(&journal, "first", "1");
    let fails = journal.ask(|store| -> Result<(), _> {
        let row = "INSERT INTO settings (name, value) VALUES ('fails', '1')";
        store.database.execute(row, [])?;
        Err(Error::NotPending)
    });
    let last = set(&journal, "last", "1");
    gate.open();
    assert_eq!(first.wait(), Ok(()));
    assert_eq!(fails.wait(), Err(Error::NotPending));
    assert_eq!(last.wait(), Ok(()));
    assert_eq!(commits(&home), before + 1);
    let written = ["first", "fails", "last"].map(|name| journal.setting(name).unwrap().is_some());
    assert_eq!(written, [true, false, true]);
}

#[test]
fn what_one_caller_asks_for_happens_in_that_order() {
    let home = tempfile::tempdir().unwrap();
    let journal = opened(&home);
    let gate = Gate::shut(&journal);
    let rows = ["1", "2"].map(|value| set(&journal, "order", value));
    let seen = journal.ask_alone(|store| {
        let value = "SELECT value FROM settings WHERE name = 'order'";
        Ok(store
            .database
            .query_row(value, [], |row| row.get::<_, String>(0))?)
    });
    let last = set(&journal, "order", "3");
    gate.open();
    assert!(rows.into_iter().all(|row| row.wait() == Ok(())));
    assert_eq!(seen.wait(), Ok("2".to_owned()));
    last.wait().unwrap();
    assert_eq!(journal.setting("order"), Ok(Some("3".to_owned())));
}

#[test]
fn reading_does_not_wait_for_what_is_being_written() {
    let home = tempfile::tempdir().unwrap();
    let journal = opened(&home);
    journal.set_setting("proxy", Some("before")).unwrap();
    let gate = Gate::shut(&journal);
    let written = set(&journal, "proxy", "after");
    assert_eq!(journal.setting("proxy"), Ok(Some("before".to_owned())));
    assert_eq!(journal.setting("gate"), Ok(None), "not committed yet");
    gate.open();
    written.wait().unwrap();
    assert_eq!(journal.setting("proxy"), Ok(Some("after".to_owned())));
}

#[test]
fn a_panic_is_its_own_callers_and_nobody_elses() {
    let home = tempfile::tempdir().unwrap();
    let journal = opened(&home);
    let gate = Gate::shut(&journal);
    let first = set(&journal, "first", "1");
    let panics = journal.ask(|_| -> Result<(), _> { panic!("in a transaction") });
    let alone = journal.ask_alone(|_| -> Result<(), _> { panic!("alone") });
    let last = set(&journal, "last", "1");
    gate.open();
    assert_eq!(first.wait(), Ok(()));
    assert!(catch_unwind(AssertUnwindSafe(|| panics.wait())).is_err());
    assert!(catch_unwind(AssertUnwindSafe(|| alone.wait())).is_err());
    assert_eq!(last.wait(), Ok(()));
}

#[test]
fn what_finds_no_room_does_not_take_the_rest_with_it() {
    let home = tempfile::tempdir().unwrap();
    let journal = opened(&home);
    for name in ["gate", "first", "last"] {
        journal.set_setting(name, Some("0")).unwrap();
    }
    let grow = |pages: i64| {
        let set = move |store: &mut Store| {
            Ok(store
                .database
                .pragma_update(None, "max_page_count", pages)?)
        };
        journal.ask_alone(set).wait().unwrap();
    };
    grow(1);
    let gate = Gate::shut(&journal);
    let first = set(&journal, "first", "1");
    let long = set(&journal, "long", &"ñ".repeat(20_000));
    let last = set(&journal, "last", "1");
    gate.open();
    assert_eq!(first.wait(), Ok(()));
    assert_eq!(long.wait(), Err(Error::Full));
    assert_eq!(last.wait(), Ok(()));
    let written = ["first", "last"].map(|name| journal.setting(name).unwrap().unwrap());
    assert_eq!(written, ["1", "1"]);
    assert_eq!(journal.setting("long"), Ok(None));
}

#[test]
fn where_the_commit_fails_every_job_in_it_fails() {
    let home = tempfile::tempdir().unwrap();
    let journal = opened(&home);
    let gate = Gate::shut(&journal);
    let first = set(&journal, "first", "1");
    let breaks = journal.ask(|store| {
        store.database.execute_batch(
            "PRAGMA defer_foreign_keys = 1;
             INSERT INTO keys (id, kept, probe) VALUES (1, 0, x'00');
             INSERT INTO recents (connection, customer, key, name, opened_at)
             VALUES ('nobody', 'cus_1', 1, x'00', 1);",
        )?;
        Ok(())
    });
    gate.open();
    assert_eq!(first.wait(), Err(Error::NoSuchConnection));
    assert_eq!(breaks.wait(), Err(Error::NoSuchConnection));
    assert_eq!(journal.setting("first"), Ok(None));
    assert_eq!(journal.set_setting("first", Some("2")), Ok(()));
}

#[test]
fn dropping_the_last_clone_does_what_was_asked_and_closes_the_file_before_others_may_open_it() {
    let home = tempfile::tempdir().unwrap();
    for _ in 0..20 {
        let journal = opened(&home);
        let clone = journal.clone();
        drop(journal);
        assert_eq!(
            Journal::open(home.path()).unwrap_err(),
            Error::AlreadyOpen,
            "a clone holds it"
        );
        let asked = set(&clone, "asked", "1");
        drop(clone);
        assert!(
            !home.path().join("journal.db-wal").exists(),
            "not closed, or not by a connection that may empty the log"
        );
        assert_eq!(asked.wait(), Ok(()));
        let journal = opened(&home);
        assert_eq!(journal.setting("asked"), Ok(Some("1".to_owned())));
        journal.set_setting("asked", None).unwrap();
    }
}

#[test]
fn a_row_sealed_under_a_key_that_was_replaced_meanwhile_is_sealed_again() {
    let home = tempfile::tempdir().unwrap();
    let journal = opened(&home);
    journal.unlock_for_session(JournalKey::generate()).unwrap();
    let kept = JournalKey::generate();
    let sealed_under = Mutex::new(Vec::new());
    journal
        .write_sealed(|sealer| {
            let key = sealer.key;
            let mut seen = sealed_under.lock().unwrap();
            seen.push(key);
            if seen.len() == 1 {
                journal.unlock(kept.clone()).unwrap();
            }
            Ok(move |store: &Store| {
                assert_eq!(store.sealer()?.key, key);
                Ok(())
            })
        })
        .unwrap();
    let seen = sealed_under.into_inner().unwrap();
    assert_eq!(seen.len(), 2);
    assert_ne!(seen[0], seen[1]);
}

/// One of each call, where one connection does everything.
fn works(journal: &Journal) {
    let connection = school();
    journal.save_connection(&connection).unwrap();
    journal.unlock(JournalKey::generate()).unwrap();
    let (book, customer) = (
        journal.book(&connection.id),
        CustomerId::parse("cus_1").unwrap(),
    );
    let at = jiff::Timestamp::UNIX_EPOCH;
    let entry = Entry::Text {
        text: "Nueva".to_owned(),
        exact: false,
    };
    let draft = Draft {
        entries: [(Field::Name, entry)].into(),
    };
    book.save_draft(&customer, None, &draft, at).unwrap();
    book.opened(&customer, "Familia", at).unwrap();
    assert_eq!(book.draft(&customer).unwrap().unwrap().draft, draft);
    assert_eq!(book.recent(10).unwrap().len(), 1);
    journal.erase().unwrap();
    assert_eq!(book.draft(&customer), Ok(None));
    journal.forget_connection(&connection.id).unwrap();
    assert_eq!(journal.connections(), Ok(vec![]));
}

#[test]
fn where_the_index_of_the_log_cannot_be_made_one_connection_does_everything() {
    let home = tempfile::tempdir().unwrap();
    drop(opened(&home));
    let index = home.path().join("journal.db-shm");
    fs::create_dir(&index).unwrap();
    let (journal, findings): (_, Vec<Finding>) =
        Journal::open_with(home.path(), Index::File).unwrap();
    assert_eq!(findings, []);
    assert!(!journal.reads_beside());
    works(&journal);
    drop(journal);
    assert!(!home.path().join("journal.db-wal").exists());

    fs::remove_dir(&index).unwrap();
    let (journal, _) = Journal::open_with(home.path(), Index::File).unwrap();
    assert!(journal.reads_beside());
    assert!(index.is_file());
    works(&journal);
    drop(journal);
    assert!(!index.exists());
}

#[test]
#[cfg(unix)]
fn an_index_that_is_a_file_is_missed_like_the_others() {
    let home = tempfile::tempdir().unwrap();
    drop(opened(&home));
    let (journal, _) = Journal::open_with(home.path(), Index::File).unwrap();
    fs::remove_file(home.path().join("journal.db-shm")).unwrap();
    assert_eq!(journal.set_setting("proxy", None), Err(Error::Gone));
}

//! A full disk, without one: SQLite fails the same way where a database may not grow.

use record::{Change, Draft, Entry, Field, Value};
use tempfile::TempDir;

use super::*;
use crate::{Connection, Intent, JournalKey};

struct Full {
    _home: TempDir,
    journal: Journal,
    book: Book,
    key: JournalKey,
}

fn customer() -> record::CustomerId {
    record::CustomerId::parse("cus_1").unwrap()
}

fn at(second: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(second).unwrap()
}

fn typed(text: &str) -> Draft {
    let entry = Entry::Text {
        text: text.to_owned(),
        exact: false,
    };
    Draft {
        entries: [(Field::Name, entry)].into(),
    }
}

fn intent(name: &str) -> Intent {
    Intent {
        customer: customer(),
        seen: None,
        changes: vec![Change {
            field: Field::Name,
            key: None,
            before: None,
            after: Value::text(name),
        }],
        started_at: at(1),
        left_by: at(1),
    }
}

pub(crate) fn school() -> Connection {
    Connection {
        id: ConnectionId::generate(),
        name: "Colegio".to_owned(),
        environment: "practice".to_owned(),
        server: "http://127.0.0.1:4010".to_owned(),
        organization_id: None,
        can_read: true,
    }
}

/// A draft, a recent and an intent are in it, and no page can be added any more.
fn full() -> Full {
    let home = tempfile::tempdir().unwrap();
    let (journal, _) = Journal::open(home.path()).unwrap();
    let key = JournalKey::generate();
    journal.unlock(key.clone()).unwrap();
    let connection = school();
    journal.save_connection(&connection).unwrap();
    let book = journal.book(&connection.id);
    book.save_draft(&customer(), None, &typed("Antes"), at(1))
        .unwrap();
    book.opened(&customer(), "Familia", at(1)).unwrap();
    book.intend(&intent("Antes")).unwrap();
    journal
        .with(|store| Ok(store.database.pragma_update(None, "max_page_count", 1)?))
        .unwrap();
    Full {
        _home: home,
        journal,
        book,
        key,
    }
}

/// Larger than what is free in the pages there are.
fn long() -> String {
    "ñ".repeat(20_000)
}

#[test]
fn on_a_full_disk_every_write_says_so_and_reading_goes_on() {
    let Full {
        journal, book, key, ..
    } = &full();
    let long = long();
    for _ in 0..2 {
        let saved = book.save_draft(&customer(), None, &typed(&long), at(2));
        assert_eq!(saved, Err(Error::Full));
        assert_eq!(book.opened(&customer(), &long, at(2)), Err(Error::Full));
        assert_eq!(book.intend(&intent(&long)), Err(Error::Full));
        assert_eq!(journal.set_setting("proxy", Some(&long)), Err(Error::Full));

        let stored = book.draft(&customer()).unwrap().unwrap();
        assert_eq!(stored.draft, typed("Antes"), "as it was last saved");
        assert_eq!(book.recent(10).unwrap()[0].name, "Familia");
        assert_eq!(book.drafts().unwrap().len(), 1);
        assert_eq!(book.list_open().unwrap().len(), 1);
        assert_eq!(journal.setting("proxy"), Ok(None));
        assert_eq!(journal.connections().unwrap().len(), 1);
        journal.unlock(key.clone()).unwrap();
    }
}

#[test]
fn with_room_again_everything_is_written_again() {
    let Full { journal, book, .. } = &full();
    assert_eq!(book.intend(&intent(&long())), Err(Error::Full));
    journal
        .with(|store| {
            let pages = 1_000_000;
            Ok(store
                .database
                .pragma_update(None, "max_page_count", pages)?)
        })
        .unwrap();
    book.intend(&intent(&long())).unwrap();
    book.save_draft(&customer(), None, &typed(&long()), at(2))
        .unwrap();
}

#[test]
fn on_a_full_disk_a_session_without_the_keychain_reads_and_writes_once_there_is_room() {
    let Full {
        _home: home,
        journal,
        book,
        ..
    } = full();
    drop((journal, book));
    let (journal, _) = Journal::open(home.path()).unwrap();
    let connection = journal.connections().unwrap().remove(0);
    let book = journal.book(&connection.id);
    let grow = |pages: i64| {
        let set = |store: &mut Store| {
            Ok(store
                .database
                .pragma_update(None, "max_page_count", pages)?)
        };
        journal.with(set).unwrap();
    };
    // Until the keys' page has no room for one more.
    grow(1);
    let add = |store: &mut Store| {
        let row = "INSERT INTO keys (kept, probe) VALUES (1, x'00')";
        Ok(store.database.execute(row, [])?)
    };
    while journal.with(add) != Err(Error::Full) {}
    let filled = journal.unlock_for_session(JournalKey::generate());
    assert_eq!(filled, Ok(vec![]));
    let waits = journal.with(|store| Ok(store.to_enroll.is_some()));
    assert_eq!(waits, Ok(true), "the disk was not full");
    assert_eq!(book.recent(10), Ok(vec![]));
    assert_eq!(book.draft(&customer()), Ok(None));
    assert_eq!(book.list_open().unwrap().len(), 1, "under another key");

    grow(1_000_000);
    book.save_draft(&customer(), None, &typed("Otra"), at(3))
        .unwrap();
    let stored = book.draft(&customer()).unwrap().unwrap();
    assert_eq!(stored.draft, typed("Otra"));
    let key = JournalKey::generate();
    journal.unlock(key).unwrap();
    let moved = book.draft(&customer()).unwrap().unwrap();
    assert_eq!(moved.draft, typed("Otra"), "to the keychain's key");
}

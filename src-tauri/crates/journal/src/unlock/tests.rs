use super::*;
use crate::{ConnectionId, journal::tests::school};

const TITLE: &str = "Corrección de correos";

fn title_of(connection: &ConnectionId) -> Place<'_> {
    Place {
        table: "runs",
        column: "title",
        connection: connection.as_str(),
        row: "1",
    }
}

/// A run under the key in use.
fn add_run(journal: &Journal, connection: &ConnectionId) {
    let connection = connection.clone();
    let added = journal.write_sealed(move |sealer| {
        let title = sealer.seal(title_of(&connection), TITLE)?;
        let (connection, key) = (connection.clone(), sealer.key);
        Ok(move |store: &Store| {
            store.database.execute(
                "INSERT INTO runs (id, connection, title, key, state, created_at)
                 VALUES (1, ?1, ?2, ?3, 'planned', 1)",
                (connection.as_str(), &title, key),
            )?;
            Ok(())
        })
    });
    added.unwrap();
}

fn title(journal: &Journal, connection: &ConnectionId) -> Result<String, Error> {
    journal.read_sealed(|database, sealer| {
        let select = "SELECT title FROM runs WHERE key = ?1";
        let title: Vec<u8> = database.query_row(select, [sealer.key], |row| row.get(0))?;
        sealer.open(title_of(connection), &title)
    })
}

fn with_a_run() -> (tempfile::TempDir, Journal, ConnectionId) {
    let home = tempfile::tempdir().unwrap();
    let (journal, _) = Journal::open(home.path()).unwrap();
    let connection = school();
    journal.save_connection(&connection).unwrap();
    journal.unlock_for_session(JournalKey::generate()).unwrap();
    add_run(&journal, &connection.id);
    (home, journal, connection.id)
}

#[test]
fn a_runs_title_moves_from_a_sessions_key_to_the_keychains() {
    let (home, journal, connection) = with_a_run();
    let kept = JournalKey::generate();
    journal.unlock(kept.clone()).unwrap();
    assert_eq!(title(&journal, &connection).unwrap(), TITLE);
    drop(journal);
    let (journal, _) = Journal::open(home.path()).unwrap();
    assert_eq!(journal.unlock(kept), Ok(vec![]));
    assert_eq!(title(&journal, &connection).unwrap(), TITLE);
    drop(journal);
    let (journal, _) = Journal::open(home.path()).unwrap();
    let other = journal.unlock(JournalKey::generate());
    assert_eq!(other, Ok(vec![Finding::DetailsLost]));
}

#[test]
fn a_run_under_a_past_sessions_key_keeps_that_key_known() {
    let (home, journal, _) = with_a_run();
    drop(journal);
    let (journal, _) = Journal::open(home.path()).unwrap();
    assert_eq!(journal.unlock(JournalKey::generate()), Ok(vec![]));
    let dangling = journal.read(|database| {
        let select = "SELECT count(*) FROM pragma_foreign_key_check";
        Ok(database.query_row(select, [], |row| row.get::<_, i64>(0))?)
    });
    assert_eq!(dangling, Ok(0));
}

#[test]
fn a_run_goes_with_its_updates_or_its_connection() {
    let count = |journal: &Journal| {
        let count = journal.read(|database| {
            let select = "SELECT count(*) FROM runs";
            Ok(database.query_row(select, [], |row| row.get::<_, i64>(0))?)
        });
        count.unwrap()
    };
    for state in ["unknown", "planned"] {
        let (_home, journal, connection) = with_a_run();
        let of_the_run = connection.clone();
        let added = journal.write(move |store| {
            store.database.execute(
                "INSERT INTO updates
                     (connection, customer, key, run, line, changes, seen, state, started_at)
                 VALUES (?1, 'cus_1', 1, 1, 1, x'00', x'00', ?2, 1)",
                [of_the_run.as_str(), state],
            )?;
            Ok(())
        });
        added.unwrap();
        journal.erase().unwrap();
        assert_eq!(count(&journal), i64::from(state == "unknown"));
        journal.forget_connection(&connection).unwrap();
        assert_eq!(count(&journal), 0);
    }
}

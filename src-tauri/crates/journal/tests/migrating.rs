//! Whatever version wrote a journal, its tables are those of a new one once it was opened. This fails too where
//! a step of the schema is edited that a kept journal has been through.

use std::fs;

use journal::Journal;

use crate::fixtures::VERSIONS;

/// The statements that made the tables and indices.
fn schema(database: &[u8]) -> Vec<String> {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal.db");
    fs::write(&path, database).unwrap();
    for _ in 0..2 {
        let (_, findings) = Journal::open(home.path()).unwrap();
        assert_eq!(findings, []);
    }
    let database = rusqlite::Connection::open(path).unwrap();
    let mut select = database
        .prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name")
        .unwrap();
    let statements = select.query_map([], |row| row.get(0)).unwrap();
    statements.map(Result::unwrap).collect()
}

#[test]
fn a_journal_of_each_version_comes_to_the_tables_of_a_new_one() {
    let home = tempfile::tempdir().unwrap();
    drop(Journal::open(home.path()).unwrap());
    let new = schema(&fs::read(home.path().join("journal.db")).unwrap());
    assert!(new.iter().any(|made| made.contains("TABLE \"updates\"")));
    for version in VERSIONS {
        assert_eq!(schema(version), new);
    }
}

/// The numbers of updates that were erased are on no row any more.
#[test]
fn no_number_is_given_again_after_a_change_of_format() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal.db");
    fs::write(&path, VERSIONS[0]).unwrap();
    let database = rusqlite::Connection::open(&path).unwrap();
    let numbered = "UPDATE sqlite_sequence SET seq = 1000 WHERE name = 'updates'";
    assert_eq!(database.execute(numbered, []), Ok(1));
    drop(database);
    drop(Journal::open(home.path()).unwrap());
    let database = rusqlite::Connection::open(path).unwrap();
    let last = "SELECT seq FROM sqlite_sequence WHERE name = 'updates'";
    assert_eq!(database.query_row(last, [], |row| row.get(0)), Ok(1000));
}

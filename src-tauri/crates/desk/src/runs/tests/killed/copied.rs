//! The journal's files as a backup program copies them: one after the other, while they are written.

use std::{collections::BTreeMap, fs, io::ErrorKind, path::Path};

use journal::{Journal, LineState, RunId};
use rusqlite::Connection;
use tempfile::TempDir;

use super::{Bench, LINES, Log};

const DATABASE: &str = "journal.db";
const LOG: &str = "journal.db-wal";

pub struct Copied(TempDir);

impl Copied {
    /// `None` where the database itself changed meanwhile.
    ///
    /// Frames are only ever appended to the write-ahead log, and one that was copied in part, or whose transaction
    /// was, does not count: a log that is copied after an unchanged database belongs to it. Only a checkpoint, after
    /// every thousand pages or so and at a clean end, writes into the database. A copy from before and after one is
    /// of no moment that ever was. No order of copying helps, and no file can keep others from being copied; a
    /// program that copies has to notice that a file changed, as this does. Of such a copy Ficha finds at its start
    /// that it is damaged and says so, or takes up older states of some lines, whose old values guard them.
    pub fn take(folder: &Path) -> Option<Self> {
        let copy = tempfile::tempdir().unwrap();
        let database = fs::read(folder.join(DATABASE)).unwrap();
        // A clean end leaves none.
        let log = match fs::read(folder.join(LOG)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            log => log.unwrap(),
        };
        let is_whole = fs::read(folder.join(DATABASE)).unwrap() == database;
        fs::write(copy.path().join(DATABASE), database).unwrap();
        fs::write(copy.path().join(LOG), log).unwrap();
        is_whole.then_some(Self(copy))
    }

    /// It opens, is whole, has an intent for all that the server had been asked `before` it was taken, claims only
    /// what the server was asked until `after`, and its totals are those of its lines.
    pub fn assert_true(&self, bench: &Bench, run: RunId, before: &Log, after: &Log, seed: u64) {
        // A log that is there has the whole file checked.
        let (journal, findings) = Journal::open(self.0.path()).unwrap();
        assert_eq!(findings, [], "seed {seed}");
        journal.unlock(bench.key.clone()).unwrap();
        let book = journal.book(&bench.school.connection.id);
        let counts = book.run(run).unwrap().expect("it was planned").counts;
        drop((book, journal));
        let database = Connection::open(self.0.path().join(DATABASE)).unwrap();
        let verdict: String = database
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(verdict, "ok", "seed {seed}");
        let mut stored: BTreeMap<String, usize> = BTreeMap::new();
        for (family, state) in states(&database, run) {
            match state.as_str() {
                "planned" => {
                    let sent = before.has_update(&family);
                    assert!(!sent, "seed {seed}: {family} was sent without an intent");
                }
                "applied" => {
                    let applied = after.has_applied(&family);
                    assert!(applied, "seed {seed}: {family} was never applied");
                }
                _ => {}
            }
            *stored.entry(state).or_default() += 1;
        }
        let named = [
            ("planned", LineState::Planned),
            ("intent", LineState::Intent),
            ("unknown", LineState::Unknown),
            ("not_applied", LineState::NotApplied),
            ("applied", LineState::Applied),
        ];
        let shown = named.map(|(name, state)| (name.to_owned(), counts.of(state)));
        let shown: BTreeMap<_, _> = shown.into_iter().filter(|(_, count)| *count > 0).collect();
        assert_eq!(shown, stored, "seed {seed}");
        assert_eq!(counts.total(), LINES, "seed {seed}");
    }
}

fn states(database: &Connection, run: RunId) -> Vec<(String, String)> {
    let mut select = database
        .prepare("SELECT customer, state FROM updates WHERE run = ?1")
        .unwrap();
    let rows = select.query_map([run.0], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

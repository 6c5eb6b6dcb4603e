use std::{fs, path::Path};

use jiff::Timestamp;
use journal::{
    After, Book, Connection, ConnectionId, Details, Error, Intended, Intent, IntentId, Journal,
    JournalKey, LineStep, Seen, Settled, SettledLine, State, StoredUpdate,
};
use record::{Change, Customer, CustomerId, Draft, Entry, Field, Value};
use serde_json::json;
use tempfile::TempDir;

pub(crate) const NAME: &str = "Familia Quetzalcóatl Ñandú";
pub(crate) const EMAIL: &str = "quetzal.sentinel@example.mx";
pub(crate) const PASSWORD: &str = "clave-sentinel-8842";
pub(crate) const SIGNATURE: &str = "firma-sentinel-5519";

/// A journal in a folder of its own, with one connection.
pub(crate) struct Bench {
    pub(crate) home: TempDir,
    pub(crate) journal: Journal,
    pub(crate) connection: ConnectionId,
    pub(crate) key: JournalKey,
}

impl Bench {
    /// Unlocked with a key that is kept.
    pub(crate) fn new() -> Self {
        let bench = Self::locked();
        assert_eq!(bench.journal.unlock(bench.key.clone()), Ok(vec![]));
        bench
    }

    pub(crate) fn locked() -> Self {
        let home = tempfile::tempdir().unwrap();
        let (journal, findings) = Journal::open(home.path()).unwrap();
        assert_eq!(findings, []);
        let connection = ConnectionId::generate();
        journal.save_connection(&school(&connection)).unwrap();
        let key = JournalKey::generate();
        Self {
            home,
            journal,
            connection,
            key,
        }
    }

    pub(crate) fn book(&self) -> Book {
        self.journal.book(&self.connection)
    }

    /// Closes the journal and opens it again, as the next start of the program does; still locked.
    pub(crate) fn restart(self) -> Self {
        let Self {
            home,
            journal,
            connection,
            key,
        } = self;
        drop(journal);
        let (journal, findings) = Journal::open(home.path()).unwrap();
        assert_eq!(findings, []);
        Self {
            home,
            journal,
            connection,
            key,
        }
    }

    pub(crate) fn unlocked(self) -> Self {
        assert_eq!(self.journal.unlock(self.key.clone()), Ok(vec![]));
        self
    }

    /// A look at a copy of the files as they are now: the journal lets nobody else open its own.
    pub(crate) fn look<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> T) -> T {
        let copy = tempfile::tempdir().unwrap();
        for name in ["journal.db", "journal.db-wal"] {
            fs::copy(self.home.path().join(name), copy.path().join(name)).unwrap();
        }
        let database = rusqlite::Connection::open(copy.path().join("journal.db")).unwrap();
        work(&database)
    }

    pub(crate) fn count(&self, rows: &str) -> i64 {
        self.look(|database| database.query_row(rows, [], |row| row.get(0)).unwrap())
    }

    /// Changes the file behind the journal's back, between two starts.
    pub(crate) fn alter(self, statement: &str) -> Self {
        let Self {
            home,
            journal,
            connection,
            key,
        } = self;
        drop(journal);
        let database = rusqlite::Connection::open(home.path().join("journal.db")).unwrap();
        assert!(database.execute(statement, []).unwrap() > 0);
        database.close().unwrap();
        let (journal, findings) = Journal::open(home.path()).unwrap();
        assert_eq!(findings, []);
        let bench = Self {
            home,
            journal,
            connection,
            key,
        };
        bench.journal.unlock(bench.key.clone()).unwrap();
        bench
    }
}

pub(crate) fn school(id: &ConnectionId) -> Connection {
    Connection {
        id: id.clone(),
        name: "Colegio Benito Juárez".to_owned(),
        environment: "practice".to_owned(),
        server: "http://127.0.0.1:4010".to_owned(),
        organization_id: None,
        can_read: true,
    }
}

pub(crate) fn id(text: &str) -> CustomerId {
    CustomerId::parse(text).unwrap()
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_760_000_000 + second).unwrap()
}

/// A record with all three states of a field, and a property nobody knows.
pub(crate) fn family(customer: &str) -> Customer {
    serde_json::from_value(json!({
        "id": customer,
        "updatedAt": "2025-10-01T12:00:00.000Z",
        "name": NAME,
        "email": EMAIL,
        "phoneNumber": null,
        "metadata": [{ "key": "Folio de beca", "value": "0042" }],
        "meta": { "Folio de beca": "0042" },
        "loyaltyTier": { "level": 3 },
    }))
    .unwrap()
}

pub(crate) fn draft(entries: &[(Field, &str)]) -> Draft {
    let entry = |text: &str| Entry::Text {
        text: text.to_owned(),
        exact: false,
    };
    Draft {
        entries: entries
            .iter()
            .map(|(field, text)| (*field, entry(text)))
            .collect(),
    }
}

pub(crate) fn change(field: Field, before: Option<&str>, after: &str) -> Change {
    Change {
        field,
        key: None,
        before: before.map(Value::text),
        after: Value::text(after),
    }
}

pub(crate) fn intent(customer: &str, changes: Vec<Change>, second: i64) -> Intent {
    Intent {
        customer: id(customer),
        seen: Some(seen()),
        changes,
        started_at: at(second),
        left_by: at(second),
    }
}

/// Of a [`family`].
pub(crate) fn seen() -> Seen {
    Seen {
        name: NAME.to_owned(),
        updated_at: Some("2025-10-01T12:00:00.000Z".to_owned()),
    }
}

/// Of a [`family`] to whose email one change was sent.
pub(crate) fn after() -> After {
    After {
        name: NAME.to_owned(),
        values: vec![vec![Value::text(EMAIL)]],
    }
}

/// Every update that is listed, with its details.
pub(crate) fn open_updates(book: &Book) -> Result<Vec<StoredUpdate>, Error> {
    let listed = book.list_open()?.into_iter();
    listed
        .map(|open| Ok(book.update(open.id)?.unwrap()))
        .collect()
}

/// Those of which nobody knows the outcome.
pub(crate) fn pending(book: &Book) -> Result<Vec<StoredUpdate>, Error> {
    let mut open = open_updates(book)?;
    open.retain(|update| matches!(update.state, State::Intent | State::Unknown));
    Ok(open)
}

/// What was intended, where its details can be read.
pub(crate) fn intent_of(update: &StoredUpdate) -> Option<Intent> {
    match &update.details {
        Details::Readable { intent, .. } => Some(intent.clone()),
        Details::OtherKey(_) | Details::Damaged => None,
    }
}

pub(crate) fn new_email(customer: &str, second: i64) -> Intent {
    let changes = vec![change(Field::Email, Some(EMAIL), "nueva@example.mx")];
    intent(customer, changes, second)
}

pub(crate) fn settled(state: State, second: i64) -> Settled {
    Settled {
        state,
        at: at(second),
        after: Some(after()),
        reason: None,
        left_by: None,
        draft_done: false,
    }
}

/// The files under `folder` that contain `needle`, by name.
pub(crate) fn files_with(folder: &Path, needle: &[u8]) -> Vec<String> {
    assert!(!needle.is_empty());
    let mut found: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| {
            let bytes = fs::read(entry.path()).unwrap();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    found.sort();
    found
}

/// Steps of one kind.
pub(crate) trait Steps {
    fn intend_lines(
        &self,
        ids: &[IntentId],
        started_at: Timestamp,
        left_by: Timestamp,
    ) -> Result<Vec<IntentId>, Error>;

    fn settle_lines(&self, settled: &[SettledLine]) -> Result<Vec<IntentId>, Error>;
}

impl Steps for Book {
    fn intend_lines(
        &self,
        ids: &[IntentId],
        started_at: Timestamp,
        left_by: Timestamp,
    ) -> Result<Vec<IntentId>, Error> {
        self.write_lines(&LineStep {
            intended: Some(Intended {
                ids: ids.to_vec(),
                started_at,
                left_by,
            }),
            ..LineStep::default()
        })
    }

    fn settle_lines(&self, settled: &[SettledLine]) -> Result<Vec<IntentId>, Error> {
        self.write_lines(&LineStep {
            settled: settled.to_vec(),
            ..LineStep::default()
        })
    }
}

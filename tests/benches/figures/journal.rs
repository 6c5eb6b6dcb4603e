//! How many updates' intents and outcomes get to the disk when several come at the same time.

use std::path::Path;
use std::thread;
use std::time::Instant;

use ::journal::{Book, Connection, ConnectionId, Intent, Journal, JournalKey, Settled, State};
use jiff::Timestamp;
use record::{Change, CustomerId, Field, Value};

use crate::Figure;

const PRODUCERS: usize = 8;
const PAIRS: usize = 40;
const ROUNDS: usize = 5;

/// Pairs a second by several producers, against one: what comes from one alone is never written together.
pub(crate) fn figure(folder: &Path) -> Figure {
    // Not in the system's temporary folder, which may be no disk at all.
    let home = tempfile::tempdir_in(folder).expect("a folder");
    let (journal, _) = Journal::open(home.path()).expect("a journal");
    journal.unlock(JournalKey::generate()).expect("a key");
    let connection = Connection {
        id: ConnectionId::generate(),
        name: "Colegio".to_owned(),
        environment: "practice".to_owned(),
        server: "http://127.0.0.1:4010".to_owned(),
        organization_id: None,
        can_read: true,
    };
    journal.save_connection(&connection).expect("a connection");
    let book = journal.book(&connection.id);
    let (mut many, mut one) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        many.push(pairs_a_second(&book, PRODUCERS));
        one.push(pairs_a_second(&book, 1));
    }
    Figure::of("journal-commit", "/s", &mut many, &mut one)
}

fn pairs_a_second(book: &Book, producers: usize) -> f64 {
    let started = Instant::now();
    thread::scope(|scope| {
        for producer in 0..producers {
            scope.spawn(move || {
                for _ in 0..PAIRS {
                    pair(book, producer);
                }
            });
        }
    });
    (producers * PAIRS) as f64 / started.elapsed().as_secs_f64()
}

fn pair(book: &Book, producer: usize) {
    let at = Timestamp::UNIX_EPOCH;
    let intent = Intent {
        customer: CustomerId::parse(&format!("cus_bench{producer}")).expect("an id"),
        seen: None,
        changes: vec![Change {
            field: Field::Name,
            key: None,
            before: Some(Value::text("Familia de prueba")),
            after: Value::text("Familia de práctica"),
        }],
        started_at: at,
        left_by: at,
    };
    let settled = Settled {
        state: State::Applied,
        at,
        after: None,
        reason: None,
        left_by: Some(at),
        draft_done: false,
    };
    let id = book.intend(&intent).expect("the intent is written");
    book.settle(id, &settled).expect("the outcome is written");
}

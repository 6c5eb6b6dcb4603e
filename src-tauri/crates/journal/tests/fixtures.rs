//! Journals as earlier versions wrote them: every later version must read them. One is added with
//! each change of the format; those of released versions are never written anew.

use std::{fs, path::Path};

use journal::{
    After, Book, ConnectionId, Details, Intent, Journal, JournalKey, LineDetails, LineState,
    Reason, RunDetails, Settled, SettledLine, State, Stopped, StoredRunState,
};
use record::{Change, Draft, Entry, Field, Pair, PairEntry, Value};
use tempfile::TempDir;

use crate::runs::plan;
use crate::support::{
    Steps as _, after, at, change, family, id, intent, new_email, open_updates, pending, school,
    settled,
};

const VERSION_0_1: &[u8] = include_bytes!("fixtures/0.1.db");
/// With runs.
const FORMAT_2: &[u8] = include_bytes!("fixtures/format-2.db");
/// With cheaper checks.
const FORMAT_3: &[u8] = include_bytes!("fixtures/format-3.db");
pub(crate) const VERSIONS: [&[u8]; 3] = [VERSION_0_1, FORMAT_2, FORMAT_3];

const CONNECTION: &str = "00112233445566778899aabbccddeeff";
/// Opens the fixtures and nothing else.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

fn book(journal: &Journal) -> Book {
    journal.book(&ConnectionId::parse(CONNECTION).unwrap())
}

/// An entry of each kind.
fn every_entry() -> Draft {
    let row = PairEntry {
        key: "Folio".to_owned(),
        value: "0043".to_owned(),
        original: Some("Folio de beca".to_owned()),
        remove: false,
    };
    let text = |text: &str, exact| Entry::Text {
        text: text.to_owned(),
        exact,
    };
    let entries = [
        (Field::Name, text("Familia Ruiz", false)),
        (Field::PhoneNumber, text("+525512345678", true)),
        (Field::Email, Entry::Clear),
        (Field::EmailVerified, Entry::Flag { flag: true }),
        (
            Field::Tags,
            Entry::List {
                items: vec!["beca".to_owned()],
            },
        ),
        (Field::Metadata, Entry::Pairs { rows: vec![row] }),
    ];
    Draft {
        entries: entries.into(),
    }
}

/// A change of each kind.
fn every_change() -> Vec<Change> {
    let one = |field, before, after| Change {
        field,
        key: None,
        before,
        after,
    };
    vec![
        change(Field::Name, Some("Familia Núñez"), "Familia Ruiz"),
        one(
            Field::PhoneNumber,
            Some(Value::text("5512345678")),
            Value::Null,
        ),
        one(Field::EmailVerified, Some(Value::Null), Value::flag(true)),
        one(
            Field::Tags,
            None,
            Value::List {
                items: vec!["beca".to_owned()],
            },
        ),
        Change {
            key: Some("Folio de beca".to_owned()),
            ..change(Field::Metadata, Some("0042"), "0043")
        },
    ]
}

fn refusal() -> Reason {
    Reason {
        status: Some(409),
        message: "Username already taken".to_owned(),
    }
}

/// Everything that a later version has to read.
fn write(journal: &Journal) {
    let connection = ConnectionId::parse(CONNECTION).unwrap();
    journal.save_connection(&school(&connection)).unwrap();
    let book = book(journal);
    book.opened(&id("cus_1"), "Familia Ruiz", at(1)).unwrap();
    let base = family("cus_1");
    book.save_draft(&id("cus_1"), Some(&base), &every_entry(), at(2))
        .unwrap();
    book.save_draft(&id("cus_2"), None, &every_entry(), at(3))
        .unwrap();
    for (customer, outcome) in every_outcome() {
        let sent = book.intend(&sent(customer)).unwrap();
        if let Some(outcome) = outcome {
            book.settle(sent, &outcome).unwrap();
        }
    }
    let given_up = book.intend(&sent("cus_given_up")).unwrap();
    book.give_up(given_up).unwrap();
    let run = book.plan_run(plan(3), at(30)).unwrap();
    let waiting = book.waiting_lines(run).unwrap();
    book.intend_lines(&[waiting[0].id], at(31), at(32)).unwrap();
    let outcome = |at: usize, state| SettledLine {
        id: waiting[at].id,
        customer: waiting[at].customer.clone(),
        state,
        at: crate::support::at(33),
        after: Some(after()),
        as_asked: false,
        reason: Some(refusal()),
        left_by: None,
        skip: None,
    };
    let outcomes = [
        outcome(0, LineState::Applied),
        outcome(1, LineState::Conflict),
    ];
    book.settle_lines(&outcomes).unwrap();
    book.set_run_state(run, StoredRunState::Paused, Some(&stopped()), at(34))
        .unwrap();
}

fn stopped() -> Stopped {
    Stopped {
        why: "same_failure".to_owned(),
        message: "Username already taken".to_owned(),
    }
}

/// By a key that cannot read in one case.
fn sent(customer: &str) -> Intent {
    let intent = intent(customer, every_change(), 10);
    Intent {
        seen: intent.seen.filter(|_| customer != "cus_intent"),
        ..intent
    }
}

fn every_outcome() -> [(&'static str, Option<Settled>); 6] {
    let read = |state, second| Settled {
        after: Some(every_value()),
        ..settled(state, second)
    };
    let not_read = |state, second| Settled {
        after: None,
        ..settled(state, second)
    };
    let refused = Settled {
        reason: Some(refusal()),
        ..not_read(State::Refused, 12)
    };
    let unknown = Settled {
        left_by: Some(at(13)),
        ..not_read(State::Unknown, 14)
    };
    [
        ("cus_applied", Some(read(State::Applied, 11))),
        ("cus_refused", Some(refused)),
        ("cus_unknown", Some(unknown)),
        ("cus_intent", None),
        ("cus_different", Some(read(State::Different, 15))),
        ("cus_not_applied", Some(read(State::NotApplied, 16))),
    ]
}

/// A value of each kind, one that no answer shows, and one key of custom data that stands twice.
fn every_value() -> After {
    let tags = Value::List {
        items: vec!["beca".to_owned()],
    };
    let pairs = Value::Pairs {
        pairs: vec![Pair {
            key: "Nivel".to_owned(),
            value: "Primaria".to_owned(),
        }],
    };
    After {
        name: "Familia Ruiz".to_owned(),
        values: vec![
            vec![Value::text("Familia Ruiz")],
            vec![Value::Null],
            vec![Value::flag(true)],
            vec![],
            vec![
                Value::text("0042"),
                Value::text("0043"),
                tags,
                pairs,
                Value::Absent,
            ],
        ],
    }
}

/// A copy, opened: opening may migrate it.
fn open(fixture: &[u8]) -> (TempDir, Journal) {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("journal.db"), fixture).unwrap();
    let (journal, findings) = Journal::open(home.path()).unwrap();
    assert_eq!(findings, []);
    let key = JournalKey::from_text(KEY).unwrap();
    assert_eq!(journal.unlock(key), Ok(vec![]));
    (home, journal)
}

#[test]
fn a_journal_of_each_version_is_read_with_all_that_is_in_it() {
    VERSIONS.into_iter().for_each(is_read);
}

#[test]
fn a_run_is_read_with_its_lines_and_rows() {
    [FORMAT_2, FORMAT_3].into_iter().for_each(run_is_read);
}

fn run_is_read(format: &[u8]) {
    let (_home, journal) = open(format);
    let book = book(&journal);
    let planned = plan(3);
    let run = book.runs().unwrap().remove(0);
    assert_eq!(run.state, StoredRunState::Paused);
    let expected = RunDetails::Readable {
        title: planned.title.clone(),
        source: Some(planned.source.clone()),
        stop: Some(stopped()),
    };
    assert!(run.details == expected);
    assert_eq!(book.run_rows(run.id, 0, 9).unwrap(), planned.rows);
    let lines = book.run_lines(run.id, &[], 0, 9).unwrap();
    let states: Vec<LineState> = lines.iter().map(|line| line.state).collect();
    let expected = [LineState::Applied, LineState::Conflict, LineState::Planned];
    assert_eq!(states, expected);
    for (line, planned) in lines.iter().zip(planned.lines) {
        let outcome = (line.state != LineState::Planned).then(|| (after(), refusal()));
        let (after, reason) = outcome.unzip();
        let expected = LineDetails::Readable {
            seen: Some(planned.seen),
            changes: planned.changes,
            after,
            reason,
        };
        assert!(line.details == expected, "{line:?}");
    }
}

fn is_read(version: &[u8]) {
    let (_home, journal) = open(version);
    assert_eq!(
        journal.connections().unwrap(),
        [school(&ConnectionId::parse(CONNECTION).unwrap())]
    );
    let book = book(&journal);
    assert_eq!(book.recent(10).unwrap()[0].name, "Familia Ruiz");
    for (customer, base, saved_at) in [
        ("cus_1", Some(family("cus_1")), at(2)),
        ("cus_2", None, at(3)),
    ] {
        let stored = book.draft(&id(customer)).unwrap().unwrap();
        assert_eq!(stored.draft, every_entry());
        assert_eq!((stored.base, stored.saved_at), (base, saved_at));
    }
    let open = open_updates(&book).unwrap();
    assert_eq!(open.len(), every_outcome().len());
    for (update, (customer, outcome)) in open.iter().zip(every_outcome()) {
        let outcome = outcome.as_ref();
        let left_by = outcome.and_then(|outcome| outcome.left_by);
        let left_by = left_by.unwrap_or(at(10));
        let state = outcome.map_or(State::Intent, |outcome| outcome.state);
        assert_eq!(update.customer.as_str(), customer);
        assert_eq!((update.state, update.left_by), (state, left_by));
        let expected = Details::Readable {
            intent: Intent {
                left_by,
                ..sent(customer)
            },
            after: outcome.and_then(|outcome| outcome.after.clone()),
            reason: outcome.and_then(|outcome| outcome.reason.clone()),
        };
        assert_eq!(update.details, expected, "{customer}");
    }
    let given_up = book.latest(&id("cus_given_up")).unwrap().unwrap();
    assert!(given_up.noted);
}

#[test]
fn a_journal_of_version_0_1_is_written_to() {
    let (_home, journal) = open(VERSION_0_1);
    let book = book(&journal);
    let unknown = pending(&book).unwrap().remove(0);
    book.settle(unknown.id, &settled(State::NotApplied, 20))
        .unwrap();
    book.intend(&new_email("cus_1", 21)).unwrap();
    book.discard_draft(&id("cus_1")).unwrap();
    assert_eq!(book.drafts().unwrap().len(), 1);
}

#[test]
#[ignore = "run by hand, to add the journal of a new format as fixtures/new.db"]
fn writes_a_fixture() {
    let home = tempfile::tempdir().unwrap();
    let (journal, _) = Journal::open(home.path()).unwrap();
    let key = JournalKey::from_text(KEY).unwrap();
    assert_eq!(journal.unlock(key), Ok(vec![]));
    write(&journal);
    drop(journal);
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    fs::copy(home.path().join("journal.db"), fixtures.join("new.db")).unwrap();
}

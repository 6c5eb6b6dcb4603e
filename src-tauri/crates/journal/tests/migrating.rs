//! A journal that version 1 wrote. Its ciphertexts are made here by hand, so that this test also
//! pins how they are stored.

use std::path::Path;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use journal::{ConnectionId, Details, Journal, JournalKey, State};
use record::Field;
use serde_json::{Value, json};

use crate::support::{EMAIL, NAME, at, draft, family, id, new_email, settled};

const CONNECTION: &str = "0123456789abcdef0123456789abcdef";

fn seal(key: &JournalKey, place: &str, plain: &[u8]) -> Vec<u8> {
    let text = key.to_text();
    let bytes = data_encoding::BASE64URL_NOPAD
        .decode(text.as_bytes())
        .unwrap();
    let secret: [u8; 32] = bytes.try_into().unwrap();
    let nonce = XNonce::from([7; 24]);
    let payload = Payload {
        msg: plain,
        aad: place.as_bytes(),
    };
    let sealed = XChaCha20Poly1305::new(&secret.into())
        .encrypt(&nonce, payload)
        .unwrap();
    [nonce.as_slice(), &sealed].concat()
}

/// A row each of everything, and an update in each state.
fn version_1(folder: &Path, key: &JournalKey) {
    let database = rusqlite::Connection::open(folder.join("journal.db")).unwrap();
    database.pragma_update(None, "journal_mode", "wal").unwrap();
    database
        .execute_batch(include_str!("../src/schema/1.sql"))
        .unwrap();
    database.pragma_update(None, "user_version", 1).unwrap();
    database
        .execute(
            "INSERT INTO connections (id, name, environment, server, can_read)
             VALUES (?1, 'Colegio', 'practice', 'http://127.0.0.1:4010', 1)",
            [CONNECTION],
        )
        .unwrap();
    database
        .execute(
            "INSERT INTO keys (id, kept, probe) VALUES (1, 1, ?1)",
            [seal(key, "keys|probe|0||1", b"ficha")],
        )
        .unwrap();
    let sealed = |place: &str, row: &str, value: &Value| {
        let place = format!("{place}|32|{CONNECTION}|{row}");
        seal(key, &place, value.to_string().as_bytes())
    };
    let typed = json!({ "email": { "kind": "text", "text": EMAIL } });
    database
        .execute(
            "INSERT INTO drafts VALUES (?1, 'cus_1', 1, ?2, ?3, ?4)",
            (
                CONNECTION,
                sealed("drafts|base", "cus_1", &json!(family("cus_1"))),
                sealed("drafts|draft", "cus_1", &typed),
                at(1).as_millisecond(),
            ),
        )
        .unwrap();
    database
        .execute(
            "INSERT INTO recents VALUES (?1, 'cus_1', 1, ?2, ?3)",
            (
                CONNECTION,
                sealed("recents|name", "cus_1", &json!(NAME)),
                at(1).as_millisecond(),
            ),
        )
        .unwrap();
    let states = [
        ("intent", None),
        ("applied", Some(2)),
        ("refused", Some(2)),
        ("not_applied", Some(2)),
        ("different", Some(2)),
        ("unknown", Some(2)),
        ("given_up", None),
    ];
    for (number, (state, settled_at)) in (1..).zip(states) {
        let customer = format!("cus_{state}");
        let row = format!("{customer}/{number}");
        // Version 1 knew of no `left_by`.
        let intent = json!({
            "customer": &customer,
            "base": family(&customer),
            "changes": [{
                "field": "email",
                "key": null,
                "before": { "kind": "text", "text": EMAIL },
                "after": { "kind": "text", "text": "nueva@example.mx" },
            }],
            "started_at": at(1),
        });
        let held = sealed("updates|held", &row, &json!(family(&customer)));
        database
            .execute(
                "INSERT INTO updates VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8)",
                (
                    number,
                    CONNECTION,
                    &customer,
                    sealed("updates|intent", &row, &intent),
                    state,
                    at(1).as_millisecond(),
                    settled_at.map(|second| at(second).as_millisecond()),
                    (state == "applied").then_some(held),
                ),
            )
            .unwrap();
    }
}

#[test]
fn a_journal_of_version_1_opens_with_all_that_is_in_it() {
    let (home, key) = (tempfile::tempdir().unwrap(), JournalKey::generate());
    version_1(home.path(), &key);
    let (journal, findings) = Journal::open(home.path()).unwrap();
    assert_eq!(findings, []);
    assert_eq!(journal.unlock(key), Ok(vec![]));
    let book = journal.book(&ConnectionId::parse(CONNECTION).unwrap());
    let stored = book.draft(&id("cus_1")).unwrap().unwrap();
    assert_eq!(stored.draft, draft(&[(Field::Email, EMAIL)]));
    assert_eq!(stored.base, Some(family("cus_1")));
    assert_eq!(book.recent(10).unwrap()[0].name, NAME);

    let open = book.open_updates().unwrap();
    let states: Vec<State> = open.iter().map(|open| open.state).collect();
    assert_eq!(
        states,
        [State::Intent, State::Unknown],
        "what version 1 settled it had shown"
    );
    for (open, customer) in open.iter().zip(["cus_intent", "cus_unknown"]) {
        assert_eq!((open.left_by, open.settled_at), (at(1), None));
        assert_eq!(
            open.details,
            Details::Readable {
                intent: new_email(customer, 1),
                held: None,
                reason: None,
            }
        );
    }
    let applied = book.latest(&id("cus_applied")).unwrap().unwrap();
    assert_eq!(
        (applied.state, applied.settled_at),
        (State::Applied, Some(at(2)))
    );
    assert!(applied.seen);
    assert_eq!(
        applied.details,
        Details::Readable {
            intent: new_email("cus_applied", 1),
            held: Some(family("cus_applied")),
            reason: None,
        }
    );
    book.settle(open[0].id, &settled(State::Applied, "cus_intent", 3))
        .unwrap();
    assert_eq!(journal.purge(at(50)), Ok(5), "settled and seen");
    assert_eq!(book.open_updates().unwrap().len(), 2);
}

#[test]
fn a_migrated_journal_opens_again_without_a_word() {
    let (home, key) = (tempfile::tempdir().unwrap(), JournalKey::generate());
    version_1(home.path(), &key);
    for _ in 0..2 {
        let (journal, findings) = Journal::open(home.path()).unwrap();
        assert_eq!(findings, []);
        assert_eq!(journal.unlock(key.clone()), Ok(vec![]));
    }
}

use journal::{Details, Error, JournalKey, Reason, Settled, State};
use record::{Draft, Entry, Field};

use crate::support::{
    Bench, EMAIL, NAME, PASSWORD, SIGNATURE, at, change, draft, family, files_with, id, intent,
    intent_of, open_updates, pending, settled,
};

const REASON: &str = "motivo-sentinel-3307";

/// Everything a person's day puts into the journal, password and all.
fn a_day(bench: &Bench) {
    let book = bench.book();
    let customer = id("cus_1");
    book.opened(&customer, NAME, at(1)).unwrap();
    let typed = draft(&[(Field::Email, EMAIL), (Field::Password, PASSWORD)]);
    book.save_draft(&customer, Some(&family("cus_1")), &typed, at(2))
        .unwrap();
    let changes = vec![
        change(Field::Name, Some(NAME), "Familia Nueva"),
        change(Field::Password, Some(PASSWORD), PASSWORD),
        change(Field::Signature, None, SIGNATURE),
    ];
    let update = book.intend(&intent("cus_1", changes, 3)).unwrap();
    let refused = Settled {
        reason: Some(Reason {
            status: Some(409),
            message: REASON.to_owned(),
        }),
        ..settled(State::Refused, 4)
    };
    book.settle(update, &refused).unwrap();
}

#[test]
fn no_file_holds_a_name_an_address_or_a_password_in_the_clear() {
    let bench = Bench::new();
    a_day(&bench);
    for secret in [
        NAME,
        "Quetzal",
        EMAIL,
        PASSWORD,
        SIGNATURE,
        REASON,
        "Familia Nueva",
    ] {
        assert_eq!(
            files_with(bench.home.path(), secret.as_bytes()),
            [""; 0],
            "{secret}"
        );
    }
    assert_eq!(
        files_with(bench.home.path(), b"cus_1"),
        ["journal.db-wal"],
        "the search looks where the rows are"
    );
}

#[test]
fn the_key_is_in_no_file() {
    let bench = Bench::new();
    a_day(&bench);
    let text = bench.key.to_text();
    let bytes = data_encoding::BASE64URL_NOPAD
        .decode(text.as_bytes())
        .unwrap();
    assert_eq!(bytes.len(), 32);
    assert_eq!(files_with(bench.home.path(), text.as_bytes()), [""; 0]);
    assert_eq!(files_with(bench.home.path(), &bytes), [""; 0]);
}

#[test]
fn a_password_is_in_no_stored_draft_and_no_stored_intent() {
    let bench = Bench::new();
    let book = bench.book();
    let typed = draft(&[(Field::Email, EMAIL), (Field::Password, PASSWORD)]);
    book.save_draft(&id("cus_1"), None, &typed, at(1)).unwrap();
    let stored = book.draft(&id("cus_1")).unwrap().unwrap().draft;
    assert_eq!(stored, draft(&[(Field::Email, EMAIL)]));

    let changes = vec![change(Field::Password, Some(PASSWORD), PASSWORD)];
    book.intend(&intent("cus_1", changes, 2)).unwrap();
    let stored = intent_of(&pending(&book).unwrap()[0]).unwrap();
    assert_eq!(stored.changes, [change_without_text()]);
}

fn change_without_text() -> record::Change {
    change(Field::Password, None, "")
}

#[test]
fn a_draft_of_nothing_but_a_password_leaves_no_row() {
    let bench = Bench::new();
    let typed = draft(&[(Field::Password, PASSWORD)]);
    bench
        .book()
        .save_draft(&id("cus_1"), None, &typed, at(1))
        .unwrap();
    assert_eq!(bench.count("SELECT count(*) FROM drafts"), 0);
}

#[test]
fn a_draft_moved_to_another_family_does_not_open_there() {
    let bench = Bench::new();
    let (book, typed) = (bench.book(), draft(&[(Field::Email, EMAIL)]));
    book.save_draft(&id("cus_1"), None, &typed, at(1)).unwrap();
    drop(book);
    let bench = bench.alter("UPDATE drafts SET customer = 'cus_2'");
    let book = bench.book();
    assert_eq!(book.draft(&id("cus_2")), Err(Error::Unreadable));
    book.discard_draft(&id("cus_2")).unwrap();
    assert_eq!(book.draft(&id("cus_2")), Ok(None));
}

#[test]
fn a_base_moved_into_the_draft_column_does_not_open() {
    let bench = Bench::new();
    let (book, base) = (bench.book(), family("cus_1"));
    let typed = draft(&[(Field::Email, EMAIL)]);
    book.save_draft(&id("cus_1"), Some(&base), &typed, at(1))
        .unwrap();
    drop(book);
    let bench = bench.alter("UPDATE drafts SET draft = base");
    assert_eq!(bench.book().draft(&id("cus_1")), Err(Error::Unreadable));
}

#[test]
fn an_intent_moved_to_another_update_of_the_same_family_does_not_open() {
    for column in ["changes", "seen"] {
        let bench = Bench::new();
        let book = bench.book();
        let first = vec![change(Field::Email, Some(EMAIL), "uno@example.mx")];
        let second = vec![change(Field::Email, Some(EMAIL), "dos@example.mx")];
        book.intend(&intent("cus_1", first, 1)).unwrap();
        book.intend(&intent("cus_1", second.clone(), 2)).unwrap();
        drop(book);
        let bench = bench.alter(&format!(
            "UPDATE updates SET {column} = (SELECT {column} FROM updates WHERE id = 2) WHERE id = 1"
        ));
        let unsettled = pending(&bench.book()).unwrap();
        assert_eq!(unsettled[0].details, Details::Damaged, "{column}");
        assert_eq!(
            intent_of(&unsettled[1]),
            Some(intent("cus_1", second, 2)),
            "{column}"
        );
    }
}

#[test]
fn an_altered_ciphertext_does_not_open() {
    let mut bench = Bench::new();
    let (customer, typed) = (id("cus_1"), draft(&[(Field::Email, EMAIL)]));
    bench
        .book()
        .save_draft(&customer, None, &typed, at(1))
        .unwrap();
    let sealed: Vec<u8> = bench.look(|database| {
        database
            .query_row("SELECT draft FROM drafts", [], |row| row.get(0))
            .unwrap()
    });
    let mut wrong = vec![vec![0]];
    for index in [0, 23, 24, sealed.len() - 1] {
        let mut altered = sealed.clone();
        altered[index] ^= 1;
        wrong.push(altered);
    }
    for bytes in wrong {
        let bytes = data_encoding::HEXLOWER.encode(&bytes);
        bench = bench.alter(&format!("UPDATE drafts SET draft = x'{bytes}'"));
        let read = bench.book().draft(&customer);
        assert_eq!(read, Err(Error::Unreadable), "{bytes}");
    }
}

#[test]
fn the_same_text_never_gives_the_same_ciphertext() {
    let bench = Bench::new();
    for customer in ["cus_1", "cus_2"] {
        bench.book().opened(&id(customer), NAME, at(1)).unwrap();
    }
    let names: Vec<Vec<u8>> = bench.look(|database| {
        let mut select = database.prepare("SELECT name FROM recents").unwrap();
        let names = select.query_map([], |row| row.get(0)).unwrap();
        names.map(Result::unwrap).collect()
    });
    assert_ne!(names[0][..24], names[1][..24]);
    assert_ne!(names[0][24..], names[1][24..]);
}

#[test]
fn debug_output_shows_no_data() {
    let bench = Bench::new();
    let book = bench.book();
    book.opened(&id("cus_1"), NAME, at(1)).unwrap();
    let typed = Draft {
        entries: [(
            Field::Tags,
            Entry::List {
                items: vec![SIGNATURE.to_owned()],
            },
        )]
        .into(),
    };
    book.save_draft(&id("cus_1"), Some(&family("cus_1")), &typed, at(1))
        .unwrap();
    let changes = vec![change(Field::Signature, None, SIGNATURE)];
    let update = book.intend(&intent("cus_1", changes, 1)).unwrap();
    let pending = format!("{:?}", pending(&book).unwrap());
    let refused = Settled {
        reason: Some(Reason {
            status: None,
            message: REASON.to_owned(),
        }),
        ..settled(State::Refused, 2)
    };
    book.settle(update, &refused).unwrap();
    let key = JournalKey::generate();
    let printed = [
        format!("{:?} {book:?}", bench.journal),
        format!("{:?}", book.draft(&id("cus_1")).unwrap().unwrap()),
        format!("{:?}", book.recent(10).unwrap()),
        format!("{:?}", book.last_sent(&id("cus_1")).unwrap()),
        format!("{:?}", book.drafts().unwrap()),
        format!("{:?}", open_updates(&book).unwrap()),
        format!("{:?}", book.latest(&id("cus_1")).unwrap()),
        format!("{key:?}"),
        pending,
    ];
    for secret in [NAME, EMAIL, SIGNATURE, REASON, key.to_text().as_str()] {
        for text in &printed {
            assert!(!text.is_empty() && !text.contains(secret), "{text}");
        }
    }
}

use desk::{Draft, Field};
use journal::{ConnectionId, DraftLine, Error, JournalKey, Recent};

use crate::support::{Bench, EMAIL, NAME, at, draft, family, id, school};

#[test]
fn a_draft_comes_back_after_a_restart_with_the_record_it_was_begun_on() {
    let bench = Bench::new();
    let typed = draft(&[(Field::Email, EMAIL), (Field::Name, NAME)]);
    let base = family("cus_1");
    bench
        .book()
        .save_draft(&id("cus_1"), Some(&base), &typed, at(5))
        .unwrap();
    let bench = bench.restart().unlocked();
    let stored = bench.book().draft(&id("cus_1")).unwrap().unwrap();
    assert_eq!(stored.base, Some(base));
    assert_eq!(stored.draft, typed);
    assert_eq!(stored.saved_at, at(5));
    assert_eq!(bench.book().draft(&id("cus_2")), Ok(None));
}

#[test]
fn the_last_save_of_a_draft_wins_and_an_empty_one_deletes() {
    let bench = Bench::new();
    let (book, customer) = (bench.book(), id("cus_1"));
    let first = draft(&[(Field::Email, EMAIL)]);
    let last = draft(&[(Field::Name, NAME)]);
    let base = family("cus_1");
    book.save_draft(&customer, Some(&base), &first, at(1))
        .unwrap();
    book.save_draft(&customer, None, &last, at(2)).unwrap();
    let stored = book.draft(&customer).unwrap().unwrap();
    assert_eq!((stored.base, stored.draft), (None, last));
    book.save_draft(&customer, Some(&base), &Draft::default(), at(3))
        .unwrap();
    assert_eq!(book.draft(&customer), Ok(None));
}

#[test]
fn connections_do_not_see_each_others_drafts_and_families() {
    let bench = Bench::new();
    let other = ConnectionId::generate();
    bench.journal.save_connection(&school(&other)).unwrap();
    let customer = id("cus_1");
    let typed = draft(&[(Field::Email, EMAIL)]);
    bench
        .book()
        .save_draft(&customer, None, &typed, at(1))
        .unwrap();
    bench.book().opened(&customer, NAME, at(1)).unwrap();
    let other = bench.journal.book(&other);
    assert_eq!(other.draft(&customer), Ok(None));
    assert_eq!(other.recent(10), Ok(vec![]));
    other.discard_draft(&customer).unwrap();
    assert!(bench.book().draft(&customer).unwrap().is_some());
}

#[test]
fn the_last_opened_come_newest_first_and_each_family_once() {
    let bench = Bench::new();
    let book = bench.book();
    for (customer, name, second) in [
        ("cus_1", "Antes", 1),
        ("cus_2", "Dos", 2),
        ("cus_3", "Tres", 3),
        ("cus_1", "Ahora", 4),
    ] {
        book.opened(&id(customer), name, at(second)).unwrap();
    }
    let recent = |customer, name: &str, second| Recent {
        customer: id(customer),
        name: name.to_owned(),
        at: at(second),
    };
    assert_eq!(
        book.recent(2).unwrap(),
        [recent("cus_1", "Ahora", 4), recent("cus_3", "Tres", 3)]
    );
    assert_eq!(book.recent(10).unwrap().len(), 3);
}

#[test]
fn no_more_than_fifty_families_are_remembered() {
    let bench = Bench::new();
    let book = bench.book();
    for count in 0..60 {
        book.opened(&id(&format!("cus_{count}")), NAME, at(count))
            .unwrap();
    }
    let recent = book.recent(1000).unwrap();
    assert_eq!(recent.len(), 50);
    assert_eq!(recent[0].customer, id("cus_59"));
    assert_eq!(bench.count("SELECT count(*) FROM recents"), 50);
}

#[test]
fn before_unlocking_personal_columns_are_neither_read_nor_written() {
    let bench = Bench::locked();
    let (book, customer) = (bench.book(), id("cus_1"));
    let typed = draft(&[(Field::Email, EMAIL)]);
    assert_eq!(book.draft(&customer), Err(Error::Locked));
    assert_eq!(
        book.save_draft(&customer, None, &typed, at(1)),
        Err(Error::Locked)
    );
    assert_eq!(book.opened(&customer, NAME, at(1)), Err(Error::Locked));
    assert_eq!(book.recent(10), Err(Error::Locked));
    assert_eq!(book.pending(), Err(Error::Locked));
    assert_eq!(book.last_sent(&customer), Err(Error::Locked));
}

fn line(customer: &str, name: Option<&str>, second: i64, readable: bool) -> DraftLine {
    DraftLine {
        customer: id(customer),
        name: name.map(str::to_owned),
        saved_at: at(second),
        readable,
    }
}

#[test]
fn drafts_are_listed_newest_first_with_the_best_name_there_is() {
    let bench = Bench::new();
    let book = bench.book();
    assert_eq!(book.drafts(), Ok(vec![]));
    let typed = draft(&[(Field::Email, EMAIL)]);
    let save = |customer: &str, base: bool, second| {
        let base = base.then(|| family(customer));
        book.save_draft(&id(customer), base.as_ref(), &typed, at(second))
            .unwrap();
    };
    save("cus_base", true, 1);
    save("cus_recent", false, 3);
    save("cus_nameless", false, 2);
    book.opened(&id("cus_base"), "Nombre de antes", at(1))
        .unwrap();
    book.opened(&id("cus_recent"), "Familia Abierta", at(1))
        .unwrap();
    book.opened(&id("cus_without_draft"), "Otra", at(1))
        .unwrap();
    let other = ConnectionId::generate();
    bench.journal.save_connection(&school(&other)).unwrap();
    assert_eq!(bench.journal.book(&other).drafts(), Ok(vec![]));
    drop(book);
    let bench = bench.restart().unlocked();
    assert_eq!(
        bench.book().drafts().unwrap(),
        [
            line("cus_recent", Some("Familia Abierta"), 3, true),
            line("cus_nameless", None, 2, true),
            line("cus_base", Some(NAME), 1, true),
        ]
    );
}

#[test]
fn drafts_under_another_key_are_listed_without_their_names() {
    let bench = Bench::new();
    let typed = draft(&[(Field::Email, EMAIL)]);
    let save = |bench: &Bench, customer: &str, second| {
        let book = bench.book();
        let base = family(customer);
        book.opened(&id(customer), NAME, at(second)).unwrap();
        book.save_draft(&id(customer), Some(&base), &typed, at(second))
            .unwrap();
    };
    save(&bench, "cus_both", 1);
    save(&bench, "cus_first", 2);
    let bench = bench.restart();
    bench.journal.unlock(JournalKey::generate()).unwrap();
    save(&bench, "cus_both", 3);
    assert_eq!(
        bench.book().drafts().unwrap(),
        [
            line("cus_both", Some(NAME), 3, true),
            line("cus_first", None, 2, false),
            line("cus_both", None, 1, false),
        ]
    );
    let bench = bench.restart();
    bench.journal.unlock(bench.key.clone()).unwrap();
    assert_eq!(
        bench.book().drafts().unwrap(),
        [
            line("cus_both", None, 3, false),
            line("cus_first", Some(NAME), 2, true),
            line("cus_both", Some(NAME), 1, true),
        ]
    );
}

#[test]
fn a_damaged_draft_is_listed_as_one_that_cannot_be_read() {
    let bench = Bench::new();
    let book = bench.book();
    let typed = draft(&[(Field::Email, EMAIL)]);
    for (customer, second) in [("cus_1", 1), ("cus_2", 2)] {
        let base = family(customer);
        book.save_draft(&id(customer), Some(&base), &typed, at(second))
            .unwrap();
    }
    drop(book);
    let bench = bench
        .alter("UPDATE drafts SET draft = zeroblob(99) WHERE customer = 'cus_1'")
        .alter("UPDATE drafts SET base = zeroblob(99) WHERE customer = 'cus_2'");
    let book = bench.book();
    assert_eq!(
        book.drafts().unwrap(),
        [
            line("cus_2", None, 2, false),
            line("cus_1", Some(NAME), 1, false),
        ]
    );
    for line in book.drafts().unwrap() {
        assert_eq!(book.draft(&line.customer), Err(Error::Unreadable));
    }
}

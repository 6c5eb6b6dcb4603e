use journal::{Book, ConnectionId, Error, JournalKey, Recent};
use record::{Draft, Field};

use crate::support::{Bench, EMAIL, NAME, at, draft, family, id, pending, school};

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

/// As they are on the disk.
fn base_and_draft(bench: &Bench) -> (Vec<u8>, Vec<u8>) {
    bench.look(|database| {
        let select = "SELECT base, draft FROM drafts WHERE customer = 'cus_1'";
        let cells = database.query_row(select, [], |row| Ok((row.get(0)?, row.get(1)?)));
        cells.unwrap()
    })
}

#[test]
fn an_edit_does_not_seal_the_record_again_and_a_restart_has_both() {
    let bench = Bench::new();
    let base = family("cus_1");
    let save = |base, text: &str, second| {
        let typed = draft(&[(Field::Name, text)]);
        let saved = bench
            .book()
            .save_draft(&id("cus_1"), base, &typed, at(second));
        saved.unwrap();
        base_and_draft(&bench)
    };
    let first = save(Some(&base), "U", 1);
    let second = save(Some(&base), "Un", 2);
    assert_eq!(first.0, second.0);
    assert_ne!(first.1, second.1);
    let bench = bench.restart().unlocked();
    let stored = bench.book().draft(&id("cus_1")).unwrap().unwrap();
    assert_eq!(stored.draft, draft(&[(Field::Name, "Un")]));
    assert_eq!((stored.base, stored.saved_at), (Some(base), at(2)));
}

#[test]
fn an_edit_finds_its_record_though_another_was_written_or_it_is_gone() {
    let bench = Bench::new();
    let (base, mut moved) = (family("cus_1"), family("cus_1"));
    moved.id = id("cus_other");
    let book = bench.book();
    let other = ConnectionId::generate();
    bench.journal.save_connection(&school(&other)).unwrap();
    let elsewhere = bench.journal.book(&other);
    let typed = draft(&[(Field::Name, NAME)]);
    let save = |book: &Book, base| {
        book.save_draft(&id("cus_1"), base, &typed, at(1)).unwrap();
        let stored = book.draft(&id("cus_1")).unwrap().unwrap();
        assert_eq!(stored.base.as_ref(), base);
    };
    save(&book, Some(&base));
    save(&book, Some(&moved));
    save(&book, Some(&base));
    save(&book, None);
    save(&book, Some(&base));
    save(&elsewhere, Some(&base));
    save(&book, Some(&base));
    book.discard_draft(&id("cus_1")).unwrap();
    save(&book, Some(&base));
    bench.journal.erase().unwrap();
    save(&book, Some(&base));
    bench.journal.unlock(JournalKey::generate()).unwrap();
    save(&book, Some(&base));
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
    assert_eq!(pending(&book), Err(Error::Locked));
    assert_eq!(book.last_sent(&customer), Err(Error::Locked));
}

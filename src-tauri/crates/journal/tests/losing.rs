//! The journal's file or folder taken away while it is open. Windows refuses to delete or rename
//! what is open, so there is nothing to notice there.

#![cfg(unix)]

use std::fs;

use journal::{Error, State};
use record::Field;

use crate::support::{Bench, EMAIL, NAME, at, draft, id, new_email, pending, school, settled};

/// Every write reports that it went nowhere, and what was read before can still be read.
#[track_caller]
fn notices(bench: &Bench) {
    let (book, customer) = (bench.book(), id("cus_1"));
    let typed = draft(&[(Field::Email, EMAIL)]);
    let gone = Err(Error::Gone);
    assert_eq!(book.intend(&new_email("cus_1", 1)), Err(Error::Gone));
    assert_eq!(book.save_draft(&customer, None, &typed, at(1)), gone);
    assert_eq!(book.discard_draft(&customer), gone);
    assert_eq!(book.opened(&customer, NAME, at(1)), gone);
    assert_eq!(bench.journal.set_setting("retention", Some("90")), gone);
    assert_eq!(bench.journal.set_setting("retention", None), gone);
    assert_eq!(
        bench.journal.save_connection(&school(&bench.connection)),
        gone
    );
    assert_eq!(bench.journal.forget_connection(&bench.connection), gone);
    assert_eq!(bench.journal.erase(), gone);
    assert_eq!(bench.journal.purge(at(1)), Err(Error::Gone));
    let update = pending(&book).unwrap().remove(0).id;
    assert_eq!(book.give_up(update), gone);
    assert_eq!(
        book.settle(update, &settled(State::Applied, 2)),
        Err(Error::Gone)
    );
    assert!(book.draft(&customer).unwrap().is_some());
    assert_eq!(book.recent(10).unwrap().len(), 1);
    assert_eq!(pending(&book).unwrap().len(), 1);
}

fn filled() -> Bench {
    let bench = Bench::new();
    let (book, typed) = (bench.book(), draft(&[(Field::Email, EMAIL)]));
    book.opened(&id("cus_1"), NAME, at(1)).unwrap();
    book.save_draft(&id("cus_1"), None, &typed, at(1)).unwrap();
    book.intend(&new_email("cus_1", 1)).unwrap();
    bench
}

#[test]
fn a_deleted_file_is_noticed_before_anything_is_written() {
    let bench = filled();
    fs::remove_file(bench.home.path().join("journal.db")).unwrap();
    notices(&bench);
}

#[test]
fn a_deleted_log_is_noticed_as_well_for_the_newest_rows_are_in_it() {
    let bench = filled();
    fs::remove_file(bench.home.path().join("journal.db-wal")).unwrap();
    notices(&bench);
}

#[test]
fn a_renamed_file_is_noticed_and_works_again_under_its_name() {
    let bench = filled();
    let path = bench.home.path().join("journal.db");
    let other = bench.home.path().join("other.db");
    fs::rename(&path, &other).unwrap();
    notices(&bench);
    fs::rename(&other, &path).unwrap();
    bench.book().intend(&new_email("cus_1", 2)).unwrap();
}

#[test]
fn another_file_in_its_place_is_noticed_though_it_has_the_same_content() {
    let bench = filled();
    let path = bench.home.path().join("journal.db");
    let copy = bench.home.path().join("copy.db");
    fs::copy(&path, &copy).unwrap();
    fs::rename(&copy, &path).unwrap();
    notices(&bench);
}

#[test]
fn a_deleted_or_renamed_folder_is_noticed() {
    let bench = filled();
    fs::remove_dir_all(bench.home.path()).unwrap();
    notices(&bench);
    fs::create_dir(bench.home.path()).unwrap();
    notices(&bench);

    let bench = filled();
    let elsewhere = bench.home.path().with_extension("renamed");
    fs::rename(bench.home.path(), &elsewhere).unwrap();
    notices(&bench);
    fs::write(bench.home.path(), "a file in the folder's place").unwrap();
    notices(&bench);
    fs::remove_file(bench.home.path()).unwrap();
    fs::rename(&elsewhere, bench.home.path()).unwrap();
    bench.book().intend(&new_email("cus_1", 2)).unwrap();
}

#[test]
fn a_key_that_is_known_still_unlocks_what_can_be_read() {
    let bench = filled();
    fs::remove_file(bench.home.path().join("journal.db")).unwrap();
    let bench = bench.unlocked();
    notices(&bench);
    let new = journal::JournalKey::generate();
    assert_eq!(bench.journal.unlock(new), Err(Error::Gone));
}

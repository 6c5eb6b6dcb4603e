use std::fs;

use journal::{Error, Finding, JournalKey, State};
use record::Field;

use crate::support::{Bench, EMAIL, NAME, at, draft, id, intent_of, new_email, pending, settled};

/// A draft, a last opened family and a pending update.
fn fill(bench: &Bench, customer: &str) {
    let (book, typed) = (bench.book(), draft(&[(Field::Email, EMAIL)]));
    book.opened(&id(customer), NAME, at(1)).unwrap();
    book.save_draft(&id(customer), None, &typed, at(1)).unwrap();
    book.intend(&new_email(customer, 1)).unwrap();
}

fn has_all(bench: &Bench, customer: &str) -> bool {
    let book = bench.book();
    let readable = pending(&book)
        .unwrap()
        .iter()
        .any(|update| update.customer == id(customer) && intent_of(update).is_some());
    let recent = book.recent(10).unwrap();
    readable
        && book.draft(&id(customer)).unwrap().is_some()
        && recent.iter().any(|recent| recent.customer == id(customer))
}

/// The next start on another computer: its keychain has another key.
fn elsewhere(bench: Bench, key: &JournalKey) -> (Bench, Vec<Finding>) {
    let bench = bench.restart();
    let findings = bench.journal.unlock(key.clone()).unwrap();
    (bench, findings)
}

#[test]
fn two_computers_that_share_a_folder_keep_each_others_work() {
    let bench = Bench::new();
    let (first, second) = (bench.key.clone(), JournalKey::generate());
    fill(&bench, "cus_1");

    let (bench, findings) = elsewhere(bench, &second);
    assert_eq!(findings, [Finding::DetailsLost]);
    let book = bench.book();
    assert_eq!(book.draft(&id("cus_1")), Ok(None));
    assert_eq!(book.recent(10), Ok(vec![]));
    let unsettled = pending(&book).unwrap();
    assert_eq!(unsettled.len(), 1, "the update itself is still known");
    assert_eq!(unsettled[0].customer, id("cus_1"));
    assert_eq!(unsettled[0].started_at, at(1));
    assert_eq!(intent_of(&unsettled[0]), None);
    drop(book);
    fill(&bench, "cus_1");
    fill(&bench, "cus_2");

    let (bench, findings) = elsewhere(bench, &first);
    assert_eq!(findings, [Finding::DetailsLost], "of the second key");
    assert!(has_all(&bench, "cus_1"));
    assert!(!has_all(&bench, "cus_2"));

    let mut bench = bench;
    for key in [&second, &first] {
        let findings;
        (bench, findings) = elsewhere(bench, key);
        assert_eq!(findings, [], "reported once per key");
    }
    assert!(has_all(&bench, "cus_1"));
}

#[test]
fn a_key_under_which_nothing_was_written_is_no_loss() {
    let bench = Bench::new().restart();
    assert_eq!(bench.journal.unlock(JournalKey::generate()), Ok(vec![]));
}

#[test]
fn an_update_whose_details_are_lost_can_be_given_up() {
    let bench = Bench::new();
    fill(&bench, "cus_1");
    let bench = bench.restart();
    bench.journal.unlock(JournalKey::generate()).unwrap();
    let book = bench.book();
    let update = pending(&book).unwrap().remove(0).id;
    book.give_up(update).unwrap();
    assert_eq!(pending(&book), Ok(vec![]));
    assert_eq!(book.give_up(update), Err(Error::NotPending));
}

#[test]
fn an_update_whose_details_are_lost_can_still_be_settled() {
    let bench = Bench::new();
    fill(&bench, "cus_1");
    let bench = bench.restart();
    bench.journal.unlock(JournalKey::generate()).unwrap();
    let book = bench.book();
    let update = pending(&book).unwrap().remove(0).id;
    book.settle(update, &settled(State::Different, 2)).unwrap();
    assert_eq!(pending(&book), Ok(vec![]));
}

#[test]
fn what_a_session_wrote_ends_with_it_without_a_claim_of_loss() {
    let bench = Bench::locked();
    let journal = &bench.journal;
    assert_eq!(
        journal.unlock_for_session(JournalKey::generate()),
        Ok(vec![])
    );
    fill(&bench, "cus_1");
    assert!(has_all(&bench, "cus_1"), "usable while it lasts");

    let bench = bench.restart().unlocked();
    let book = bench.book();
    assert_eq!(book.draft(&id("cus_1")), Ok(None));
    assert_eq!(book.recent(10), Ok(vec![]));
    assert_eq!(intent_of(&pending(&book).unwrap()[0]), None);
    let rows = bench.count("SELECT (SELECT count(*) FROM drafts) + (SELECT count(*) FROM recents)");
    assert_eq!(rows, 0, "deleted, not only hidden");
}

#[test]
fn a_session_leaves_what_the_keychains_key_wrote_alone() {
    let bench = Bench::new();
    fill(&bench, "cus_1");
    let bench = bench.restart();
    let journal = &bench.journal;
    assert_eq!(
        journal.unlock_for_session(JournalKey::generate()),
        Ok(vec![])
    );
    assert_eq!(bench.book().draft(&id("cus_1")), Ok(None), "not readable");
    let other = draft(&[(Field::Name, NAME)]);
    let book = bench.book();
    book.save_draft(&id("cus_1"), None, &other, at(2)).unwrap();
    assert_eq!(
        book.draft(&id("cus_1")).unwrap().unwrap().draft,
        other,
        "a session's own draft of the same family"
    );
    drop(book);
    let bench = bench.restart().unlocked();
    assert!(has_all(&bench, "cus_1"));
    let kept = bench.book().draft(&id("cus_1")).unwrap().unwrap().draft;
    assert_eq!(kept, draft(&[(Field::Email, EMAIL)]));
}

#[test]
fn a_keychain_that_comes_back_during_a_session_saves_what_the_session_wrote() {
    let bench = Bench::new();
    fill(&bench, "cus_before");
    let bench = bench.restart();
    let session = JournalKey::generate();
    assert_eq!(bench.journal.unlock_for_session(session), Ok(vec![]));
    fill(&bench, "cus_session");
    let bench = bench.unlocked();
    assert!(has_all(&bench, "cus_before"));
    assert!(has_all(&bench, "cus_session"));
    let bench = bench.restart().unlocked();
    assert!(has_all(&bench, "cus_before"));
    assert!(has_all(&bench, "cus_session"));
}

#[test]
fn a_sessions_key_that_reaches_the_keychain_after_all_loses_nothing() {
    let bench = Bench::locked();
    let journal = &bench.journal;
    assert_eq!(journal.unlock_for_session(bench.key.clone()), Ok(vec![]));
    fill(&bench, "cus_1");
    let bench = bench.unlocked().restart().unlocked();
    assert!(has_all(&bench, "cus_1"));
}

#[test]
fn unlocking_twice_changes_nothing() {
    let bench = Bench::new();
    fill(&bench, "cus_1");
    let bench = bench.unlocked();
    assert!(has_all(&bench, "cus_1"));
}

/// So it works on a full disk.
#[test]
fn opening_and_unlocking_with_a_known_key_write_nothing() {
    let bench = Bench::new();
    fill(&bench, "cus_1");
    let log = bench.home.path().join("journal.db-wal");
    let written = || fs::metadata(&log).unwrap().len();
    assert!(written() > 0);
    let bench = bench.restart().unlocked();
    assert!(has_all(&bench, "cus_1"));
    assert_eq!(written(), 0);
}

#[test]
fn a_session_that_knows_the_keychains_key_does_not_make_it_a_passing_one() {
    let bench = Bench::new();
    fill(&bench, "cus_1");
    let bench = bench.restart();
    let known = bench.key.clone();
    assert_eq!(bench.journal.unlock_for_session(known), Ok(vec![]));
    let other = JournalKey::generate();
    assert_eq!(
        bench.journal.unlock(other.clone()),
        Ok(vec![Finding::DetailsLost]),
        "its rows are not moved as a session's would be"
    );
    assert!(!has_all(&bench, "cus_1"));
    let (bench, _) = elsewhere(bench, &other);
    let bench = bench.restart();
    bench.journal.unlock(bench.key.clone()).unwrap();
    assert!(has_all(&bench, "cus_1"));
}

#[test]
fn a_key_survives_its_way_through_the_keychain_as_text() {
    let bench = Bench::new();
    fill(&bench, "cus_1");
    let text = bench.key.to_text();
    assert!(text.len() == 43 && text.is_ascii());
    let bench = bench.restart();
    let padded = format!(" {}\n", text.as_str());
    let key = JournalKey::from_text(&padded).unwrap();
    assert_eq!(bench.journal.unlock(key), Ok(vec![]));
    assert!(has_all(&bench, "cus_1"));
}

#[test]
fn a_text_that_is_no_key_is_refused() {
    let text = JournalKey::generate().to_text();
    let (short, long) = (&text[..40], format!("{}AAAA", text.as_str()));
    for wrong in ["", "sk_test_1", short, &long, &"ñ".repeat(43)] {
        assert_eq!(JournalKey::from_text(wrong).unwrap_err(), Error::BadKey);
    }
}

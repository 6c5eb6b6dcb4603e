//! The list of drafts: every one there is, whoever can read it, and none discarded but the one meant.

use journal::{
    ConnectionId,
    DraftState::{self, *},
    Error, JournalKey,
    OtherKey::*,
};
use record::Field;

use crate::support::{Bench, EMAIL, NAME, at, draft, family, id, school};

type Line = (String, Option<String>, jiff::Timestamp, DraftState);

fn line(customer: &str, name: Option<&str>, second: i64, state: DraftState) -> Line {
    (
        customer.to_owned(),
        name.map(str::to_owned),
        at(second),
        state,
    )
}

fn lines(bench: &Bench) -> Vec<Line> {
    let drafts = bench.book().drafts().unwrap().into_iter();
    drafts
        .map(|draft| (draft.customer, draft.name, draft.saved_at, draft.state))
        .collect()
}

fn save(bench: &Bench, customer: &str, second: i64) {
    let (book, base) = (bench.book(), family(customer));
    let typed = draft(&[(Field::Email, EMAIL)]);
    book.save_draft(&id(customer), Some(&base), &typed, at(second))
        .unwrap();
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
        lines(&bench),
        [
            line("cus_recent", Some("Familia Abierta"), 3, Readable),
            line("cus_nameless", None, 2, Readable),
            line("cus_base", Some(NAME), 1, Readable),
        ]
    );
}

#[test]
fn drafts_under_another_key_are_listed_with_no_name_but_one_that_todays_key_knows() {
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
        lines(&bench),
        [
            line("cus_both", Some(NAME), 3, Readable),
            line("cus_first", None, 2, OtherKey(Elsewhere)),
            line("cus_both", Some(NAME), 1, OtherKey(Elsewhere)),
        ]
    );
    let bench = bench.restart();
    bench.journal.unlock(bench.key.clone()).unwrap();
    assert_eq!(
        lines(&bench),
        [
            line("cus_both", Some(NAME), 3, OtherKey(Elsewhere)),
            line("cus_first", Some(NAME), 2, Readable),
            line("cus_both", Some(NAME), 1, Readable),
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
        lines(&bench),
        [
            line("cus_2", None, 2, Damaged),
            line("cus_1", Some(NAME), 1, Damaged),
        ]
    );
    for line in book.drafts().unwrap() {
        assert_eq!(book.draft(&id(&line.customer)), Err(Error::Unreadable));
    }
}

/// The family is drafted on two computers that share a folder; the second one is in use.
fn drafted_on_two_computers() -> (Bench, JournalKey) {
    let bench = Bench::new();
    save(&bench, "cus_1", 1);
    let bench = bench.restart();
    let second = JournalKey::generate();
    bench.journal.unlock(second.clone()).unwrap();
    save(&bench, "cus_1", 2);
    (bench, second)
}

#[test]
fn discarding_one_computers_draft_leaves_the_others_of_the_same_family() {
    let (bench, _) = drafted_on_two_computers();
    let book = bench.book();
    let [todays, other] = <[_; 2]>::try_from(book.drafts().unwrap()).unwrap();
    assert_eq!((todays.state, todays.key), (Readable, book.key().unwrap()));
    book.discard_line(&other.customer, other.key).unwrap();
    assert_eq!(book.drafts(), Ok(vec![todays]));
    drop(book);
    let bench = bench.restart();
    bench.journal.unlock(bench.key.clone()).unwrap();
    assert_eq!(
        bench.book().draft(&id("cus_1")),
        Ok(None),
        "the first computer's"
    );

    let (bench, _) = drafted_on_two_computers();
    let book = bench.book();
    let todays = book.drafts().unwrap().remove(0);
    book.discard_line(&todays.customer, todays.key).unwrap();
    let left = lines(&bench);
    assert_eq!(left, [line("cus_1", None, 1, OtherKey(Elsewhere))]);
}

#[test]
fn without_the_keychain_a_draft_under_its_key_is_not_called_another_computers() {
    let bench = Bench::new();
    save(&bench, "cus_1", 1);
    let bench = bench.restart();
    let session = JournalKey::generate();
    bench.journal.unlock_for_session(session).unwrap();
    save(&bench, "cus_1", 2);
    let both = [
        line("cus_1", Some(NAME), 2, Readable),
        line("cus_1", None, 1, OtherKey(Unused)),
    ];
    assert_eq!(lines(&bench), both);
    assert_eq!(bench.book().has_draft(&id("cus_1")), Ok(true));
    bench.book().discard_draft(&id("cus_1")).unwrap();
    assert_eq!(bench.book().has_draft(&id("cus_1")), Ok(false), "today's");
    let bench = bench.restart().unlocked();
    assert_eq!(lines(&bench), [line("cus_1", Some(NAME), 1, Readable)]);
}

#[test]
fn a_family_without_a_draft_is_known_until_one_is_saved() {
    let bench = Bench::new();
    let book = bench.book();
    assert_eq!(book.may_have_draft(&id("cus_1")), Ok(false));
    save(&bench, "cus_1", 1);
    assert_eq!(book.may_have_draft(&id("cus_1")), Ok(true));
    assert_eq!(book.may_have_draft(&id("cus_2")), Ok(false));
    save(&bench, "cus_2", 2);
    let other = ConnectionId::generate();
    bench.journal.save_connection(&school(&other)).unwrap();
    let of_the_other = bench.journal.book(&other).may_have_draft(&id("cus_2"));
    assert_eq!(of_the_other, Ok(false));
    assert_eq!(book.may_have_draft(&id("cus_2")), Ok(true));
    drop(book);
    let bench = bench.restart();
    let session = JournalKey::generate();
    bench.journal.unlock_for_session(session).unwrap();
    assert_eq!(bench.book().may_have_draft(&id("cus_2")), Ok(false));
    save(&bench, "cus_2", 3);
    assert_eq!(bench.book().may_have_draft(&id("cus_2")), Ok(true));
}

/// A row that was altered hides no other and keeps nobody from working; it can be discarded.
#[test]
fn a_draft_whose_family_or_moment_is_none_any_more_can_only_be_discarded() {
    let bench = Bench::new();
    for (customer, second) in [("cus_1", 1), ("cus_2", 2), ("cus_3", 3)] {
        save(&bench, customer, second);
        let book = bench.book();
        book.opened(&id(customer), NAME, at(second)).unwrap();
    }
    let odd = "Familia/Núñez 1";
    let bench = bench
        .alter("UPDATE drafts SET customer = 'Familia/Núñez 1' WHERE customer = 'cus_1'")
        .alter("UPDATE recents SET customer = 'Familia/Núñez 1' WHERE customer = 'cus_1'")
        .alter("UPDATE drafts SET saved_at = 9223372036854775807 WHERE customer = 'cus_2'");
    assert_eq!(bench.book().recent(10).unwrap().len(), 2);
    let book = bench.book();
    let states: Vec<_> = lines(&bench)
        .into_iter()
        .map(|line| (line.0, line.3))
        .collect();
    let expected = [("cus_2", Damaged), ("cus_3", Readable), (odd, Damaged)];
    assert_eq!(states, expected.map(|(id, state)| (id.to_owned(), state)));
    for line in book.drafts().unwrap() {
        if line.state == Damaged {
            book.discard_line(&line.customer, line.key).unwrap();
        }
    }
    assert_eq!(lines(&bench), [line("cus_3", Some(NAME), 3, Readable)]);
}

#[test]
fn three_hundred_drafts_and_one_of_100_kb_are_all_listed() {
    let bench = Bench::new();
    for count in 0..300 {
        save(&bench, &format!("cus_{count}"), count);
    }
    let long = "\u{202E}ñ".repeat(33_000);
    let mut base = family("cus_long");
    base.name = serde_json::from_value(long.clone().into()).unwrap();
    let typed = draft(&[(Field::Name, &long)]);
    let book = bench.book();
    book.save_draft(&id("cus_long"), Some(&base), &typed, at(300))
        .unwrap();
    drop(book);
    let bench = bench.restart().unlocked();
    let drafts = lines(&bench);
    assert_eq!(drafts.len(), 301);
    assert_eq!(drafts[0], line("cus_long", Some(&long), 300, Readable));
    assert!(drafts.iter().all(|draft| draft.3 == Readable));
    let kept = bench.book().draft(&id("cus_long")).unwrap().unwrap();
    assert_eq!(kept.draft, typed);
}

#[test]
#[cfg(unix)]
fn discarding_a_line_whose_file_is_gone_is_no_success() {
    let bench = Bench::new();
    save(&bench, "cus_1", 1);
    let line = bench.book().drafts().unwrap().remove(0);
    std::fs::remove_file(bench.home.path().join("journal.db")).unwrap();
    let book = bench.book();
    assert_eq!(
        book.discard_line(&line.customer, line.key),
        Err(Error::Gone)
    );
}

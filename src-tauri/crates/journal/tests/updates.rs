use std::thread;

use journal::{ConnectionId, Error, IntentId, LastSent, Settled, State};
use record::{Field, Value};

use crate::support::{
    Bench, EMAIL, NAME, PASSWORD, SIGNATURE, at, change, draft, id, intent, intent_of, new_email,
    pending, school, settled,
};

#[test]
fn an_intent_stays_pending_until_an_outcome_settles_it() {
    for state in [
        State::Applied,
        State::Refused,
        State::NotApplied,
        State::Different,
    ] {
        let bench = Bench::new();
        let book = bench.book();
        let update = book.intend(&new_email("cus_1", 1)).unwrap();
        let unsettled = pending(&book).unwrap();
        assert_eq!(unsettled[0].id, update);
        assert_eq!(intent_of(&unsettled[0]), Some(new_email("cus_1", 1)));
        assert_eq!(unsettled[0].started_at, at(1));
        assert_eq!(unsettled[0].state, State::Intent);
        book.settle(update, &settled(state, 2)).unwrap();
        assert_eq!(pending(&book), Ok(vec![]));
    }
}

#[test]
fn an_unknown_outcome_stays_pending_and_can_be_settled_later() {
    let bench = Bench::new();
    let book = bench.book();
    let update = book.intend(&new_email("cus_1", 1)).unwrap();
    let unknown = Settled {
        state: State::Unknown,
        at: at(2),
        after: None,
        reason: None,
        left_by: None,
        draft_done: false,
    };
    book.settle(update, &unknown).unwrap();
    drop(book);
    let bench = bench.restart().unlocked();
    let book = bench.book();
    let unsettled = pending(&book).unwrap();
    assert_eq!(unsettled[0].state, State::Unknown);
    assert_eq!(intent_of(&unsettled[0]), Some(new_email("cus_1", 1)));
    book.settle(update, &settled(State::Applied, 3)).unwrap();
    assert_eq!(pending(&book), Ok(vec![]));
}

#[test]
fn a_draft_that_was_sent_goes_with_the_outcome_and_no_other_does() {
    let bench = Bench::new();
    let book = bench.book();
    let typed = draft(&[(Field::Email, "nueva@example.mx")]);
    for customer in ["cus_1", "cus_2"] {
        let customer = id(customer);
        book.save_draft(&customer, None, &typed, at(1)).unwrap();
    }
    let refused = book.intend(&new_email("cus_1", 2)).unwrap();
    book.settle(refused, &settled(State::Refused, 3)).unwrap();
    assert!(book.draft(&id("cus_1")).unwrap().is_some());
    let applied = book.intend(&new_email("cus_1", 4)).unwrap();
    let done = Settled {
        draft_done: true,
        ..settled(State::Applied, 5)
    };
    book.settle(applied, &done).unwrap();
    assert_eq!(book.draft(&id("cus_1")), Ok(None));
    assert!(book.draft(&id("cus_2")).unwrap().is_some());
}

#[test]
fn a_settled_outcome_is_never_written_over() {
    let bench = Bench::new();
    let book = bench.book();
    let update = book.intend(&new_email("cus_1", 1)).unwrap();
    book.settle(update, &settled(State::Applied, 2)).unwrap();
    let again = settled(State::Refused, 3);
    let error = book.settle(update, &again).unwrap_err();
    assert_eq!(error, Error::NotPending);
    assert_eq!(
        bench.count("SELECT count(*) FROM updates WHERE state = 'applied'"),
        1
    );
}

#[test]
fn an_update_of_another_connection_cannot_be_settled_or_given_up() {
    let bench = Bench::new();
    let other = ConnectionId::generate();
    bench.journal.save_connection(&school(&other)).unwrap();
    let update = bench.book().intend(&new_email("cus_1", 1)).unwrap();
    let other = bench.journal.book(&other);
    assert_eq!(pending(&other), Ok(vec![]));
    assert_eq!(other.give_up(update), Err(Error::NotPending));
    assert!(other.settle(update, &settled(State::Applied, 2)).is_err());
    assert!(
        bench
            .book()
            .settle(IntentId(99), &settled(State::Applied, 2))
            .is_err()
    );
    assert_eq!(pending(&bench.book()).unwrap().len(), 1);
}

#[test]
fn an_outcome_can_be_written_while_the_journal_is_locked_and_its_record_is_left_out() {
    let bench = Bench::new();
    let update = bench.book().intend(&new_email("cus_1", 1)).unwrap();
    let bench = bench.restart();
    bench
        .book()
        .settle(update, &settled(State::Applied, 2))
        .unwrap();
    let bench = bench.unlocked();
    assert_eq!(pending(&bench.book()), Ok(vec![]));
    assert_eq!(
        bench.count("SELECT count(*) FROM updates WHERE after IS NULL"),
        1
    );
}

#[test]
fn the_newest_applied_value_of_each_write_only_field_is_remembered() {
    let bench = Bench::new();
    let book = bench.book();
    let send = |changes, second, state| {
        let update = book.intend(&intent("cus_1", changes, second)).unwrap();
        book.settle(update, &settled(state, second + 1)).unwrap();
    };
    send(
        vec![
            change(Field::Signature, None, "vieja"),
            change(Field::AssigneeId, None, "usr_1"),
        ],
        10,
        State::Applied,
    );
    send(
        vec![
            change(Field::Signature, None, SIGNATURE),
            change(Field::Password, None, PASSWORD),
            change(Field::Email, Some(EMAIL), "nueva@example.mx"),
        ],
        20,
        State::Applied,
    );
    send(
        vec![change(Field::Signature, None, "negada")],
        30,
        State::Refused,
    );
    send(
        vec![change(Field::TosIp, None, "10.0.0.1")],
        40,
        State::Unknown,
    );
    let sent = |field, value: Option<&str>, second| LastSent {
        field,
        value: value.map(Value::text),
        at: at(second),
    };
    assert_eq!(
        book.last_sent(&id("cus_1")).unwrap(),
        [
            sent(Field::AssigneeId, Some("usr_1"), 11),
            sent(Field::Password, None, 21),
            sent(Field::Signature, Some(SIGNATURE), 21),
        ]
    );
    assert_eq!(book.last_sent(&id("cus_2")), Ok(vec![]));
}

#[test]
fn a_cleared_write_only_field_is_remembered_as_cleared() {
    let bench = Bench::new();
    let book = bench.book();
    let mut cleared = change(Field::AssigneeId, None, "");
    cleared.after = Value::Null;
    let update = book.intend(&intent("cus_1", vec![cleared], 1)).unwrap();
    book.settle(update, &settled(State::Applied, 2)).unwrap();
    let sent = book.last_sent(&id("cus_1")).unwrap();
    assert_eq!(sent[0].value, Some(Value::Null));
}

#[test]
fn threads_share_one_journal_without_losing_an_update() {
    let bench = Bench::new();
    thread::scope(|scope| {
        for thread in 0..8 {
            let book = bench.book();
            scope.spawn(move || {
                let customer = format!("cus_{thread}");
                for count in 0..25 {
                    let update = book.intend(&new_email(&customer, count)).unwrap();
                    book.opened(&id(&customer), NAME, at(count)).unwrap();
                    if count % 2 == 0 {
                        book.settle(update, &settled(State::Applied, count))
                            .unwrap();
                    }
                }
            });
        }
    });
    let unsettled = pending(&bench.book()).unwrap();
    assert_eq!(unsettled.len(), 8 * 12);
    let mut ids: Vec<i64> = unsettled.iter().map(|update| update.id.0).collect();
    ids.dedup();
    assert_eq!(ids.len(), unsettled.len());
    assert!(unsettled.iter().all(|update| intent_of(update).is_some()));
    assert_eq!(bench.book().recent(10).unwrap().len(), 8);
}

#[test]
fn ten_thousand_pending_updates_are_listed_whole_and_in_order() {
    let bench = Bench::new();
    let intent = new_email("cus_1", 1);
    let first = bench.book().intend(&intent).unwrap();
    // Ten thousand commits would be ten thousand waits for the disk.
    let bench = bench.alter(
        "WITH RECURSIVE count (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM count WHERE n < 10000)
         INSERT INTO updates (connection, customer, key, changes, seen, state, started_at)
         SELECT connection, customer, key, changes, seen, state, started_at FROM count, updates",
    );
    let unsettled = pending(&bench.book()).unwrap();
    assert_eq!(unsettled.len(), 10_000);
    assert!(unsettled.is_sorted_by_key(|update| update.id.0));
    assert_eq!(unsettled[0].id, first);
    assert_eq!(intent_of(&unsettled[0]), Some(intent));
    assert!(
        unsettled[1..]
            .iter()
            .all(|update| intent_of(update).is_none()),
        "a copied ciphertext does not open in another row"
    );
}

#[test]
fn an_id_is_never_given_twice() {
    let bench = Bench::new();
    let first = bench.book().intend(&new_email("cus_1", 1)).unwrap();
    bench.book().give_up(first).unwrap();
    bench.journal.erase().unwrap();
    let second = bench.book().intend(&new_email("cus_1", 2)).unwrap();
    assert!(second.0 > first.0);
}

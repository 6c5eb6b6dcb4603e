//! Updates that are open: not settled, or settled and not seen by a person yet.

use journal::{
    ConnectionId, Details, Error, IntentId, JournalKey, OtherKey, Reason, Settled, State,
};

use crate::support::{
    Bench, after, at, id, intent_of, new_email, open_updates, pending, school, settled,
};

const SETTLED: [State; 4] = [
    State::Applied,
    State::Refused,
    State::NotApplied,
    State::Different,
];

fn unknown(second: i64) -> Settled {
    Settled {
        after: None,
        ..settled(State::Unknown, second)
    }
}

fn reason(message: &str) -> Reason {
    Reason {
        status: Some(422),
        message: message.to_owned(),
    }
}

fn open(bench: &Bench) -> Vec<(IntentId, State)> {
    let open = open_updates(&bench.book()).unwrap();
    open.iter().map(|open| (open.id, open.state)).collect()
}

#[test]
fn an_outcome_stays_open_until_a_person_saw_it() {
    for state in SETTLED {
        let bench = Bench::new();
        let update = bench.book().intend(&new_email("cus_1", 1)).unwrap();
        assert_eq!(open(&bench), [(update, State::Intent)]);
        bench.book().settle(update, &settled(state, 2)).unwrap();
        let bench = bench.restart().unlocked();
        assert_eq!(pending(&bench.book()), Ok(vec![]), "it is settled");
        let open = open_updates(&bench.book()).unwrap().remove(0);
        assert_eq!((open.id, open.state), (update, state));
        assert_eq!((open.started_at, open.settled_at), (at(1), Some(at(2))));
        assert!(!open.noted);
        bench.book().note(update).unwrap();
        let bench = bench.restart().unlocked();
        assert_eq!(open_updates(&bench.book()), Ok(vec![]));
    }
}

#[test]
fn noting_an_outcome_leaves_every_other_update_open() {
    let bench = Bench::new();
    let book = bench.book();
    let send = |customer, settled: Option<Settled>| {
        let update = book.intend(&new_email(customer, 1)).unwrap();
        if let Some(settled) = settled {
            book.settle(update, &settled).unwrap();
        }
        update
    };
    let first = send("cus_1", None);
    let second = send("cus_1", Some(unknown(2)));
    let third = send("cus_1", Some(settled(State::Applied, 2)));
    let fourth = send("cus_1", Some(settled(State::Refused, 2)));
    let other = send("cus_2", Some(settled(State::Applied, 2)));
    for noted in [first, second, third] {
        book.note(noted).unwrap();
    }
    let left = [
        (first, State::Intent),
        (second, State::Unknown),
        (fourth, State::Refused),
        (other, State::Applied),
    ];
    assert_eq!(open(&bench), left);

    book.settle(second, &settled(State::NotApplied, 3)).unwrap();
    assert_eq!(
        open(&bench)[1],
        (second, State::NotApplied),
        "what it turned out to be was not seen yet"
    );
}

#[test]
fn an_unknown_outcome_is_no_settled_one() {
    let bench = Bench::new();
    let book = bench.book();
    let update = book.intend(&new_email("cus_1", 1)).unwrap();
    book.settle(update, &unknown(2)).unwrap();
    let open = open_updates(&book).unwrap().remove(0);
    assert_eq!((open.state, open.settled_at), (State::Unknown, None));
}

#[test]
fn an_update_given_up_is_closed_and_counts_as_seen() {
    let bench = Bench::new();
    let book = bench.book();
    let update = book.intend(&new_email("cus_1", 1)).unwrap();
    book.settle(update, &unknown(2)).unwrap();
    book.give_up(update).unwrap();
    assert_eq!(open_updates(&book), Ok(vec![]));
    assert_eq!(book.give_up(update), Err(Error::NotPending));
    let latest = book.latest(&id("cus_1")).unwrap().unwrap();
    assert_eq!((latest.state, latest.settled_at), (State::Unknown, None));
    assert!(
        latest.noted,
        "which no update is that can still be resolved"
    );

    let settled_one = book.intend(&new_email("cus_1", 3)).unwrap();
    book.settle(settled_one, &settled(State::Applied, 4))
        .unwrap();
    assert_eq!(
        book.give_up(settled_one),
        Err(Error::NotPending),
        "only what is unresolved can be given up"
    );
}

#[test]
fn a_change_that_was_seen_ends_what_was_settled_before_it_was_sent() {
    for (state, left) in [
        (State::Applied, vec![0, 2, 3, 4, 6]),
        (State::Different, vec![0, 2, 3, 4, 6]),
        (State::NotApplied, vec![0, 1, 2, 3, 4, 6]),
        (State::Refused, vec![0, 1, 2, 3, 4, 6]),
    ] {
        let bench = Bench::new();
        let book = bench.book();
        let send = |customer, sent, outcome: Option<Settled>| {
            let update = book.intend(&new_email(customer, sent)).unwrap();
            if let Some(outcome) = outcome {
                book.settle(update, &outcome).unwrap();
            }
            update
        };
        let updates = [
            send("cus_1", 1, None),
            send("cus_1", 1, Some(settled(State::NotApplied, 2))),
            send("cus_1", 1, Some(unknown(2))),
            // It may be that nobody has heard of it.
            send("cus_1", 1, Some(settled(State::NotApplied, 4))),
            send("cus_2", 1, Some(settled(State::NotApplied, 2))),
            send("cus_1", 3, Some(settled(state, 5))),
            send("cus_1", 6, Some(settled(State::Applied, 7))),
        ];
        book.note(updates[5]).unwrap();
        let open: Vec<IntentId> = open(&bench).into_iter().map(|(id, _)| id).collect();
        let expected: Vec<IntentId> = left.into_iter().map(|nth: usize| updates[nth]).collect();
        assert_eq!(open, expected, "{state:?}");
    }
}

#[test]
fn the_latest_update_of_a_family_comes_back_whatever_became_of_it() {
    let bench = Bench::new();
    let book = bench.book();
    assert_eq!(book.latest(&id("cus_1")), Ok(None));
    let first = book.intend(&new_email("cus_1", 1)).unwrap();
    let latest = || book.latest(&id("cus_1")).unwrap().unwrap();
    assert_eq!((latest().id, latest().state), (first, State::Intent));
    book.settle(first, &settled(State::Applied, 2)).unwrap();
    book.note(first).unwrap();
    assert_eq!((latest().id, latest().state), (first, State::Applied));
    assert!(latest().noted);
    assert_eq!(
        latest().details,
        Details::Readable {
            intent: new_email("cus_1", 1),
            after: Some(after()),
            reason: None,
        }
    );
    let second = book.intend(&new_email("cus_1", 3)).unwrap();
    book.intend(&new_email("cus_2", 4)).unwrap();
    assert_eq!((latest().id, latest().state), (second, State::Intent));

    let other = ConnectionId::generate();
    bench.journal.save_connection(&school(&other)).unwrap();
    let other = bench.journal.book(&other);
    assert_eq!(other.latest(&id("cus_1")), Ok(None));
    assert_eq!(open_updates(&other), Ok(vec![]));
}

#[test]
fn noting_in_one_connection_notes_nothing_in_another() {
    let bench = Bench::new();
    let other = ConnectionId::generate();
    bench.journal.save_connection(&school(&other)).unwrap();
    let update = bench.book().intend(&new_email("cus_1", 1)).unwrap();
    bench
        .book()
        .settle(update, &settled(State::Applied, 2))
        .unwrap();
    bench.journal.book(&other).note(update).unwrap();
    assert_eq!(open(&bench), [(update, State::Applied)]);
}

#[test]
fn the_reason_and_the_moment_it_had_left_are_kept_with_the_outcome() {
    let bench = Bench::new();
    let book = bench.book();
    let intent = journal::Intent {
        left_by: at(31),
        ..new_email("cus_1", 1)
    };
    let update = book.intend(&intent).unwrap();
    let read = |bench: &Bench| {
        let open = open_updates(&bench.book()).unwrap().remove(0);
        let Details::Readable { intent, reason, .. } = open.details else {
            panic!("not readable");
        };
        assert_eq!(intent.left_by, open.left_by, "both say the same");
        (open.left_by, reason)
    };
    assert_eq!(read(&bench), (at(31), None), "the latest that is possible");
    assert_eq!(pending(&book).unwrap()[0].left_by, at(31));

    let broken = Settled {
        reason: Some(reason("the answer broke off")),
        left_by: Some(at(4)),
        ..unknown(5)
    };
    book.settle(update, &broken).unwrap();
    drop(book);
    let bench = bench.restart().unlocked();
    assert_eq!(read(&bench), (at(4), broken.reason.clone()));
    let unsettled = pending(&bench.book()).unwrap().remove(0);
    assert_eq!(unsettled.left_by, at(4));
    assert_eq!(intent_of(&unsettled).unwrap().left_by, at(4));

    let later = settled(State::NotApplied, 100);
    bench.book().settle(update, &later).unwrap();
    assert_eq!(
        read(&bench),
        (at(4), broken.reason),
        "reading back has no reason of its own"
    );
}

#[test]
fn details_under_another_key_are_never_called_damaged_nor_the_other_way_round() {
    let bench = Bench::new();
    bench.book().intend(&new_email("cus_1", 1)).unwrap();
    let bench = bench.restart();
    bench.journal.unlock(JournalKey::generate()).unwrap();
    bench.book().intend(&new_email("cus_1", 2)).unwrap();
    let details = |bench: &Bench| -> Vec<String> {
        let open = open_updates(&bench.book()).unwrap();
        open.iter()
            .map(|open| format!("{:?}", open.details))
            .collect()
    };
    assert_eq!(details(&bench), ["OtherKey(Elsewhere)", "Readable(…)"]);
    let session = bench.restart();
    let key = JournalKey::generate();
    session.journal.unlock_for_session(key).unwrap();
    session.book().intend(&new_email("cus_1", 3)).unwrap();
    let unused = "OtherKey(Unused)";
    assert_eq!(details(&session), [unused, unused, "Readable(…)"]);
    // The session ends, and with it its key: in the next one, and once the keychain is back.
    let session = session.restart();
    let key = JournalKey::generate();
    session.journal.unlock_for_session(key).unwrap();
    let gone = "OtherKey(Gone)";
    assert_eq!(details(&session), [unused, unused, gone]);
    let bench = session.restart();
    bench.journal.unlock(bench.key.clone()).unwrap();
    let elsewhere = "OtherKey(Elsewhere)";
    assert_eq!(details(&bench), ["Readable(…)", elsewhere, gone]);
    let bench = bench.alter("UPDATE updates SET changes = zeroblob(99) WHERE id = 1");
    assert_eq!(details(&bench), ["Damaged", elsewhere, gone]);
    assert_eq!(
        bench.book().latest(&id("cus_1")).unwrap().unwrap().details,
        Details::OtherKey(OtherKey::Gone)
    );
}

#[test]
fn an_update_of_a_session_that_ended_stays_until_it_is_given_up() {
    let bench = Bench::locked();
    let session = JournalKey::generate();
    bench.journal.unlock_for_session(session).unwrap();
    let update = bench.book().intend(&new_email("cus_1", 1)).unwrap();
    let bench = bench.restart().unlocked().restart().unlocked();
    assert_eq!(open(&bench), [(update, State::Intent)]);
    bench.book().give_up(update).unwrap();
    assert_eq!(open_updates(&bench.restart().unlocked().book()), Ok(vec![]));
}

#[test]
fn a_damaged_record_or_reason_does_not_hide_what_was_intended() {
    let bench = Bench::new();
    let book = bench.book();
    let update = book.intend(&new_email("cus_1", 1)).unwrap();
    let refused = Settled {
        reason: Some(reason("no")),
        ..settled(State::Refused, 2)
    };
    book.settle(update, &refused).unwrap();
    drop(book);
    let bench = bench.alter("UPDATE updates SET after = zeroblob(99), reason = zeroblob(99)");
    assert_eq!(
        bench.book().latest(&id("cus_1")).unwrap().unwrap().details,
        Details::Readable {
            intent: new_email("cus_1", 1),
            after: None,
            reason: None,
        }
    );
}

#[test]
fn a_sessions_reason_moves_with_the_rest_to_the_keychains_key() {
    let bench = Bench::locked();
    let session = JournalKey::generate();
    bench.journal.unlock_for_session(session).unwrap();
    let update = bench.book().intend(&new_email("cus_1", 1)).unwrap();
    let refused = Settled {
        reason: Some(reason("no")),
        ..settled(State::Refused, 2)
    };
    bench.book().settle(update, &refused).unwrap();
    let bench = bench.unlocked().restart().unlocked();
    assert_eq!(
        bench.book().latest(&id("cus_1")).unwrap().unwrap().details,
        Details::Readable {
            intent: new_email("cus_1", 1),
            after: refused.after,
            reason: refused.reason,
        }
    );
}

#[test]
fn before_unlocking_nothing_is_said_of_any_update() {
    let bench = Bench::locked();
    assert_eq!(open_updates(&bench.book()), Err(Error::Locked));
    assert_eq!(bench.book().latest(&id("cus_1")), Err(Error::Locked));
    assert_eq!(bench.book().drafts(), Err(Error::Locked));
}

use journal::{DraftState, Intent, Journal, JournalKey, OtherKey};
use practice::Fault;

use super::{discard, list};
use crate::{
    DraftLine, Error, Outcome, PendingState, Seen, records,
    updates::{self, tests::bench::Bench},
};

fn states(lines: &[DraftLine]) -> Vec<DraftState> {
    lines.iter().map(|line| line.state).collect()
}

/// The next start in the bench's folder, with what `unlock` makes of it.
async fn started_with(bench: &mut Bench, unlock: impl FnOnce(&Journal)) {
    bench.restart(unlock);
    bench.open().await;
}

#[tokio::test]
async fn discarding_another_computers_line_leaves_todays_draft_of_the_same_family() {
    let mut bench = Bench::new().await;
    bench.open().await;
    bench.type_name("Familia Uno");
    let elsewhere = |journal: &Journal| drop(journal.unlock(JournalKey::generate()).unwrap());
    started_with(&mut bench, elsewhere).await;
    bench.type_name("Familia Dos");
    let lines = list(&bench.work, &bench.school).unwrap();
    assert_eq!(
        states(&lines),
        [
            DraftState::Readable,
            DraftState::OtherKey(OtherKey::Elsewhere)
        ]
    );
    let id = bench.id.as_str();
    assert!(
        lines.iter().all(|line| line.customer == id),
        "both of one family"
    );

    discard(&bench.work, &bench.school, id, lines[1].key).unwrap();
    let left = list(&bench.work, &bench.school).unwrap();
    assert_eq!(states(&left), [DraftState::Readable]);
    assert!(!bench.record().draft.is_empty());
    // Pressed twice it does no more.
    discard(&bench.work, &bench.school, id, lines[1].key).unwrap();
    assert_eq!(list(&bench.work, &bench.school).unwrap().len(), 1);

    discard(&bench.work, &bench.school, id, lines[0].key).unwrap();
    assert!(list(&bench.work, &bench.school).unwrap().is_empty());
    assert!(bench.record().draft.is_empty());
}

#[tokio::test]
async fn a_draft_in_memory_alone_hides_no_other_keys_draft_of_its_family() {
    let mut bench = Bench::new().await;
    bench.open().await;
    bench.type_name("Familia Uno");
    let elsewhere = |journal: &Journal| drop(journal.unlock(JournalKey::generate()).unwrap());
    started_with(&mut bench, elsewhere).await;
    bench.type_name("Familia Dos");
    let full = |record: &mut records::Record| record.unsaved = Some(journal::Error::Full);
    bench
        .work
        .with_record(&bench.school, &bench.id, full)
        .unwrap();
    let lines = list(&bench.work, &bench.school).unwrap();
    assert_eq!(
        states(&lines),
        [
            DraftState::Readable,
            DraftState::OtherKey(OtherKey::Elsewhere)
        ]
    );
    assert_eq!(lines[0].key, None, "the disk has an older one");
}

#[tokio::test]
async fn a_discard_that_fails_says_so() {
    let mut bench = Bench::new().await;
    bench.open().await;
    bench.type_name("Familia Uno");
    let elsewhere = |journal: &Journal| drop(journal.unlock(JournalKey::generate()).unwrap());
    started_with(&mut bench, elsewhere).await;
    bench.type_name("Familia Dos");
    let lines = list(&bench.work, &bench.school).unwrap();
    bench.delete_journal();
    for line in lines {
        let failed = discard(&bench.work, &bench.school, bench.id.as_str(), line.key);
        assert_eq!(failed.unwrap_err(), Error::Journal(journal::Error::Gone));
    }
}

#[tokio::test]
async fn an_update_of_a_session_that_ended_is_lost_for_good_and_one_of_the_keychains_is_not() {
    let mut bench = Bench::new().await;
    let intend = |bench: &Bench| {
        let intent = Intent {
            customer: bench.id.clone(),
            seen: None,
            changes: Vec::new(),
            started_at: bench.school.now(),
            left_by: bench.school.now(),
        };
        bench.school.book.intend(&intent).unwrap()
    };
    let first = intend(&bench);
    let in_memory = |journal: &Journal| {
        drop(journal.unlock_for_session(JournalKey::generate()).unwrap());
    };
    started_with(&mut bench, in_memory).await;
    assert_eq!(found(&bench).await, under(OtherKey::Unused));
    bench.school.book.give_up(first).unwrap();

    intend(&bench);
    let key = bench.key.clone();
    started_with(&mut bench, |journal| drop(journal.unlock(key).unwrap())).await;
    assert_eq!(found(&bench).await, under(OtherKey::Gone));
    updates::give_up(&bench.work, &bench.school, &bench.id)
        .await
        .unwrap();
    let left = updates::pending(&bench.work, &bench.school).unwrap();
    assert!(left.is_empty());

    intend(&bench);
    let elsewhere = |journal: &Journal| drop(journal.unlock(JournalKey::generate()).unwrap());
    started_with(&mut bench, elsewhere).await;
    assert_eq!(found(&bench).await, under(OtherKey::Elsewhere));
}

fn under(other: OtherKey) -> (PendingState, Seen) {
    (PendingState::OtherKey(other), Seen::OtherKey(other))
}

/// What Find lists, and what Result shows of it.
async fn found(bench: &Bench) -> (PendingState, Seen) {
    let listed = updates::pending(&bench.work, &bench.school).unwrap();
    let shown = updates::outcome(&bench.work, &bench.school, &bench.id).await;
    let Outcome::Unknown { seen, .. } = shown.unwrap().outcome else {
        panic!("something is claimed of it");
    };
    (listed[0].state, seen)
}

#[tokio::test]
async fn an_outcome_that_is_known_stays_known_where_its_details_cannot_be_read() {
    for refused in [false, true] {
        let mut bench = Bench::new().await;
        bench.ready("Familia Uno").await;
        if refused {
            bench.next_write(Fault::Forbidden);
        }
        bench.send().await.unwrap();
        let elsewhere = |journal: &Journal| drop(journal.unlock(JournalKey::generate()).unwrap());
        started_with(&mut bench, elsewhere).await;
        let listed = updates::pending(&bench.work, &bench.school).unwrap();
        let shown = updates::outcome(&bench.work, &bench.school, &bench.id).await;
        match (listed[0].state, shown.unwrap().outcome) {
            (PendingState::Applied, Outcome::Applied { .. }) => assert!(!refused),
            (PendingState::Refused, Outcome::Refused { .. }) => assert!(refused),
            other => panic!("{other:?}"),
        }
    }
}

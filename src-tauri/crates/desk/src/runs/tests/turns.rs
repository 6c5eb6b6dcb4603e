use journal::LineState;
use practice::Target;
use serde_json::json;

use super::bench::Bench;
use crate::{
    Error, Outcome, RunState, RunStop,
    updates::{self, tests::bench},
};

#[tokio::test]
async fn a_single_edit_waits_for_the_line_of_its_family_and_is_not_sent_over_it() {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..20));
    let id = quentli::CustomerId::parse(&bench.ids[7]).unwrap();
    let draft = bench::named("Familia a Mano");
    bench::ready(&bench.work, &bench.school, &id, draft).await;
    let turn = bench.work.turn(&bench.school, &id).await;
    bench.begin(run, None);
    let body = async {
        // All but that one, which waits for its turn.
        bench.settled(run, 19).await;
        let edit = updates::send(&bench.work, &bench.school, &id, None);
        drop(turn);
        tokio::join!(edit, bench.until_over(run))
    };
    let (edit, shown) = bench.driven(body).await;
    assert_eq!(edit.unwrap_err(), Error::NotReviewed);
    assert_eq!(shown.counts.of(LineState::Applied), 20);
    assert_eq!(bench.name(7), "Familia Nueva 7");
}

#[tokio::test]
async fn a_line_waits_for_a_single_edit_of_its_family_and_meets_what_that_left() {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..20));
    let id = quentli::CustomerId::parse(&bench.ids[7]).unwrap();
    let draft = bench::named("Familia a Mano");
    bench::ready(&bench.work, &bench.school, &id, draft).await;
    bench.practice.clear_requests();
    bench.practice.hold_answers_to(Target::Writes);
    let edit = updates::send(&bench.work, &bench.school, &id, None);
    let body = async {
        // The edit was read once more and is on its way.
        bench.practice.requests_reach(2).await;
        bench.begin(run, None);
        // The page that the line is judged by, before the edit is known to be made.
        bench.practice.requests_reach(3).await;
        bench.practice.release_answers();
        bench.until_over(run).await
    };
    let (edit, shown) = bench.driven(async { tokio::join!(edit, body) }).await;
    assert!(matches!(edit.unwrap().outcome, Outcome::Applied { .. }));
    assert_eq!(shown.counts.of(LineState::Conflict), 1);
    assert_eq!(shown.counts.of(LineState::Applied), 19);
    assert_eq!(bench.name(7), "Familia a Mano");
}

#[tokio::test]
async fn what_is_typed_into_a_family_stays_beside_what_its_line_changed() {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..20));
    let id = quentli::CustomerId::parse(&bench.ids[7]).unwrap();
    let draft = bench::typed([(record::Field::AssigneeId, "usr_1")]);
    bench::ready(&bench.work, &bench.school, &id, draft.clone()).await;
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::Applied), 20);
    let record = bench
        .work
        .with_record(&bench.school, &id, |record| record.clone())
        .unwrap();
    assert_eq!(record.draft, draft);
    let base = record.base.unwrap();
    assert_eq!(base.name.value().unwrap(), "Familia Nueva 7");
}

#[tokio::test]
async fn a_switch_pauses_the_run_and_it_goes_on_once_the_school_is_back() {
    let bench = Bench::new(300).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..280));
    bench.begin(run, None);
    let paused = bench
        .driven(async {
            bench.practice.requests_reach(40).await;
            bench.switch_away();
            bench.until_over(run).await
        })
        .await;
    assert_eq!(paused.state, RunState::Paused);
    assert_eq!(paused.stop, Some(RunStop::Switched));
    let applied = paused.counts.of(LineState::Applied);
    assert_eq!(paused.counts.of(LineState::Planned), 280 - applied);
    let sent = bench.patches().len();
    assert_eq!(sent, applied);
    let mut bench = bench;
    bench.restart();
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::Applied), 280);
    assert_eq!(bench.patches().len(), 280);
}

#[tokio::test]
async fn lines_are_on_no_list_of_updates_that_somebody_has_to_see() {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..20));
    let pending = || updates::pending(&bench.work, &bench.school).unwrap();
    assert!(pending().is_empty());
    let id = quentli::CustomerId::parse(&bench.ids[3]).unwrap();
    assert!(bench.school.book.latest(&id).unwrap().is_none());
    bench.practice.edit(&bench.ids[5], |family| {
        family.insert("name".into(), json!("Familia Otra"));
    });
    bench.to_the_end(run).await;
    assert!(pending().is_empty());
    assert!(bench.school.book.list_open().unwrap().is_empty());
    assert!(bench.school.book.latest(&id).unwrap().is_some());
}

use journal::{LineState, RunId};
use practice::Target;
use quentli::CustomerId;
use record::Draft;
use serde_json::json;

use super::{bench::Bench, ended_midway, sends_the_rest_once};
use crate::{
    Error, Outcome, RunState, RunStop,
    updates::{self, tests::bench},
};

/// A run of 20 families, and a draft of one of them that only has to be sent.
async fn with_a_draft(draft: Draft) -> (Bench, RunId, CustomerId) {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..20));
    let id = CustomerId::parse(&bench.ids[7]).unwrap();
    bench::ready(&bench.work, &bench.school, &id, draft).await;
    (bench, run, id)
}

#[tokio::test]
async fn a_single_edit_waits_for_the_line_of_its_family_and_is_not_sent_over_it() {
    let (bench, run, id) = with_a_draft(bench::named("Familia a Mano")).await;
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
    let (bench, run, id) = with_a_draft(bench::named("Familia a Mano")).await;
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
    let draft = bench::typed([(record::Field::AssigneeId, "usr_1")]);
    let (bench, run, id) = with_a_draft(draft.clone()).await;
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
    let (mut bench, run, paused) = ended_midway(|bench, _| bench.switch_away()).await;
    assert_eq!(paused.state, RunState::Paused);
    assert_eq!(paused.stop, Some(RunStop::Switched));
    bench.restart();
    sends_the_rest_once(&bench, run, &paused).await;
}

#[tokio::test]
async fn lines_are_on_no_list_of_updates_that_somebody_has_to_see() {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..20));
    let pending = || updates::pending(&bench.work, &bench.school).unwrap();
    assert!(pending().is_empty());
    let id = CustomerId::parse(&bench.ids[3]).unwrap();
    assert!(bench.school.book.latest(&id).unwrap().is_none());
    bench.practice.edit(&bench.ids[5], |family| {
        family.insert("name".into(), json!("Familia Otra"));
    });
    bench.to_the_end(run).await;
    assert!(pending().is_empty());
    assert!(bench.school.book.list_open().unwrap().is_empty());
    assert!(bench.school.book.latest(&id).unwrap().is_some());
}

mod behind;
pub mod bench;
mod later;
mod left;
mod matrix;
pub mod time;

use futures_util::FutureExt as _;
use practice::{Fault, Rule};
use serde_json::{Value, json};

use self::bench::{Bench, named};
use super::{Sending, pending, send};
use crate::{Error, Kept, Outcome, PendingState, records, search};

#[tokio::test]
async fn nothing_is_sent_that_was_not_reviewed() {
    let bench = Bench::new().await;
    bench.open().await;
    bench.type_name("Familia Uno");
    let refused = bench.send().await.unwrap_err();
    assert_eq!(refused, Error::NotReviewed);

    bench.review();
    bench.type_name("Familia Dos");
    let refused = bench.send().await.unwrap_err();
    assert_eq!(refused, Error::NotReviewed);
    assert_eq!(bench.patches(), Vec::<Value>::new());
}

/// Whoever reads back leaves out what is on its way. Told of an unknown outcome before that was over, it would wait for
/// ever.
#[tokio::test]
async fn what_is_on_its_way_no_longer_is_told_to_whoever_reads_back() {
    let bench = Bench::new().await;
    let is_told = || {
        let told = bench.work.updates.changed.notified().now_or_never();
        told.is_some()
    };
    let sending = Sending::begin(&bench.work, &bench.school, &bench.id, None);
    while is_told() {}
    drop(sending);
    assert!(is_told());
}

#[tokio::test]
async fn what_was_reviewed_goes_out_exactly_and_the_draft_is_done() {
    let bench = Bench::new().await;
    bench.open().await;
    bench.type_name("Familia Uno");
    let shown = bench.review().request.unwrap();
    let updated = bench.send().await.unwrap();
    assert!(matches!(updated, Outcome::Applied { .. }));
    let expected = json!({ "input": { "data": { "name": "Familia Uno" } } });
    assert_eq!(bench.patches(), std::slice::from_ref(&expected));
    assert_eq!(
        serde_json::from_str::<Value>(&shown.body).unwrap(),
        expected
    );
    assert!(bench.school.book.draft(&bench.id).unwrap().is_none());
}

#[tokio::test]
async fn a_draft_is_there_again_when_the_family_is_opened_again() {
    let bench = Bench::new().await;
    bench.open().await;
    bench.type_name("Familia Uno");
    bench.forget();
    bench.open().await;
    let record = bench.record();
    assert_eq!(record.draft, named("Familia Uno"));
    assert!(record.theirs.is_none());
}

#[tokio::test]
async fn opening_a_family_reads_it_however_lately_it_was_open() {
    let bench = Bench::new().await;
    bench.open().await;
    bench.practice.edit(bench.id.as_str(), |family| {
        family.insert("name".into(), json!("Familia Otra"));
    });
    bench.open().await;
    let base = bench.record().base.unwrap();
    assert_eq!(base.name.value().unwrap(), "Familia Otra");
    let gets = bench.practice.requests().len();
    assert_eq!(gets, 2);
}

#[tokio::test]
async fn a_colleagues_change_meets_a_kept_draft_as_a_conflict_only_where_both_touched() {
    let bench = Bench::new().await;
    bench.open().await;
    bench.type_name("Familia Uno");
    bench.practice.edit(bench.id.as_str(), |family| {
        family.insert("skipTaxInvoice".into(), json!(true));
    });
    bench.open().await;
    assert!(
        bench.record().theirs.is_none(),
        "changes to other fields are taken in quietly"
    );

    bench.practice.edit(bench.id.as_str(), |family| {
        family.insert("name".into(), json!("Familia Otra"));
    });
    bench.open().await;
    let collided = bench.record();
    assert!(collided.theirs.is_some());
    assert_eq!(collided.draft, named("Familia Uno"));
}

#[tokio::test]
async fn an_unknown_outcome_keeps_the_draft_and_is_listed() {
    let bench = Bench::new().await;
    bench.ready("Familia Uno").await;
    bench.next_write(Fault::ServerErrorBefore);
    let updated = bench.send().await.unwrap();
    assert!(matches!(updated, Outcome::Unknown { .. }));
    assert_eq!(bench.record().draft, named("Familia Uno"));
    let pending = pending(&bench.work, &bench.school).unwrap();
    assert_eq!(pending[0].state, PendingState::Unknown);
    assert_eq!(pending[0].customer, bench.id);
}

#[tokio::test]
async fn an_outcome_is_listed_until_somebody_has_seen_it() {
    let bench = Bench::new().await;
    bench.ready("Familia Uno").await;
    bench.send().await.unwrap();
    let listed = pending(&bench.work, &bench.school).unwrap();
    assert_eq!(listed[0].state, PendingState::Applied);
    // A page that was loaded anew asks again, and is shown the same.
    let again = bench.outcome().await.unwrap();
    let Outcome::Applied { rows, .. } = again else {
        panic!("{again:?}")
    };
    assert_eq!(rows.len(), 1);
    let update = bench.school.book.latest(&bench.id).unwrap().unwrap().id;
    super::acknowledge(&bench.school, update).unwrap();
    assert!(pending(&bench.work, &bench.school).unwrap().is_empty());
}

#[tokio::test]
async fn a_page_that_asks_during_a_send_waits_for_its_outcome() {
    let bench = Bench::new().await;
    bench.ready("Familia Uno").await;
    bench.practice.hold_answers();
    // The read before it waits as well.
    let sending = send(&bench.work, &bench.school, &bench.id, None);
    let asking = async {
        bench.practice.requests_reach(2).await;
        bench.practice.release_answers();
        bench.outcome().await
    };
    let (sent, asked) = tokio::join!(sending, asking);
    assert!(matches!(sent.unwrap().outcome, Outcome::Applied { .. }));
    assert!(matches!(asked.unwrap(), Outcome::Applied { .. }));
    assert_eq!(bench.patches().len(), 1);
}

#[tokio::test]
async fn what_was_typed_while_an_update_was_read_back_is_still_to_be_sent() {
    let bench = Bench::new().await;
    bench.ready("Familia Uno").await;
    bench.practice.push_faults([
        None,
        Some(Rule::from(Fault::ServerErrorAfter)),
        Some(Rule::from(Fault::Forbidden)),
    ]);
    let updated = bench.send().await;
    assert!(matches!(updated, Ok(Outcome::Unknown { .. })));

    bench.type_name("Familia Dos");
    let updated = bench.outcome().await;
    assert!(matches!(updated, Ok(Outcome::Applied { .. })));
    assert_eq!(bench.record().draft, named("Familia Dos"));
    bench.forget();
    bench.open().await;
    assert_eq!(bench.record().draft, named("Familia Dos"));
}

#[tokio::test]
async fn only_a_press_gives_an_update_up() {
    let bench = Bench::new().await;
    bench.ready("Familia Uno").await;
    bench.practice.set_fault(Fault::ServerErrorAfter);
    let _ = bench.send().await;
    bench.practice.set_fault(None);
    // Nothing was sent: the read before the update failed.
    bench.next_write(Fault::ServerErrorBefore);
    bench.send().await.unwrap();
    for _ in 0..3 {
        let updated = bench.outcome().await.unwrap();
        assert!(matches!(updated, Outcome::Unknown { .. }));
    }
    super::give_up(&bench.work, &bench.school, &bench.id)
        .await
        .unwrap();
    assert!(pending(&bench.work, &bench.school).unwrap().is_empty());
    let asked = bench.outcome().await;
    assert_eq!(asked.unwrap_err(), Error::NothingPending);
}

#[tokio::test]
async fn a_refusal_that_speaks_of_another_code_asks_for_none() {
    for (message, asks) in [
        ("Phone number: country code is missing", false),
        ("Verification code required", true),
    ] {
        let bench = Bench::new().await;
        bench.ready("Familia Uno").await;
        bench.next_write(Fault::Refused {
            message: message.into(),
        });
        let report = bench.report().await.unwrap();
        assert!(matches!(report.outcome, Outcome::Refused { .. }));
        assert_eq!(report.code_needed, asks, "{message}");
        assert_eq!(bench.review().code_needed, asks);
        // Another draft has not been asked for one.
        bench.type_name("Familia Dos");
        assert!(!bench.review().code_needed);
        // And nothing was ever required.
        assert!(matches!(bench.send().await, Ok(Outcome::Applied { .. })));
    }
}

#[tokio::test]
async fn a_full_disk_keeps_nobody_from_typing_and_says_where_the_draft_is() {
    let bench = Bench::new().await;
    bench.open().await;
    bench.delete_journal();
    assert_eq!(bench.type_name("Familia Uno").kept, Kept::Failed);
    let unsent = bench.work.unsent();
    assert_eq!((unsent.len(), unsent[0].1.kept), (1, Kept::Failed));
    // Reading goes on, and the draft with it.
    bench.open().await;
    assert_eq!(bench.record().draft, named("Familia Uno"));
    bench.review();
    let refused = bench.send().await.unwrap_err();
    assert_eq!(refused, Error::Journal(journal::Error::Gone));
    assert_eq!(bench.patches(), Vec::<Value>::new());
}

#[tokio::test]
async fn drafts_that_are_nowhere_else_are_never_let_go() {
    let bench = Bench::new().await;
    bench.open().await;
    bench.delete_journal();
    bench.type_name("Familia Uno");
    for family in bench.practice.families().iter().skip(1).take(40) {
        bench.open_id(family["id"].as_str().unwrap()).await;
    }
    assert_eq!(bench.record().draft, named("Familia Uno"));
}

#[tokio::test]
async fn typed_text_with_a_problem_counts_as_unsent() {
    let bench = Bench::new().await;
    bench.open().await;
    bench.type_name("  ");
    let unsent = bench.work.unsent();
    assert_eq!((unsent.len(), unsent[0].1.count), (1, 1));
    bench.type_name("Familia Uno");
    bench.type_name("Familia Núñez Pérez");
    assert!(bench.work.unsent().is_empty());
}

#[tokio::test]
async fn an_answer_of_another_organization_is_a_wrong_key() {
    let mut bench = Bench::new().await;
    let name = bench.family()["name"].as_str().unwrap().to_owned();
    bench.belongs_to("org_other");
    let error = records::open(&bench.work, &bench.school, &bench.id)
        .await
        .unwrap_err();
    assert_eq!(error, Error::WrongOrganization);
    let found = search::find(&bench.school, &name).await.unwrap();
    assert!(found.hits.is_empty());
    assert!(found.strangers.contains(&name), "named, not shown");
}

#[tokio::test]
async fn families_are_found_by_what_identifies_them() {
    let bench = Bench::new().await;
    let family = bench.family();
    for field in ["id", "name", "username"] {
        let text = family[field].as_str().unwrap();
        let found = search::find(&bench.school, text).await.unwrap();
        assert_eq!(found.hits[0].customer.id, bench.id, "by {field}");
    }
}

#[tokio::test]
async fn an_answer_that_comes_after_a_switch_changes_nothing() {
    let bench = Bench::new().await;
    bench.practice.hold_answers();
    let opening = records::open(&bench.work, &bench.school, &bench.id);
    let switching = async {
        bench.practice.requests_reach(1).await;
        bench.switch();
        bench.practice.release_answers();
    };
    let (opened, ()) = tokio::join!(opening, switching);
    assert_eq!(opened.unwrap_err(), Error::Switched);
    assert!(
        bench
            .work
            .in_use
            .school()
            .unwrap()
            .connection
            .organization_id
            .is_none()
    );
}

#[tokio::test]
async fn an_update_that_waited_for_its_turn_is_not_sent_after_a_switch() {
    let bench = Bench::new().await;
    bench.ready("Familia Uno").await;
    let turn = bench.work.turn(&bench.school, &bench.id).await;
    let sending = bench.send();
    let switching = async {
        bench.switch();
        drop(turn);
    };
    let (sent, ()) = tokio::join!(sending, switching);
    assert_eq!(sent.unwrap_err(), Error::Switched);
    assert_eq!(bench.patches(), Vec::<Value>::new());
}

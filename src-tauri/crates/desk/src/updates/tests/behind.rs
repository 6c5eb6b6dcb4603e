//! What is resolved while the page holds a form of the record, or has none.

use practice::{Fault, Rule};
use record::{Field, PairEntry};
use serde_json::json;

use super::bench::{Bench, named, typed};
use super::time::pass;
use crate::{
    Checked, Kept, Outcome, PendingState, records,
    updates::{acknowledge, pending},
};

/// An update that is unknown, and that the server applied or did not.
pub(super) async fn unknown(bench: &Bench, draft: record::Draft, fault: Fault) {
    bench.ready_with(draft).await;
    bench.practice.push_faults([
        None,
        Some(Rule::from(fault)),
        Some(Rule::from(Fault::ServerErrorBefore)),
        Some(Rule::from(Fault::ServerErrorBefore)),
        Some(Rule::from(Fault::ServerErrorBefore)),
    ]);
    let updated = bench.send().await.unwrap();
    assert!(matches!(updated, Outcome::Unknown { .. }));
}

fn revision(bench: &Bench) -> u32 {
    bench.record().steps.revision()
}

#[tokio::test]
async fn a_form_that_was_not_shown_the_outcome_does_not_ask_for_it_again() {
    let bench = Bench::new().await;
    let both = typed([
        (Field::Name, "Familia Uno"),
        (Field::AssigneeId, "usr_7Yt2"),
    ]);
    unknown(&bench, both.clone(), Fault::ServerErrorAfter).await;
    let shown = revision(&bench);
    let updated = bench.outcome().await.unwrap();
    assert!(matches!(updated, Outcome::Applied { .. }));

    // The page still holds all of it, and one letter more.
    let mut page = both;
    page.entries
        .extend(typed([(Field::TosIp, "10.0.0.1")]).entries);
    let (is_current, checked) = bench.type_at(Some(shown), page);
    assert!(!is_current, "the page has to be shown the record anew");
    let fields: Vec<Field> = checked
        .found
        .changes
        .iter()
        .map(|change| change.field)
        .collect();
    assert_eq!(fields, [Field::TosIp]);
}

#[tokio::test]
async fn a_colleagues_change_is_not_taken_back_where_an_update_was_not_made() {
    let bench = Bench::new().await;
    bench.practice.edit(bench.id.as_str(), |family| {
        family.insert(
            "metadata".into(),
            json!([{ "key": "a", "value": "1" }, { "key": "b", "value": "2" }]),
        );
    });
    let row = |key: &str, value: &str| PairEntry {
        key: key.into(),
        value: value.into(),
        original: Some(key.into()),
        remove: false,
    };
    let rows = vec![row("a", "9"), row("b", "2")];
    let mut draft = named("Familia Uno");
    draft
        .entries
        .insert(Field::Metadata, record::Entry::Pairs { rows });
    unknown(&bench, draft.clone(), Fault::ServerErrorBefore).await;
    let shown = revision(&bench);
    bench.practice.edit(bench.id.as_str(), |family| {
        family.insert(
            "metadata".into(),
            json!([{ "key": "a", "value": "1" }, { "key": "b", "value": "5" }]),
        );
    });
    pass(std::time::Duration::from_secs(200));
    let updated = bench.outcome().await.unwrap();
    assert!(matches!(updated, Outcome::NotApplied { .. }));

    let wanted = |checked: Checked| {
        let keys = checked.found.changes.into_iter().map(|change| change.key);
        keys.collect::<Vec<_>>()
    };
    // Whether the page goes on from what it holds, or opens the family again.
    let (is_current, checked) = bench.type_at(Some(shown), draft);
    assert!(!is_current);
    assert_eq!(wanted(checked), [None, Some("a".into())]);
    bench.open().await;
    assert_eq!(
        wanted(bench.record().checked(&bench.school)),
        [None, Some("a".into())]
    );
}

#[tokio::test]
async fn what_turned_out_different_is_shown_as_a_conflict_and_can_be_sent_once_decided() {
    let bench = Bench::new().await;
    unknown(&bench, named("Familia Uno"), Fault::ServerErrorBefore).await;
    bench.practice.edit(bench.id.as_str(), |family| {
        family.insert("name".into(), json!("Familia Otra"));
    });
    pass(std::time::Duration::from_secs(200));
    let shown = revision(&bench);
    let updated = bench.outcome().await.unwrap();
    assert!(matches!(updated, Outcome::Different { .. }));
    let (is_current, _) = bench.type_at(Some(shown), named("Familia Uno"));
    assert!(!is_current);
    assert!(bench.record().conflict().is_some());
}

#[tokio::test]
async fn the_outcome_that_find_lists_is_the_one_that_is_shown_and_noted() {
    let bench = Bench::new().await;
    unknown(&bench, named("Familia Uno"), Fault::ServerErrorBefore).await;
    let first = bench.school.book.latest(&bench.id).unwrap().unwrap().id;
    // Another update of the same family is applied meanwhile, and seen.
    bench.ready_with(typed([(Field::TosIp, "10.0.0.1")])).await;
    let updated = bench.send().await.unwrap();
    assert!(matches!(updated, Outcome::Applied { .. }));
    let second = bench.school.book.latest(&bench.id).unwrap().unwrap().id;
    acknowledge(&bench.school, second).unwrap();

    pass(std::time::Duration::from_secs(200));
    let updated = bench.outcome().await.unwrap();
    assert!(matches!(updated, Outcome::NotApplied { .. }), "{updated:?}");
    let listed = pending(&bench.work, &bench.school).unwrap();
    assert_eq!(listed[0].state, PendingState::NotApplied);
    let again = bench.outcome().await.unwrap();
    assert!(matches!(again, Outcome::NotApplied { .. }), "{again:?}");
    acknowledge(&bench.school, first).unwrap();
    assert!(pending(&bench.work, &bench.school).unwrap().is_empty());
}

#[tokio::test]
async fn a_send_is_listed_before_anything_is_written_of_it() {
    let bench = Bench::new().await;
    bench.ready("Familia Uno").await;
    bench.practice.hold_answers();
    let looking = async {
        bench.practice.requests_reach(2).await;
        assert!(bench.school.book.list_open().unwrap().is_empty());
        let listed = pending(&bench.work, &bench.school).unwrap();
        bench.practice.release_answers();
        listed
    };
    let (sent, listed) = tokio::join!(bench.send(), looking);
    assert!(matches!(sent, Ok(Outcome::Applied { .. })));
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].state, PendingState::Sending);
    assert_eq!(
        listed[0].name.as_deref(),
        bench.family()["name"]
            .as_str()
            .map(|_| "Familia Núñez Pérez")
    );
}

#[tokio::test]
async fn a_newer_draft_survives_the_outcome_of_an_older_one_in_a_record_nobody_has_open() {
    let bench = Bench::new().await;
    bench.ready("Familia Uno").await;
    bench.practice.hold_answers_to(practice::Target::Writes);
    let meanwhile = async {
        bench.practice.requests_reach(3).await;
        // A page that was loaded anew types on, and goes over to another school.
        bench.type_at(
            None,
            typed([(Field::Name, "Familia Uno"), (Field::TosIp, "10.0.0.1")]),
        );
        bench.switch();
        bench.practice.release_answers();
    };
    let (sent, ()) = tokio::join!(bench.send(), meanwhile);
    assert!(matches!(sent, Ok(Outcome::Applied { .. })));
    let left = bench.school.book.draft(&bench.id).unwrap().unwrap().draft;
    assert_eq!(left, typed([(Field::TosIp, "10.0.0.1")]));
}

#[tokio::test]
async fn drafts_that_are_nowhere_else_outlive_a_switch_and_are_asked_about() {
    let bench = Bench::new().await;
    bench.open().await;
    bench.delete_journal();
    bench.type_name("Familia Uno");
    bench.switch();
    let unsent = bench.work.unsent();
    assert_eq!(unsent.len(), 1);
    assert_eq!(unsent[0].1.kept, Kept::Failed);
    bench.work.erased();
    assert!(bench.work.unsent().is_empty());
}

#[tokio::test]
async fn a_deleted_journal_is_noticed_before_anything_is_said_to_be_saved() {
    let bench = Bench::new().await;
    bench.open().await;
    assert_eq!(bench.type_name("Familia Uno").kept, Kept::Disk);
    bench.delete_journal();
    assert_eq!(bench.work.unsent()[0].1.kept, Kept::Failed);
    assert_eq!(bench.record().checked(&bench.school).kept, Kept::Failed);
}

#[tokio::test]
async fn a_draft_that_could_not_be_discarded_on_the_disk_does_not_come_back() {
    let bench = Bench::new().await;
    bench.open().await;
    bench.type_name("Familia Uno");
    bench.delete_journal();
    // Typed back: nothing is left of the draft, but on the disk it is still there.
    bench.type_at(None, record::Draft::default());
    records::open(&bench.work, &bench.school, &bench.id)
        .await
        .unwrap();
    assert!(bench.record().draft.is_empty());
}

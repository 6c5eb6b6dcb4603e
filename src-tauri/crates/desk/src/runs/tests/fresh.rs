//! How long the values count that a row's review is compared with.

use std::time::Duration;

use journal::LineState;
use quentli::CustomerId;
use serde_json::json;

use super::bench::Bench;
use crate::{
    Run,
    updates::tests::time::{pass, set_clock},
};

/// The line that waits.
const WAITS: usize = 7;

/// A run in which one line waits for so long between the page that showed its record and its turn. Gives what the
/// server was asked from then on.
async fn after_waiting(seconds: u64, meanwhile: impl FnOnce(&Bench)) -> (Bench, Run, Vec<String>) {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..20));
    let id = CustomerId::parse(&bench.ids[WAITS]).unwrap();
    let turn = bench.work.turn(&bench.school, &id).await;
    bench.begin(run, None);
    let body = async {
        bench.settled(run, 19).await;
        assert_eq!(bench.single_reads(), 0);
        bench.practice.clear_requests();
        meanwhile(&bench);
        pass(Duration::from_secs(seconds));
        drop(turn);
        bench.until_over(run).await
    };
    let done = bench.driven(body).await;
    let asked = bench.all_requests().into_iter();
    let asked = asked.map(|request| request.method).collect();
    (bench, done, asked)
}

#[tokio::test]
async fn a_row_whose_values_were_read_less_than_a_minute_ago_is_sent() {
    let (bench, done, asked) = after_waiting(50, |_| {}).await;
    assert_eq!(asked, ["PATCH"]);
    assert_eq!(done.counts.of(LineState::Applied), 20);
    assert_eq!(bench.name(WAITS), format!("Familia Nueva {WAITS}"));
}

#[tokio::test]
async fn a_row_whose_values_were_read_a_minute_ago_is_not_sent_without_a_new_read() {
    let (_, done, asked) = after_waiting(60, |_| {}).await;
    assert_eq!(asked, ["GET", "PATCH"]);
    assert_eq!(done.counts.of(LineState::Applied), 20);
}

#[tokio::test]
async fn a_clock_that_is_set_makes_a_record_neither_old_nor_fresh() {
    const DAY: i64 = 86_400;
    for seconds in [DAY, -DAY] {
        for (waited, sent) in [(50, vec!["PATCH"]), (60, vec!["GET", "PATCH"])] {
            let (_, done, asked) = after_waiting(waited, |_| set_clock(seconds)).await;
            set_clock(0);
            assert_eq!(asked, sent, "{seconds}");
            assert_eq!(done.counts.of(LineState::Applied), 20);
        }
    }
}

#[tokio::test]
async fn what_moved_within_that_minute_is_a_conflict() {
    let rename = |bench: &Bench| {
        bench.practice.edit(&bench.ids[WAITS], |family| {
            family.insert("name".into(), json!("Familia Otra"));
        });
    };
    let (bench, done, asked) = after_waiting(60, rename).await;
    assert_eq!(asked, ["GET"]);
    assert_eq!(done.counts.of(LineState::Conflict), 1);
    assert_eq!(bench.name(WAITS), "Familia Otra");
}

#[tokio::test]
async fn a_page_that_shows_a_moved_value_makes_a_conflict_and_another_moved_field_none() {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..20));
    let edit = |at: usize, field: &str, value| {
        bench.practice.edit(&bench.ids[at], |family| {
            family.insert(field.into(), value);
        });
    };
    edit(3, "name", json!("Familia Otra"));
    edit(5, "skipTaxInvoice", json!(true));
    let done = bench.to_the_end(run).await;
    assert_eq!(bench.single_reads(), 0);
    assert_eq!(done.counts.of(LineState::Applied), 19);
    let conflicts = bench.lines(run, LineState::Conflict);
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].customer.as_str(), bench.ids[3]);
    assert_eq!(bench.name(3), "Familia Otra");
    assert_eq!(bench.name(5), "Familia Nueva 5");
}

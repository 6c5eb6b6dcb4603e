mod again;
mod bench;
#[cfg(target_os = "linux")]
mod durability;
mod faults;
mod forgetting;
mod fresh;
#[cfg(target_os = "linux")]
mod full_disk;
#[cfg(unix)]
mod killed;
mod looking;
mod pacing;
mod pages;
mod stopping;
mod turns;

use journal::{LineState, RunId};
use practice::Options;
use serde_json::json;

use self::bench::{Bench, changed_name, planned, renamed};
use crate::{Run, RunState, RunStop};

/// A run of 280 lines that `stop` ends while they are sent.
async fn ended_midway(stop: impl FnOnce(&Bench, RunId)) -> (Bench, RunId, Run) {
    let bench = Bench::new(300).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..280));
    bench.begin(run, None);
    let ended = async {
        bench.practice.requests_reach(40).await;
        stop(&bench, run);
        bench.until_over(run).await
    };
    let ended = bench.driven(ended).await;
    let applied = ended.counts.of(LineState::Applied);
    assert!(applied < 280, "{:?}", ended.counts);
    assert_eq!(bench.patches().len(), applied);
    (bench, run, ended)
}

/// What is left of [`ended_midway`] is sent, and nothing twice.
async fn sends_the_rest_once(bench: &Bench, run: RunId, paused: &Run) {
    let applied = paused.counts.of(LineState::Applied);
    assert_eq!(paused.counts.of(LineState::Planned), 280 - applied);
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::Applied), 280);
    assert_eq!(bench.patches().len(), 280);
}

#[tokio::test]
async fn each_line_goes_out_exactly_as_planned_and_once() {
    let bench = Bench::new(300).await;
    let plan = bench.renames(0..280);
    let run = bench.plan(&plan);
    let done = bench.to_the_end(run).await;
    assert_eq!(done.state, RunState::Done);
    assert_eq!(done.counts.of(LineState::Applied), 280);
    assert_eq!(done.counts.total(), 280);
    let mut sent = bench.patches();
    sent.sort();
    let mut planned: Vec<_> = plan
        .lines
        .iter()
        .map(|line| (line.customer.to_string(), renamed(line)))
        .collect();
    planned.sort();
    assert_eq!(sent, planned);
}

#[tokio::test]
async fn records_are_read_a_page_at_a_time() {
    let bench = Bench::new(300).await;
    let run = bench.plan(&bench.renames(0..280));
    bench.to_the_end(run).await;
    // Three for the roster, with the empty one at its end, and three for the run.
    assert_eq!(bench.requests("GET", "/v1/customers"), 7);
    assert_eq!(bench.single_reads(), 0);
}

#[tokio::test]
async fn with_few_lines_on_a_page_only_their_families_are_read() {
    let bench = Bench::new(300).await;
    let mut plan = bench.renames(0..2);
    plan.lines.extend(bench.renames(150..151).lines);
    let run = bench.plan(&plan);
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::Applied), 3);
    assert_eq!(bench.single_reads(), 3);
}

#[tokio::test]
async fn a_value_that_is_no_longer_what_was_reviewed_is_a_conflict_and_nothing_is_sent() {
    let bench = Bench::new(20).await;
    let run = bench.plan(&bench.renames(0..10));
    bench.practice.edit(&bench.ids[3], |family| {
        family.insert("name".into(), json!("Familia Otra"));
    });
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::Conflict), 1);
    assert_eq!(done.counts.of(LineState::Applied), 9);
    assert_eq!(bench.name(3), "Familia Otra");
    let lines = bench.lines(run, LineState::Conflict);
    assert_eq!(lines[0].customer.as_str(), bench.ids[3]);
}

#[tokio::test]
async fn another_field_may_have_moved() {
    let bench = Bench::new(20).await;
    let run = bench.plan(&bench.renames(0..10));
    bench.practice.edit(&bench.ids[3], |family| {
        family.insert("skipTaxInvoice".into(), json!(true));
    });
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::Applied), 10);
}

#[tokio::test]
async fn a_family_that_was_archived_since_is_a_conflict_and_one_that_is_gone_is_refused() {
    let bench = Bench::new(20).await;
    let mut plan = bench.renames(0..5);
    plan.lines.push(planned(
        "cus_gone",
        5,
        0,
        vec![changed_name("Familia Ida", "Familia")],
    ));
    let run = bench.plan(&plan);
    bench.practice.edit(&bench.ids[2], |family| {
        family.insert("archivedAt".into(), json!("2026-01-01T00:00:00.000Z"));
    });
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::Conflict), 1);
    assert_eq!(done.counts.of(LineState::Refused), 1);
    assert_eq!(bench.lines(run, LineState::Refused)[0].status, Some(404));
    assert_eq!(bench.patches().len(), 4);
}

#[tokio::test]
async fn all_lines_of_a_wave_are_over_before_the_next_begins() {
    let bench = Bench::new(20).await;
    let mut plan = bench.renames(0..10);
    for line in &mut plan.lines {
        let first = line.changes[0].after.clone();
        line.changes[0].before = Some(first);
        line.wave = 1;
        line.changes[0].after = record::Value::text(format!("Segunda {}", line.row));
    }
    plan.lines.splice(0..0, bench.renames(0..10).lines);
    let run = bench.plan(&plan);
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::Applied), 20);
    let patches = bench.patches_in_order();
    assert!(
        patches[..10]
            .iter()
            .all(|(_, body)| !body.contains("Segunda"))
    );
    assert!(
        patches[10..]
            .iter()
            .all(|(_, body)| body.contains("Segunda"))
    );
}

#[tokio::test]
async fn the_first_five_are_tried_and_then_the_rest() {
    let bench = Bench::new(40).await;
    let run = bench.plan(&bench.renames(0..30));
    bench.begin(run, Some(5));
    let tried = bench.driven(bench.until_over(run)).await;
    assert_eq!(tried.state, RunState::Paused);
    assert_eq!(tried.stop, Some(RunStop::FirstDone));
    assert_eq!(tried.counts.of(LineState::Applied), 5);
    assert_eq!(bench.patches().len(), 5);
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::Applied), 30);
    assert_eq!(bench.patches().len(), 30);
}

#[tokio::test]
async fn a_password_is_sent_from_memory_and_skipped_once_that_is_gone() {
    let options = Options {
        keep_secrets: true,
        require_code: false,
        families: 20,
        ..Options::default()
    };
    for forgotten in [false, true] {
        let mut bench = Bench::with(options.clone()).await;
        let mut plan = bench.renames(0..2);
        plan.lines[1].changes = vec![record::Change {
            field: record::Field::Password,
            key: None,
            before: None,
            after: record::Value::text("clave-de-prueba-77"),
        }];
        let run = bench.plan(&plan);
        if forgotten {
            bench.restart();
        }
        let done = bench.to_the_end(run).await;
        let sent = bench
            .patches()
            .iter()
            .any(|(_, body)| body.contains("clave-de-prueba-77"));
        assert_eq!(sent, !forgotten);
        let counts = done.counts;
        let skipped = counts.of(LineState::Skipped);
        assert_eq!(skipped, usize::from(forgotten));
        let shown = bench.lines(run, LineState::Skipped);
        assert!(
            shown
                .iter()
                .all(|line| line.skip == Some(journal::Skip::PasswordGone))
        );
        assert!(!bench.files_hold("clave-de-prueba-77"));
    }
}

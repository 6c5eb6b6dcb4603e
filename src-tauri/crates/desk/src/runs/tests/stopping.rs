use journal::LineState;
use practice::{Fault, Target};

use super::{bench::Bench, ended_midway, sends_the_rest_once};
use crate::{Error, RunState, RunStop, runs, updates::tests::time::set_clock};

#[tokio::test]
async fn a_key_that_is_not_accepted_stops_the_run_and_the_line_is_still_to_be_sent() {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..30));
    bench
        .practice
        .set_fault(Fault::Unauthorized.on(Target::Writes));
    let stopped = bench.to_the_end(run).await;
    assert_eq!(stopped.state, RunState::Stopped);
    assert_eq!(stopped.stop, Some(RunStop::Unauthorized));
    assert_eq!(stopped.counts.of(LineState::Planned), 30);
    assert!(bench.patches().len() <= 2);
    bench.practice.set_fault(None);
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::Applied), 30);
}

#[tokio::test]
async fn five_failures_in_a_row_for_the_same_reason_pause_the_run() {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..30));
    let refused = Fault::Refused {
        message: "El servicio está en mantenimiento".into(),
    };
    bench.practice.set_fault(refused.on(Target::Writes));
    let paused = bench.to_the_end(run).await;
    assert_eq!(paused.state, RunState::Paused);
    let why = RunStop::SameFailure("El servicio está en mantenimiento".into());
    assert_eq!(paused.stop, Some(why));
    let refused = paused.counts.of(LineState::Refused);
    assert!((5..=13).contains(&refused), "{:?}", paused.counts);
    assert_eq!(paused.counts.of(LineState::Planned), 30 - refused);
}

#[tokio::test]
async fn pausing_sends_nothing_more_and_resuming_sends_the_rest_once() {
    let pause = |bench: &Bench, run| {
        for _ in 0..2 {
            runs::pause(&bench.work, &bench.school, run).unwrap();
        }
    };
    let (bench, run, paused) = ended_midway(pause).await;
    assert_eq!(
        (paused.state, paused.stop.as_ref()),
        (RunState::Paused, None)
    );
    sends_the_rest_once(&bench, run, &paused).await;
}

#[tokio::test]
async fn a_clock_that_is_set_back_or_ahead_meanwhile_changes_nothing() {
    for seconds in [-7_200, 7_200] {
        let (bench, run, paused) = ended_midway(|bench, run| {
            set_clock(seconds);
            runs::pause(&bench.work, &bench.school, run).unwrap();
        })
        .await;
        sends_the_rest_once(&bench, run, &paused).await;
        set_clock(0);
    }
}

#[tokio::test]
async fn pausing_does_not_wait_for_a_server_that_answers_no_read() {
    // A page of the list, and single families.
    for lines in [30, 2] {
        let bench = Bench::new(40).await;
        bench.until_listed().await;
        let run = bench.plan(&bench.renames(0..lines));
        bench.practice.clear_requests();
        bench.practice.hold_answers_to(Target::Reads);
        bench.begin(run, None);
        let paused = bench.driven(async {
            bench.practice.requests_reach(1).await;
            runs::pause(&bench.work, &bench.school, run).unwrap();
            bench.until_over(run).await
        });
        let paused = paused.await;
        assert_eq!((paused.state, paused.stop), (RunState::Paused, None));
        assert_eq!(paused.counts.of(LineState::Planned), lines);
        let asked = bench.practice.requests().len();
        assert!(asked <= 2, "a read that nobody waits for was repeated");
        bench.practice.release_answers();
        let done = bench.to_the_end(run).await;
        assert_eq!(done.counts.of(LineState::Applied), lines);
    }
}

#[tokio::test]
async fn what_was_not_sent_of_a_cancelled_run_is_skipped_for_good() {
    let cancel = |bench: &Bench, run| {
        runs::pause(&bench.work, &bench.school, run).unwrap();
        runs::cancel(&bench.work, &bench.school, run).unwrap();
        runs::cancel(&bench.work, &bench.school, run).unwrap();
    };
    let (bench, run, cancelled) = ended_midway(cancel).await;
    assert_eq!(cancelled.state, RunState::Cancelled);
    let applied = cancelled.counts.of(LineState::Applied);
    assert_eq!(cancelled.counts.of(LineState::Skipped), 280 - applied);
    let again = bench.to_the_end(run).await;
    assert_eq!(again.state, RunState::Cancelled);
    assert_eq!(bench.patches().len(), applied);
}

#[tokio::test]
async fn only_one_run_of_a_school_is_under_way() {
    let bench = Bench::new(40).await;
    let first = bench.plan(&bench.renames(0..10));
    let second = bench.plan(&bench.renames(10..20));
    bench.begin(first, None);
    bench.begin(first, None);
    let refused = runs::begin(&bench.work, &bench.school, second, None);
    assert_eq!(refused.unwrap_err(), Error::RunActive);
    bench.driven(bench.until_over(first)).await;
    bench.to_the_end(second).await;
    assert_eq!(bench.patches().len(), 20);
}

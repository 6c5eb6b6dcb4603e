//! What a run claims of each line, held against what the server holds.

use std::{collections::BTreeMap, time::Duration};

use journal::LineState;
use practice::{Fault, Target};

use super::bench::Bench;
use crate::{Run, RunState, RunStop, runs};

/// Every fault by its name, fit for a test that waits for nothing.
fn faults() -> Vec<Fault> {
    let named = Fault::ALL.into_iter().map(|name| match name {
        "slow" => Fault::Slow(Duration::from_millis(5)),
        "late" => Fault::Late { after: None },
        "rate-limited" => Fault::RateLimited {
            retry_after: Some("1".into()),
        },
        _ => Fault::from_name(name).expect("a fault of that name"),
    });
    named.collect()
}

/// Goes on, whatever stops it, until nothing is left.
async fn whatever_happens(bench: &Bench, run: journal::RunId) -> Run {
    let land = async {
        loop {
            // Sooner than anybody could be sure that it will not.
            bench.practice.land_late();
            tokio::task::yield_now().await;
        }
    };
    let go_on = async {
        for _ in 0..500 {
            bench.begin(run, None);
            let shown = bench.until_over(run).await;
            if shown.state == RunState::Done {
                return shown;
            }
        }
        panic!("it never ends: {:?}", bench.run(run));
    };
    let both = async {
        tokio::select! {
            done = go_on => done,
            () = land => unreachable!("it never ends"),
        }
    };
    bench.driven(both).await
}

pub fn assert_no_false_claim(bench: &Bench, run: journal::RunId, before: &[String]) {
    let shown = runs::lines(&bench.school, run, &Default::default(), 0, usize::MAX).unwrap();
    let mut claims: BTreeMap<String, usize> = BTreeMap::new();
    let mut lies = Vec::new();
    for (at, line) in shown.lines.iter().enumerate() {
        let now = bench.name(at);
        let (is_new, is_old) = (now == format!("Familia Nueva {at}"), now == before[at]);
        let holds = match line.state {
            LineState::Applied => is_new,
            LineState::Refused
            | LineState::NotApplied
            | LineState::Conflict
            | LineState::NeedsCode
            | LineState::Skipped
            | LineState::Planned => is_old,
            LineState::Different => !is_new,
            LineState::Unknown | LineState::Intent | LineState::GivenUp => true,
        };
        *claims.entry(format!("{:?}", line.state)).or_default() += 1;
        if !holds {
            lies.push(format!("{line:?}, but the server holds {now}"));
        }
    }
    println!(
        "{} lines, {} false claims; claims {claims:?}",
        shown.total,
        lies.len()
    );
    assert!(lies.is_empty(), "{lies:#?}");
}

#[tokio::test]
async fn nothing_is_claimed_of_two_thousand_lines_that_the_server_contradicts() {
    const LINES: usize = 2_000;
    let mut bench = Bench::new(2_200).await;
    bench.hasten();
    let before: Vec<String> = (0..LINES).map(|at| bench.name(at)).collect();
    let run = bench.plan(&bench.renames(0..LINES));
    // Of each ten updates one goes wrong, in every way there is.
    let fine = || Some(Fault::Slow(Duration::ZERO).on(Target::Writes));
    let mut faults = faults().into_iter().cycle();
    let script = (0..2 * LINES).map(|at| match at % 10 {
        9 => faults.next().map(|fault| fault.on(Target::Writes)),
        _ => fine(),
    });
    bench.practice.push_faults(script);
    let done = whatever_happens(&bench, run).await;
    assert_eq!(done.counts.total(), LINES);
    assert_eq!(done.counts.of(LineState::Unknown), 0, "{:?}", done.counts);
    assert_no_false_claim(&bench, run, &before);
}

#[tokio::test]
async fn a_line_that_was_proved_not_to_be_applied_is_sent_again() {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..20));
    let fault = || Some(Fault::ServerErrorBefore.on(Target::Writes));
    bench.practice.push_faults([fault(), fault(), fault()]);
    let done = bench.to_the_end(run).await;
    assert_eq!(done.state, RunState::Done);
    assert_eq!(done.counts.of(LineState::Applied), 20, "{:?}", done.counts);
    assert_eq!(bench.patches().len(), 23);
}

#[tokio::test]
async fn a_line_is_not_sent_more_than_three_times() {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..1));
    bench
        .practice
        .set_fault(Fault::ServerErrorBefore.on(Target::Writes));
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::NotApplied), 1);
    assert_eq!(bench.patches().len(), 3);
}

#[tokio::test]
async fn a_line_that_the_program_ended_on_again_and_again_is_sent_all_the_same() {
    let mut bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..1));
    bench.practice.set_fault(Fault::Stuck.on(Target::Writes));
    for ends in 1..5 {
        bench.begin(run, None);
        let sent = async {
            while bench.patches().len() < ends {
                let asked = bench.all_requests().len();
                bench.practice.requests_reach(asked + 1).await;
            }
        };
        let until_sent = async {
            tokio::select! {
                () = sent => {}
                over = bench.until_over(run) => panic!("{over:?}"),
            }
        };
        bench.driven(until_sent).await;
        bench.restart();
    }
    bench.practice.set_fault(None);
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::Applied), 1, "{:?}", done.counts);
}

#[tokio::test]
async fn a_server_that_asks_for_time_is_given_it_and_the_line_is_sent_again() {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..20));
    let fault = Fault::RateLimited {
        retry_after: Some("7".into()),
    };
    bench.practice.push_faults([Some(fault.on(Target::Writes))]);
    let began = bench.school.pace.uptime();
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::Applied), 20);
    assert_eq!(bench.patches().len(), 21);
    let passed = bench.school.pace.uptime() - began;
    assert!(passed >= Duration::from_secs(7), "{passed:?}");
}

#[tokio::test]
async fn a_line_that_needs_a_code_waits_and_the_others_go_on() {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..20));
    let fault = Fault::Refused {
        message: "Verification code required".into(),
    };
    let faults = (0..8).map(|_| Some(fault.clone().on(Target::Writes)));
    bench.practice.push_faults(faults);
    let done = bench.to_the_end(run).await;
    assert_eq!(done.state, RunState::Done);
    assert_eq!(done.counts.of(LineState::NeedsCode), 8);
    assert_eq!(done.counts.of(LineState::Applied), 12);
    let line = &bench.lines(run, LineState::NeedsCode)[0];
    assert_eq!(line.message.as_deref(), Some("Verification code required"));
}

#[tokio::test]
async fn a_network_that_is_gone_pauses_the_run_and_costs_no_line() {
    let mut bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..20));
    bench.unplug();
    let paused = bench.to_the_end(run).await;
    assert_eq!(paused.state, RunState::Paused);
    assert_eq!(paused.stop, Some(RunStop::Unreachable));
    assert_eq!(paused.counts.of(LineState::Planned), 20);
}

#[tokio::test]
async fn a_journal_that_takes_nothing_stops_the_run_before_anything_is_sent() {
    let bench = Bench::new(40).await;
    bench.until_listed().await;
    let run = bench.plan(&bench.renames(0..20));
    std::fs::remove_file(bench.folder.path().join("journal.db")).unwrap();
    let stopped = bench.to_the_end(run).await;
    assert_eq!(stopped.state, RunState::Stopped);
    assert_eq!(stopped.stop, Some(RunStop::JournalFull));
    assert_eq!(bench.patches().len(), 0);
}

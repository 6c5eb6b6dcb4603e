//! A process of its own sends a run, and is ended with `kill -9` at any moment, until the run is done.

use std::{
    collections::HashMap,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
};

use journal::{ConnectionId, Journal, JournalKey, LineState, RunId};
use rustix::process::{Pid, Signal, kill_process};

use super::bench::Bench;
use crate::{
    RunState, runs,
    updates::tests::{
        bench::{open_journal, work_at},
        time::reset,
    },
};

const LINES: usize = 60;

/// The process. Run by the test below, in a folder and against a server that it names.
#[tokio::test]
#[ignore = "a part of the test below"]
async fn the_process_that_is_killed() {
    let Some(url) = std::env::var_os("FICHA_RUN_URL") else {
        return;
    };
    let text = |name: &str| std::env::var(name).unwrap();
    let key = JournalKey::from_text(&text("FICHA_RUN_KEY")).unwrap();
    let journal = open_journal(Path::new(&text("FICHA_RUN_FOLDER")), &key);
    let connection = ConnectionId::parse(&text("FICHA_RUN_CONNECTION")).unwrap();
    let (work, school) = work_at(url.to_str().unwrap(), &connection, &journal);
    let run = RunId(text("FICHA_RUN").parse().unwrap());
    let background = async {
        tokio::join!(
            crate::updates::keep_reading_back(&work, &*school.pace),
            crate::roster::keep_reading(&work),
            runs::keep_running(&work),
        )
    };
    let body = async {
        runs::begin(&work, &school, run, None).unwrap();
        loop {
            let woken = work.runs.woken.notified();
            let shown = runs::one(&work, &school, run).unwrap();
            match shown.state {
                RunState::Done => return,
                RunState::Running | RunState::Pausing => woken.await,
                other => panic!("{other:?}, {:?}", shown.stop),
            }
        }
    };
    tokio::select! {
        () = body => {}
        _ = background => unreachable!("it never ends"),
    }
}

fn start(bench: &Bench, run: RunId) -> Child {
    let test = concat!(module_path!(), "::the_process_that_is_killed");
    let test = test.split_once("::").expect("a crate and a path").1;
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored"])
        .env("FICHA_RUN_URL", bench.practice.url())
        .env("FICHA_RUN_FOLDER", bench.folder.path())
        .env("FICHA_RUN_KEY", bench.key.to_text().as_str())
        .env("FICHA_RUN_CONNECTION", bench.school.connection.id.as_str())
        .env("FICHA_RUN", run.0.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The journal as the process left it: whole, and with an intent for all that the server was sent.
fn assert_intended(bench: &Bench, run: RunId, seed: u64) {
    let copy = tempfile::tempdir().unwrap();
    for name in ["journal.db", "journal.db-wal"] {
        let from = bench.folder.path().join(name);
        if from.exists() {
            std::fs::copy(from, copy.path().join(name)).unwrap();
        }
    }
    // A log that is there has the whole file checked.
    let (journal, findings) = Journal::open(copy.path()).unwrap();
    assert_eq!(findings, [], "seed {seed}");
    journal.unlock(bench.key.clone()).unwrap();
    let book = journal.book(&bench.school.connection.id);
    let planned = book
        .run_lines(run, &[LineState::Planned], 0, usize::MAX)
        .unwrap();
    let patched = bench.patches();
    for line in planned {
        let times = patched
            .iter()
            .filter(|(id, _)| id == line.customer.as_str())
            .count();
        assert_eq!(times, 0, "seed {seed}: {line:?} was sent without an intent");
    }
}

/// Before each update of a family, and since the last one, its record is read.
fn assert_read_between(bench: &Bench, seed: u64) {
    let mut listed = None;
    let mut read: HashMap<String, usize> = HashMap::new();
    let mut sent: HashMap<String, usize> = HashMap::new();
    for (at, request) in bench.all_requests().into_iter().enumerate() {
        let family = request.path.rsplit('/').next().unwrap().to_owned();
        if request.path == "/v1/customers" {
            listed = Some(at);
        } else if request.method == "GET" {
            read.insert(family, at);
        } else {
            let last_read = listed.max(read.get(&family).copied());
            let last_sent = sent.insert(family, at);
            assert!(last_read > last_sent, "seed {seed}: {}", request.path);
        }
    }
}

/// How often it was killed.
async fn until_done(seed: u64) -> usize {
    reset();
    let mut random = Random(seed);
    let mut bench = Bench::new(80).await;
    let plan = bench.renames(0..LINES);
    let run = bench.plan(&plan);
    bench.close();
    bench.practice.clear_requests();
    let mut seen = 0;
    for kills in 0..100 {
        let mut child = start(&bench, run);
        let pid = Pid::from_child(&child);
        let ended = tokio::task::spawn_blocking(move || child.wait());
        seen += 1 + random.below(160);
        let mut ended = std::pin::pin!(ended);
        let status = tokio::select! {
            status = &mut ended => status,
            () = bench.practice.requests_reach(seen) => {
                for _ in 0..random.below(30) {
                    tokio::task::yield_now().await;
                }
                // Fails only where it has ended by itself.
                let _ = kill_process(pid, Signal::KILL);
                ended.await
            }
        };
        seen = bench.all_requests().len();
        if status.unwrap().unwrap().success() {
            bench.reopen();
            let done = bench.run(run);
            assert_eq!(done.state, RunState::Done, "seed {seed}");
            assert_eq!(
                done.counts.of(LineState::Applied),
                LINES,
                "seed {seed}: {:?}",
                done.counts
            );
            for at in 0..LINES {
                assert_eq!(bench.name(at), format!("Familia Nueva {at}"), "seed {seed}");
            }
            assert_read_between(&bench, seed);
            return kills;
        }
        assert_intended(&bench, run, seed);
    }
    panic!("seed {seed}: it never ends");
}

/// As good as random, and the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// Several at a time: most of it is waiting for processes and for the disk.
fn with_seeds(seeds: std::ops::Range<u64>) {
    const THREADS: usize = 6;
    let count = seeds.end - seeds.start;
    let kills: usize = thread::scope(|scope| {
        let share = |nth: usize| {
            let seeds = seeds.clone().skip(nth).step_by(THREADS);
            scope.spawn(move || {
                let mut builder = tokio::runtime::Builder::new_current_thread();
                let runtime = builder.enable_all().build().unwrap();
                seeds
                    .map(|seed| runtime.block_on(until_done(seed)))
                    .sum::<usize>()
            })
        };
        let threads: Vec<_> = (0..THREADS).map(share).collect();
        threads.into_iter().map(|one| one.join().unwrap()).sum()
    });
    println!("{count} runs of {LINES} lines, killed {kills} times");
}

#[test]
fn a_run_that_is_killed_at_any_moment_ends_as_planned() {
    with_seeds(0..50);
}

#[test]
#[ignore = "takes minutes; run by hand"]
fn a_run_that_is_killed_at_any_moment_ends_as_planned_500_times() {
    with_seeds(1_000..1_500);
}

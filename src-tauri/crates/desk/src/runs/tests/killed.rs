//! A process of its own sends a run, and is ended with `kill -9` at any moment, until the run is done.

mod copied;
pub mod server;

use std::{path::Path, process::Stdio, thread};

use journal::{ConnectionId, JournalKey, LineState, RunId};
use quentli::ListQuery;
use tokio::process::{Child, Command};

use self::{
    copied::Copied,
    server::{Log, Server},
};
use super::bench::Bench;
use crate::{
    RESOLVE_AFTER, RunState, runs,
    updates::tests::{
        bench::{open_journal, work_at},
        time::{oversleep, reset},
    },
};

/// On one page of the list.
const FAMILIES: usize = 64;
const LINES: usize = 50;
/// The process is killed after fewer requests than this.
const MOST_REQUESTS: usize = 60;
const THREADS: usize = 4;
const SEEDS: &str = "FICHA_KILL_SEEDS";

/// The process. Run by the test below, in a folder and against a server that it names.
#[tokio::test]
#[ignore = "a part of the test below"]
async fn the_process_that_is_killed() {
    let Some(url) = std::env::var_os("FICHA_RUN_URL") else {
        return;
    };
    let text = |name: &str| std::env::var(name).unwrap();
    // What may not have arrived is read twice and not six times: most of the requests are to be updates.
    oversleep(RESOLVE_AFTER);
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

/// Runs an ignored test of this crate alone, with what it prints.
fn arguments(module: &str, test: &str) -> [String; 4] {
    let (_, path) = module.split_once("::").expect("a crate and a path");
    let test = format!("{path}::{test}");
    [
        "--exact".into(),
        test,
        "--ignored".into(),
        "--nocapture".into(),
    ]
}

fn start(bench: &Bench, server: &Server, run: RunId) -> Child {
    let program = Command::new(std::env::current_exe().unwrap());
    start_by(program, bench, server, run)
}

/// Starts the process by a command that takes its arguments.
pub fn start_by(mut command: Command, bench: &Bench, server: &Server, run: RunId) -> Child {
    command
        .args(arguments(module_path!(), "the_process_that_is_killed"))
        .env("FICHA_RUN_URL", &server.url)
        .env("FICHA_RUN_FOLDER", bench.folder.path())
        .env("FICHA_RUN_KEY", bench.key.to_text().as_str())
        .env("FICHA_RUN_CONNECTION", bench.school.connection.id.as_str())
        .env("FICHA_RUN", run.0.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// What was tried.
#[derive(Default)]
struct Tally {
    kills: usize,
    updates: usize,
    copies: usize,
    /// A checkpoint wrote into the database while it was copied.
    torn: usize,
}

async fn until_done(seed: u64, tally: &mut Tally) {
    reset();
    let mut random = Random(seed);
    let mut bench = Bench::with(server::options(FAMILIES)).await;
    let run = bench.plan(&bench.renames(0..LINES));
    bench.close();
    let files = tempfile::tempdir().unwrap();
    let path = files.path().join("access.log");
    let mut server = Server::start(FAMILIES, &path).await;
    for _ in 0..200 {
        let mut child = start(&bench, &server, run);
        let asked = async {
            server.is_asked(1 + random.below(MOST_REQUESTS)).await;
            if random.below(2) == 0 {
                let before = Log::read(&path);
                match Copied::take(bench.folder.path()) {
                    Some(copied) => {
                        let after = Log::read(&path);
                        return Some((copied, before, after));
                    }
                    None => tally.torn += 1,
                }
            }
            None
        };
        let ended = tokio::select! {
            ended = child.wait() => Some(ended.unwrap()),
            copied = asked => {
                child.kill().await.unwrap();
                if let Some((copied, before, after)) = copied {
                    copied.assert_true(&bench, run, &before, &after, seed);
                    tally.copies += 1;
                }
                None
            }
        };
        if let Some(ended) = ended {
            assert!(ended.success(), "seed {seed}: {ended}");
            assert_as_planned(&mut bench, run, server, &path, seed).await;
            tally.updates += Log::read(&path).updates();
            return;
        }
        tally.kills += 1;
        let log = Log::read(&path);
        let left = Copied::take(bench.folder.path()).expect("nobody writes");
        left.assert_true(&bench, run, &log, &log, seed);
    }
    panic!("seed {seed}: it never ends");
}

async fn assert_as_planned(bench: &mut Bench, run: RunId, server: Server, path: &Path, seed: u64) {
    bench.reopen();
    let done = bench.run(run);
    assert_eq!(done.state, RunState::Done, "seed {seed}");
    let applied = done.counts.of(LineState::Applied);
    assert_eq!(applied, LINES, "seed {seed}: {:?}", done.counts);
    let journal = bench.journal.as_ref().unwrap();
    let (_, school) = work_at(&server.url, &bench.school.connection.id, journal);
    let query = ListQuery {
        take: 100,
        ..ListQuery::default()
    };
    let held = school.client.list(&query).await.unwrap();
    for at in 0..LINES {
        let mut held = held.iter();
        let family = held.find(|family| family.id.as_str() == bench.ids[at]);
        let name = family.and_then(|family| family.name.value().cloned());
        assert_eq!(name, Some(format!("Familia Nueva {at}")), "seed {seed}");
    }
    server.kill().await;
    let log = Log::read(path);
    log.assert_read_between(seed);
    assert!(log.updates() >= LINES, "seed {seed}");
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

/// Several at a time: much of it is waiting for processes and for the disk.
#[test]
fn a_run_that_is_killed_at_any_moment_ends_as_planned() {
    let seeds = std::env::var(SEEDS).map_or(50, |seeds| seeds.parse().unwrap());
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let share = |nth: usize| {
            scope.spawn(move || {
                let mut builder = tokio::runtime::Builder::new_current_thread();
                let runtime = builder.enable_all().build().unwrap();
                let mut tally = Tally::default();
                for seed in (0..seeds).skip(nth).step_by(THREADS) {
                    runtime.block_on(until_done(seed, &mut tally));
                }
                tally
            })
        };
        let threads: Vec<_> = (0..THREADS).map(share).collect();
        threads.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let sum = |of: fn(&Tally) -> usize| tallies.iter().map(of).sum::<usize>();
    println!(
        "{seeds} runs of {LINES} lines, killed {} times; {} updates sent, {} copies taken while it was written, and \
         {} while a checkpoint was made",
        sum(|tally| tally.kills),
        sum(|tally| tally.updates),
        sum(|tally| tally.copies),
        sum(|tally| tally.torn),
    );
}

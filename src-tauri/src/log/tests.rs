use std::{
    fs,
    path::Path,
    pin::Pin,
    sync::Mutex,
    time::{Duration, SystemTime},
};

use quentli::Pace;

use super::*;
use crate::wire::ErrorCode;

/// Stands still until it is set.
#[derive(Debug, Default)]
pub(crate) struct Clock(pub(crate) Mutex<Duration>);

impl Pace for Clock {
    fn wait(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::ready(()))
    }

    fn jitter(&self) -> f64 {
        0.5
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + *self.0.lock().unwrap()
    }

    fn uptime(&self) -> Duration {
        Duration::from_millis(1500)
    }
}

const LIMIT: Duration = Duration::from_secs(10);

fn at(seconds: u64) -> Arc<Clock> {
    Arc::new(Clock(Mutex::new(Duration::from_secs(seconds))))
}

fn failed(command: &str, code: ErrorCode) -> Event {
    Event::Failed {
        command: Command::named(command).unwrap(),
        cause: Cause { code, status: None },
        ms: 3,
    }
}

fn sizes(folder: &Path) -> Vec<u64> {
    let entries = fs::read_dir(folder).unwrap();
    let mut sizes: Vec<u64> = entries
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .collect();
    sizes.sort_unstable();
    sizes
}

#[test]
fn a_line_has_the_time_of_its_event() {
    let folder = tempfile::tempdir().unwrap();
    let clock = at(1_772_637_377);
    let log = Log::open(folder.path().join("diagnostics"), clock.clone());
    log.note(failed("find", ErrorCode::Connect));
    // Back, as a computer's clock may be set.
    *clock.0.lock().unwrap() = Duration::from_secs(60);
    log.note(failed("open", ErrorCode::NotFound));
    log.flush(LIMIT);
    assert_eq!(
        fs::read_to_string(folder.path().join("diagnostics/log.txt")).unwrap(),
        "{\"at\":\"2026-03-04T15:16:17Z\",\"event\":\"failed\",\"command\":\"find\",\"code\":\"connect\",\"ms\":3}\n\
         {\"at\":\"1970-01-01T00:01:00Z\",\"event\":\"failed\",\"command\":\"open\",\"code\":\"notFound\",\"ms\":3}\n"
    );
    let newest = log.failures(1);
    assert_eq!(
        newest[0].command.name(),
        "open",
        "the last written is the last"
    );
}

#[test]
fn ten_thousand_errors_stay_small_and_the_last_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::open(folder.path().to_owned(), at(0));
    for round in 0..10_000_u32 {
        log.note(Event::Failed {
            command: Command::named("find").unwrap(),
            cause: Cause {
                code: ErrorCode::Unavailable,
                status: Some(500 + (round / 5000) as u16),
            },
            ms: u64::from(round),
        });
        if round % 100 == 0 {
            log.flush(LIMIT);
        }
    }
    log.flush(LIMIT);
    let sizes = sizes(folder.path());
    assert_eq!(sizes.len(), 2, "{sizes:?}");
    assert!(sizes.iter().all(|&size| size <= 64 * 1024), "{sizes:?}");
    let failures = log.failures(20);
    assert_eq!(
        failures.len(),
        1,
        "one kind of error is one line: {failures:?}"
    );
    assert_eq!(failures[0].cause.status, Some(501));
    assert!(failures[0].count > 500, "{failures:?}");
}

#[test]
fn what_comes_faster_than_the_disk_is_counted_and_nobody_waits() {
    let (queue, messages) = sync_channel(2);
    let folder = tempfile::tempdir().unwrap();
    let files = Arc::new(Files::new(folder.path().to_owned()));
    let log = Log {
        queue,
        lost: Arc::default(),
        files: Arc::clone(&files),
        clock: at(0),
        states: Arc::default(),
    };
    for _ in 0..12 {
        log.note(Event::Ended);
    }
    let lost = Arc::clone(&log.lost);
    drop(log);
    write_all(&messages, &files, &lost, &Clock::default());
    let text = files.read();
    assert!(text.contains(r#""event":"lost","count":10}"#), "{text}");
}

#[test]
fn a_state_is_noted_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::open(folder.path().to_owned(), at(0));
    let keychain = |memory_only| Event::Keychain {
        state: crate::wire::KeychainState::Locked,
        memory_only,
    };
    for memory_only in [false, false, true, true, false] {
        log.note_state(keychain(memory_only));
    }
    log.flush(LIMIT);
    assert_eq!(log.files.read().lines().count(), 3);
}

#[test]
fn where_nothing_can_be_written_nothing_fails() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    fs::write(&file, "not a folder").unwrap();
    let log = Log::open(file, at(0));
    log.note(failed("find", ErrorCode::Connect));
    log.flush(LIMIT);
    assert_eq!(log.failures(5), []);
}

#[test]
fn without_the_thread_that_writes_nobody_waits() {
    let (queue, messages) = sync_channel(2);
    let folder = tempfile::tempdir().unwrap();
    let log = Log {
        queue,
        lost: Arc::default(),
        files: Arc::new(Files::new(folder.path().to_owned())),
        clock: at(0),
        states: Arc::default(),
    };
    // As after a panic there.
    drop(messages);
    log.note(Event::Ended);
    log.flush(LIMIT);
    assert_eq!(log.failures(5), []);
}

#[test]
fn a_line_that_a_full_disk_tore_costs_no_other() {
    let whole = |command: &str| {
        let line = Line {
            at: Timestamp::default(),
            event: failed(command, ErrorCode::Connect),
        };
        serde_json::to_string(&line).unwrap()
    };
    let log = format!(
        "{}\n{}\n{}\n",
        whole("open"),
        &whole("find")[..40],
        whole("update")
    );
    let failures = failures_in(&log, 9);
    let names: Vec<&str> = failures.iter().map(|one| one.command.name()).collect();
    assert_eq!(names, ["update", "open"]);
}

#[test]
fn what_somebody_wrote_into_the_log_is_not_repeated() {
    let log = "{\"at\":\"2026-03-04T15:16:17Z\",\"event\":\"failed\",\"command\":\"Familia Núñez\",\"code\":\"connect\",\"ms\":1}\n\
         {\"at\":\"2026-03-04T15:16:17Z\",\"event\":\"failed\",\"command\":\"find\",\"code\":\"Familia Núñez\",\"ms\":1}\n";
    assert_eq!(failures_in(log, 9), []);
}

#[test]
fn erasing_leaves_no_line() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::open(folder.path().to_owned(), at(0));
    log.note(failed("find", ErrorCode::Connect));
    log.flush(LIMIT);
    log.erase();
    assert_eq!(sizes(folder.path()), [0; 0]);
    log.note(failed("open", ErrorCode::Connect));
    log.flush(LIMIT);
    assert_eq!(log.failures(5).len(), 1);
}

#[test]
fn two_fichas_write_whole_lines_into_one_log() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Log::open(folder.path().to_owned(), at(0));
    let logs = [open(), open()];
    thread::scope(|scope| {
        for log in &logs {
            scope.spawn(move || {
                for _ in 0..2000 {
                    log.note(failed("find", ErrorCode::Connect));
                    log.flush(LIMIT);
                }
            });
        }
    });
    assert!(sizes(folder.path()).len() <= 2);
    for line in logs[0].files.read().lines() {
        assert!(serde_json::from_str::<Logged>(line).is_ok(), "{line}");
    }
}

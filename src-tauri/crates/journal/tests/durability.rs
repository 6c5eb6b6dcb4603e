use std::{
    io::{BufRead, BufReader},
    process::{Child, Command},
};

use journal::{Book, ConnectionId, Journal, JournalKey, State};
use tempfile::TempDir;

use crate::{
    child,
    support::{Bench, at, id, intent_of, new_email, pending, settled},
};

/// What a process leaves that is killed.
struct Killed {
    home: TempDir,
    connection: ConnectionId,
    key: JournalKey,
}

impl Killed {
    /// With the process that works on its journal until then.
    fn running(test: &str) -> (Self, Child) {
        let Bench {
            home,
            journal,
            connection,
            key,
        } = Bench::new();
        drop(journal);
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(child::arguments(test));
        let child = child::intending(command, home.path(), &key);
        let killed = Self {
            home,
            connection,
            key,
        };
        (killed, child)
    }

    fn reopened(&self) -> Book {
        let (journal, findings) = Journal::open(self.home.path()).unwrap();
        assert_eq!(findings, [], "a crash is no damage");
        assert_eq!(journal.unlock(self.key.clone()), Ok(vec![]));
        journal.book(&self.connection)
    }
}

#[test]
fn an_intent_outlives_kill_9() {
    let (killed, mut child) = Killed::running("intends_then_waits_for_its_end");
    let mut output = BufReader::new(child.stdout.take().unwrap());
    child::wait_for(child::AFTER, &mut output);
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());

    let book = killed.reopened();
    let unsettled = pending(&book).unwrap();
    assert_eq!(unsettled.len(), 1);
    assert_eq!(unsettled[0].state, State::Intent);
    assert_eq!(unsettled[0].customer, id("cus_crash"));
    assert_eq!(unsettled[0].started_at, at(7));
    assert_eq!(intent_of(&unsettled[0]), Some(new_email("cus_crash", 7)));

    let outcome = settled(State::Applied, 9);
    book.settle(unsettled[0].id, &outcome).unwrap();
    assert_eq!(pending(&book).unwrap(), []);
}

#[test]
fn no_intent_that_was_answered_is_lost_where_many_are_written_together() {
    let (killed, mut child) = Killed::running("intends_from_many_sides_until_its_end");
    let output = BufReader::new(child.stdout.take().unwrap());
    let mut answered = Vec::new();
    let mut take = |line: std::io::Result<String>| {
        let line = line.unwrap();
        if let Some((_, number)) = line.split_once(child::AFTER) {
            answered.push(number.trim().parse::<i64>().unwrap());
        }
    };
    let mut lines = output.lines();
    lines.by_ref().take(60).for_each(&mut take);
    child.kill().unwrap();
    lines.for_each(take);
    child.wait().unwrap();
    assert!(answered.len() > 40);

    let unsettled = pending(&killed.reopened()).unwrap();
    assert!(unsettled.iter().all(|update| intent_of(update).is_some()));
    for number in answered {
        assert!(unsettled.iter().any(|update| update.id.0 == number));
    }
}

/// kill -9 says nothing of a power cut: only the system calls do.
#[test]
#[cfg(target_os = "linux")]
fn an_intent_is_synced_to_the_disk_before_intend_returns() {
    let Bench {
        home, journal, key, ..
    } = Bench::new();
    drop(journal);

    let trace = tempfile::tempdir().unwrap();
    let file = trace.path().join("trace");
    let mut command = Command::new("strace");
    command
        .args(["-f", "-y", "-s", "64"])
        .args(["-e", "trace=write,pwrite64,fsync,fdatasync", "-o"])
        .arg(&file)
        .arg(std::env::current_exe().unwrap())
        .args(child::arguments("intends_then_waits_for_its_end"));
    let mut child = child::intending(command, home.path(), &key);
    let mut output = BufReader::new(child.stdout.take().unwrap());
    child::wait_for(child::AFTER, &mut output);
    drop(child.stdin.take());
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut output, &mut rest).unwrap();
    assert!(child.wait().unwrap().success());

    let calls = std::fs::read_to_string(file).unwrap();
    let calls: Vec<&str> = calls
        .lines()
        .skip_while(|call| !(call.contains("write(1<") && call.contains(child::BEFORE)))
        .skip(1)
        .take_while(|call| !(call.contains("write(1<") && call.contains(child::AFTER)))
        .collect();
    let last = |what: &[&str]| {
        calls.iter().rposition(|call| {
            call.contains("journal.db-wal>") && what.iter().any(|what| call.contains(what))
        })
    };
    let written = last(&["pwrite64(", "write("]).expect("the intent was written to the log");
    let synced = last(&["fdatasync(", "fsync("]).expect("the log was synced");
    assert!(written < synced, "{calls:#?}");
}

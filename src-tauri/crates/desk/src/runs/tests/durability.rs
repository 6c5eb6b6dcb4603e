//! kill -9 does not simulate a power cut: only the system calls of a real run show what would survive one.

use std::{collections::HashMap, process::Stdio};

use super::{
    bench::Bench,
    killed::{
        server::{self, Server},
        start_by,
    },
};

const FAMILIES: usize = 240;
const LINES: usize = 200;
/// As many as a run writes intents for at first: each wave is one batch.
const BATCH: usize = 16;

#[derive(Debug, PartialEq)]
enum Event {
    /// Records are asked for.
    Read,
    /// Bytes of the journal were handed to the system.
    Written,
    /// They are on the disk.
    Synced,
    /// The first bytes of an update of this family leave.
    Sent(String),
}

#[tokio::test]
async fn the_intents_of_each_batch_are_on_the_disk_before_its_first_byte_leaves() {
    let mut bench = Bench::with(server::options(FAMILIES)).await;
    let mut plan = bench.renames(0..LINES);
    for (at, line) in plan.lines.iter_mut().enumerate() {
        line.wave = u32::try_from(at / BATCH).unwrap();
    }
    let run = bench.plan(&plan);
    bench.close();
    let files = tempfile::tempdir().unwrap();
    let server = Server::start(FAMILIES, &files.path().join("access.log")).await;
    let trace = files.path().join("trace");
    let mut strace = tokio::process::Command::new("strace");
    strace
        .args(["-f", "-y", "-s", "64", "-o"])
        .arg(&trace)
        .args([
            "-e",
            "trace=write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync",
        ])
        .arg(std::env::current_exe().unwrap())
        .stdin(Stdio::null());
    let mut traced = start_by(strace, &bench, &server, run);
    assert!(traced.wait().await.unwrap().success());
    server.kill().await;

    let calls = std::fs::read_to_string(trace).unwrap();
    let events = events(&calls);
    for batch in bench.ids[..LINES].chunks(BATCH) {
        let is_of_batch = |event: &Event| matches!(event, Event::Sent(id) if batch.contains(id));
        let sent = events.iter().position(is_of_batch).expect("it was sent");
        // Between its records and its first update nothing else is written.
        let before = &events[..sent];
        let read = before.iter().rposition(|event| *event == Event::Read);
        let since = &before[read.expect("its records were read")..];
        assert!(since.contains(&Event::Written), "no intent was written");
        assert_eq!(since.last(), Some(&Event::Synced), "{since:?}");
    }
}

/// A write counts from its end, a send from its beginning.
fn events(calls: &str) -> Vec<Event> {
    let mut under_way: HashMap<&str, &str> = HashMap::new();
    let mut events = Vec::new();
    for line in calls.lines() {
        let (thread, call) = line.split_once(' ').unwrap_or_default();
        let call = call.trim_start();
        if let Some((_, rest)) = call.split_once("\"PATCH /v1/customers/") {
            let family = rest.split(' ').next().unwrap_or_default();
            events.push(Event::Sent(family.to_owned()));
        } else if call.contains("\"GET /v1/customers") {
            events.push(Event::Read);
        }
        let call = if call.ends_with("<unfinished ...>") {
            under_way.insert(thread, call);
            continue;
        } else if call.starts_with("<...") {
            under_way.remove(thread).unwrap_or_default()
        } else {
            call
        };
        if call.contains("journal.db-wal>") {
            let synced = call.starts_with("fsync(") || call.starts_with("fdatasync(");
            events.push(match synced {
                true => Event::Synced,
                false => Event::Written,
            });
        }
    }
    events
}

//! kill -9 does not simulate a power cut: only the system calls of a real update show what would survive one.

use std::collections::HashMap;
use std::process::Command;

/// An update from its draft to its proof, over a real socket, with the journal on a real disk.
const UPDATE: &str =
    "update::open_draft_review_update_sends_one_exact_patch_and_the_answer_proves_it";

#[derive(Debug, PartialEq)]
enum Event {
    /// Bytes of the journal were handed to the system.
    Written,
    /// They are on the disk.
    Synced,
    /// The first bytes of the update leave.
    Sent,
}

#[test]
fn an_updates_intent_is_on_the_disk_before_its_first_byte_leaves() {
    let folder = tempfile::tempdir().expect("a folder for the trace");
    let trace = folder.path().join("trace");
    let traced = Command::new("strace")
        .args(["-f", "-y", "-s", "64", "-o"])
        .arg(&trace)
        .args([
            "-e",
            "trace=write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync",
        ])
        .arg(std::env::current_exe().expect("this test has a file"))
        .args(["--exact", UPDATE])
        .output()
        .expect("this test needs strace (Debian package strace)");
    assert!(traced.status.success(), "{traced:?}");

    let calls = std::fs::read_to_string(trace).expect("strace left its trace");
    let events = events(&calls);
    let sent = events.iter().position(|event| *event == Event::Sent);
    let before = &events[..sent.expect("an update was sent")];
    assert!(before.contains(&Event::Written), "no intent was written");
    assert_eq!(before.last(), Some(&Event::Synced), "{events:?}");
}

/// A write counts from its end, a send from its beginning.
fn events(calls: &str) -> Vec<Event> {
    let mut under_way: HashMap<&str, &str> = HashMap::new();
    let mut events = Vec::new();
    for line in calls.lines() {
        let (thread, call) = line.split_once(' ').unwrap_or_default();
        let call = call.trim_start();
        if call.contains("\"PATCH /v1/") {
            events.push(Event::Sent);
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
            events.push(if synced {
                Event::Synced
            } else {
                Event::Written
            });
        }
    }
    events
}

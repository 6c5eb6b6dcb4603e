//! The practice server as a separate program.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use practice::{Fault, Quirks};
use serde_json::{Value, json};

use crate::support::{Answer, KEY, NUNEZ, drain, send, split};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_practice"))
}

/// Ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Starts the program with these arguments, sends one update, and returns its answer if any.
fn update(args: &[&str]) -> Option<Answer> {
    update_by(program(), args)
}

fn update_by(mut command: Command, args: &[&str]) -> Option<Answer> {
    command.args(args).args(["--families", "4", "--no-code"]);
    let mut running = Running(command.stdout(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let url = lines.next().unwrap().unwrap();
    assert_eq!(lines.next().unwrap().unwrap().len(), 6, "the code");
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    let path = format!("/v1/customers/{NUNEZ}");
    let body = r#"{"input":{"data":{"name":"X"}}}"#;
    send(&mut stream, "PATCH", &path, KEY, body);
    let bytes = drain(&mut stream);
    (!bytes.is_empty()).then(|| split(&bytes))
}

fn refused(args: impl IntoIterator<Item = OsString>) -> String {
    let Output { status, stderr, .. } = program().args(args).output().unwrap();
    assert_eq!(status.code(), Some(2));
    String::from_utf8(stderr).unwrap()
}

#[test]
fn quirks_and_faults_are_taken_by_name() {
    let quirks: Vec<&str> = Quirks::NAMES
        .iter()
        .flat_map(|name| ["--quirk", name])
        .collect();
    assert_eq!(update(&quirks).unwrap().status, 200);
    for (fault, status) in [
        ("client-closed-after", Some(499)),
        ("refused", Some(400)),
        ("late", None),
    ] {
        let answer = update(&["--fault", fault]);
        assert_eq!(answer.map(|answer| answer.status), status, "{fault}");
    }
}

#[test]
fn answers_leave_no_sooner_than_the_latency() {
    let begun = Instant::now();
    assert_eq!(update(&["--latency", "40"]).unwrap().status, 200);
    assert!(begun.elapsed() >= Duration::from_millis(40));
}

/// The lines of an access log.
fn logged(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().unwrap()
}

#[test]
fn the_access_log_holds_what_was_asked_before_the_server_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("access.log");
    let log = ["--access-log", path.to_str().unwrap()];
    assert_eq!(update(&log).unwrap().status, 200);
    // The next server goes on in the same file.
    let refused = [&log[..], &["--fault", "refused"]].concat();
    assert_eq!(update(&refused).unwrap().status, 400);
    let line = |applied: bool| {
        let path = format!("/v1/customers/{NUNEZ}");
        let body = json!({ "input": { "data": { "name": "X" } } });
        json!({ "method": "PATCH", "path": path, "query": "", "body": body, "applied": applied })
    };
    assert_eq!(logged(&path), [line(true), line(false)]);
}

#[test]
fn an_access_log_that_cannot_be_opened_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["--access-log", folder.path().to_str().unwrap()];
    let Output { status, stderr, .. } = program().args(args).output().unwrap();
    assert_eq!(status.code(), Some(1));
    assert!(String::from_utf8(stderr).unwrap().starts_with("practice: "));
}

#[test]
#[cfg(target_os = "linux")]
fn no_answer_leaves_whose_line_could_not_be_written() {
    assert!(update(&["--access-log", "/dev/full"]).is_none());
}

/// kill -9 says nothing of a power cut: only the system calls do.
#[test]
#[cfg(target_os = "linux")]
fn the_line_of_an_update_is_synced_before_its_answer_leaves() {
    use std::io::Read as _;

    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("access.log");
    let (mut trace, stderr) = std::io::pipe().unwrap();
    // Beside the program and not above it, so that both end with it.
    let mut strace = Command::new("strace");
    strace
        .args([
            "-D",
            "-f",
            "-y",
            "-e",
            "trace=write,writev,sendto,fdatasync",
        ])
        .arg(program().get_program())
        .stderr(stderr);
    let answer = update_by(strace, &["--access-log", log.to_str().unwrap()]);
    assert_eq!(answer.unwrap().status, 200);
    let mut calls = String::new();
    trace.read_to_string(&mut calls).unwrap();
    let first = |of: &dyn Fn(&str) -> bool| calls.lines().position(of).unwrap();
    let synced = first(&|call| call.contains("fdatasync(") && call.contains("access.log>"));
    let answered = first(&|call| call.contains("HTTP/1.1 200"));
    assert!(synced < answered, "{calls}");
}

#[test]
fn an_unknown_name_lists_the_known_ones() {
    for args in [["--fault", "none"], ["--quirk", "none"]] {
        let text = refused(args.map(Into::into));
        for name in Fault::ALL.iter().chain(Quirks::NAMES) {
            assert!(text.contains(name), "{name}");
        }
    }
}

#[test]
fn arguments_that_are_not_unicode_are_refused() {
    let text = refused([not_unicode()]);
    assert!(text.contains("is not known"), "{text}");
    for option in ["--key", "--fault", "--port"] {
        let text = refused([option.into(), not_unicode()]);
        assert!(text.contains("is not Unicode"), "{text}");
        assert!(!text.contains("panicked"), "{text}");
    }
}

#[cfg(unix)]
fn not_unicode() -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(b"sk_\xFF".to_vec())
}

#[cfg(windows)]
fn not_unicode() -> OsString {
    std::os::windows::ffi::OsStringExt::from_wide(&[0x73, 0xD800])
}

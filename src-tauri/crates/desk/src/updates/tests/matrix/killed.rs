//! A process of its own sends the update, and is ended with `kill -9` on the way.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, OnceLock},
};

use journal::{ConnectionId, JournalKey};
use quentli::CustomerId;
use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::{Subject, Tally, Truth, faults, in_the_end, options, script};
use crate::{
    School,
    updates::{
        send,
        tests::{
            bench::{Bench, open_journal, ready, work_at},
            time::reset,
        },
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kill {
    /// Its bytes never reach the server.
    BeforeSend,
    /// The server has it; its answer never reaches the process.
    AfterSend,
    /// The answer reached the process, which may or may not have read and kept it.
    AfterAnswer,
}

/// Stands between process and server, and ends the process at the moment asked for.
async fn between(listener: TcpListener, server: SocketAddr, kill: Kill, child: Arc<OnceLock<Pid>>) {
    while let Ok((near, _)) = listener.accept().await {
        let child = Arc::clone(&child);
        tokio::spawn(async move {
            // Whichever side hangs up first ends both.
            let _ = pass_on(near, server, kill, &child).await;
        });
    }
}

async fn pass_on(
    mut near: TcpStream,
    server: SocketAddr,
    kill: Kill,
    child: &OnceLock<Pid>,
) -> io::Result<()> {
    let mut far = TcpStream::connect(server).await?;
    let own_host = format!("host: {}", near.local_addr()?);
    let host = format!("host: {server}");
    let (mut up, mut down) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    let mut is_update = false;
    loop {
        tokio::select! {
            read = near.read(&mut up) => {
                let sent = &up[..read?];
                if sent.is_empty() {
                    return Ok(());
                }
                is_update = is_update || sent.starts_with(b"PATCH ");
                if is_update && kill == Kill::BeforeSend {
                    end(child);
                    return Ok(());
                }
                // The practice server answers under its own name alone.
                let sent = String::from_utf8_lossy(sent).replace(&own_host, &host);
                far.write_all(sent.as_bytes()).await?;
            }
            read = far.read(&mut down) => {
                let answer = read?;
                if is_update && kill == Kill::AfterSend {
                    end(child);
                    return Ok(());
                }
                near.write_all(&down[..answer]).await?;
                if is_update || answer == 0 {
                    if is_update {
                        end(child);
                    }
                    return Ok(());
                }
            }
        }
    }
}

fn end(child: &OnceLock<Pid>) {
    if let Some(child) = child.get() {
        // Fails only where it has ended by itself.
        let _ = kill_process(*child, Signal::KILL);
    }
}

/// The process: opens, types, reviews, sends. Run by the test below, in a folder and against a server
/// that it names.
#[tokio::test]
#[ignore = "a part of the test below"]
async fn the_process_that_is_killed() {
    let Some(url) = std::env::var_os("FICHA_MATRIX_URL") else {
        return;
    };
    let text = |name: &str| std::env::var(name).unwrap();
    let key = JournalKey::from_text(&text("FICHA_MATRIX_KEY")).unwrap();
    let journal = open_journal(Path::new(&text("FICHA_MATRIX_FOLDER")), &key);
    let connection = ConnectionId::parse(&text("FICHA_MATRIX_CONNECTION")).unwrap();
    let id = CustomerId::parse(&text("FICHA_MATRIX_FAMILY")).unwrap();
    let (work, school) = work_at(url.to_str().unwrap(), &connection, &journal);
    ready(&work, &school, &id, Subject::Shown.draft()).await;
    let switching = async {
        if std::env::var_os("FICHA_MATRIX_SWITCH").is_some() {
            // The update has its turn by now.
            tokio::task::yield_now().await;
            let mut other = school.clone();
            other.connection.id = ConnectionId::generate();
            work.in_use.put(|generation| {
                Ok(School {
                    generation,
                    ..other
                })
            });
            work.switched();
        }
    };
    let (_, ()) = tokio::join!(send(&work, &school, &id, None), switching);
}

fn start(bench: &Bench, port: u16, switch: bool) -> Child {
    let test = concat!(module_path!(), "::the_process_that_is_killed");
    let test = test.split_once("::").expect("a crate and a path").1;
    let mut command = Command::new(std::env::current_exe().unwrap());
    if switch {
        command.env("FICHA_MATRIX_SWITCH", "yes");
    }
    command
        .args(["--exact", test, "--ignored"])
        .env("FICHA_MATRIX_URL", format!("http://127.0.0.1:{port}"))
        .env("FICHA_MATRIX_FOLDER", bench.folder.path())
        .env("FICHA_MATRIX_KEY", bench.key.to_text().as_str())
        .env(
            "FICHA_MATRIX_CONNECTION",
            bench.school.connection.id.as_str(),
        )
        .env("FICHA_MATRIX_FAMILY", bench.id.as_str())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

async fn killed(tally: &mut Tally, name: &str, kill: Kill, readable: bool, switch: bool) {
    let case = format!("{name}, readable {readable}, switch {switch}, killed {kill:?}");
    reset();
    let fault = faults()
        .into_iter()
        .find(|(one, _)| *one == name)
        .unwrap()
        .1;
    let mut bench = Bench::with(options(false)).await;
    let before = Subject::Shown.held(&bench.practice, bench.id.as_str());
    script(&bench.practice, fault, readable);
    // Its process opens the journal.
    bench.close_journal();

    let server: SocketAddr = bench
        .practice
        .url()
        .trim_start_matches("http://")
        .parse()
        .unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let pid = Arc::new(OnceLock::new());
    let relay = tokio::spawn(between(listener, server, kill, Arc::clone(&pid)));
    let mut child = start(&bench, port, switch);
    pid.set(Pid::from_child(&child)).unwrap();
    // The relay runs on this very thread.
    let ended = tokio::task::spawn_blocking(move || child.wait());
    // A server that never answers is no moment to end the process at: its having the update is.
    if name.starts_with("stuck") && kill != Kill::BeforeSend {
        bench.practice.requests_reach(3).await;
        end(&pid);
    }
    ended.await.unwrap().unwrap();
    relay.abort();
    tally.cases += 1;

    let journal = open_journal(bench.folder.path(), &bench.key);
    let (work, school) = work_at(&bench.practice.url(), &bench.school.connection.id, &journal);
    let open = school.book.list_open().unwrap();
    assert!(
        !open.is_empty(),
        "{case}: nothing is known of what was sent"
    );
    bench.practice.set_fault(None);
    let first = crate::updates::outcome(&work, &school, &bench.id).await;
    let first = first.map(|report| report.outcome);
    let truth = || Truth::of(&bench.practice, bench.id.as_str(), Subject::Shown, &before);
    if let Ok(claim) = &first {
        tally.note(&case, &truth(), claim);
    }
    let last = in_the_end(&work, &bench, Subject::Shown, &case).await;
    for claim in first.iter().chain(&last) {
        tally.note(&format!("{case}, in the end"), &truth(), claim);
    }
}

#[tokio::test]
async fn a_crash_at_any_moment_leads_to_no_false_claim() {
    let mut tally = Tally::default();
    for (name, _) in faults() {
        for readable in [true, false] {
            for kill in [Kill::BeforeSend, Kill::AfterSend, Kill::AfterAnswer] {
                for switch in [false, true] {
                    // A server that never answers has no answer to end the process after.
                    let is_silent = name.starts_with("stuck");
                    if !is_silent || kill != Kill::AfterAnswer {
                        killed(&mut tally, name, kill, readable, switch).await;
                    }
                }
            }
        }
    }
    tally.report(
        "every fault, read back or not, killed on the way, another connection in use or not",
    );
}

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{ChildStdin, Command, Stdio},
    sync::{Arc, Condvar, Mutex, MutexGuard},
    thread,
};

use rustix::process::Pid;

use crate::process::{Group, is_running};

/// The app without a window (`ficha --piped`), for a page in another engine. It ends with the value.
#[derive(Debug)]
pub struct Piped {
    process: Group,
    pipes: Arc<Pipes>,
}

/// What passes between the page and the app.
#[derive(Debug)]
pub(crate) struct Pipes {
    input: Mutex<ChildStdin>,
    sent: Mutex<Sent>,
    more: Condvar,
}

/// What came for the page so far.
#[derive(Debug, Default)]
struct Sent {
    lines: Vec<String>,
    is_over: bool,
}

impl Piped {
    /// Starts the app with exactly the variables of `env`; it writes its errors to `log`.
    ///
    /// # Panics
    /// If it does not start.
    pub fn start(binary: &Path, env: &[(String, String)], log: &File) -> Self {
        let mut process = Group::spawn(
            Command::new(binary)
                .arg("--piped")
                .env_clear()
                .envs(env.iter().cloned())
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(log.try_clone().expect("the log can be shared")),
        )
        .expect("the app starts");
        let input = process.child().stdin.take().expect("piped above");
        let printed = process.child().stdout.take().expect("piped above");
        let pipes = Arc::new(Pipes {
            input: Mutex::new(input),
            sent: Mutex::default(),
            more: Condvar::new(),
        });
        let filled = Arc::clone(&pipes);
        thread::spawn(move || {
            for line in BufReader::new(printed).lines().map_while(Result::ok) {
                filled.sent().lines.push(line);
                filled.more.notify_all();
            }
            filled.sent().is_over = true;
            filled.more.notify_all();
        });
        Self { process, pipes }
    }

    /// Waits until the keychain has answered, which has two seconds: a page that loads meanwhile could take them.
    pub(crate) fn wait_until_begun(&self) {
        self.pipes
            .post(br#"{"cmd":"session","callback":0,"error":0,"payload":{}}"#);
        self.pipes.lines_after(0);
    }

    pub(crate) fn pipes(&self) -> Arc<Pipes> {
        Arc::clone(&self.pipes)
    }

    /// The process, as long as it runs.
    pub fn process(&self) -> Option<Pid> {
        Some(self.process.pid()).filter(|pid| is_running(*pid))
    }
}

impl Pipes {
    /// Passes on what the page posts. An app that has ended takes nothing.
    pub(crate) fn post(&self, message: &[u8]) {
        let mut input = self.input.lock().expect("no writer panics");
        let _ = input
            .write_all(&[message, b"\n"].concat())
            .and_then(|()| input.flush());
    }

    /// Waits until more than `count` lines have come for the page, and returns those; `None` once the app has
    /// ended and there will be no more.
    pub(crate) fn lines_after(&self, count: usize) -> Option<Vec<String>> {
        let waits = |sent: &mut Sent| sent.lines.len() <= count && !sent.is_over;
        let sent = self.more.wait_while(self.sent(), waits);
        let sent = sent.expect("no writer panics");
        let new = sent.lines.get(count..).unwrap_or_default();
        (!new.is_empty()).then(|| new.to_vec())
    }

    fn sent(&self) -> MutexGuard<'_, Sent> {
        self.sent.lock().expect("no writer panics")
    }
}

use std::{
    io,
    os::unix::process::CommandExt as _,
    process::{Child, Command},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process_group};

/// How long anything may take before it counts as broken. A bound for failing, never a wait.
pub const LIMIT: Duration = Duration::from_secs(30);

/// A child process that leads its own group; the whole group ends with the value.
#[derive(Debug)]
pub struct Group(Child);

impl Group {
    /// Starts `command` as the leader of a new process group.
    ///
    /// # Errors
    /// The system's own, when the program cannot be started.
    pub fn spawn(command: &mut Command) -> io::Result<Self> {
        command.process_group(0).spawn().map(Self)
    }

    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    pub fn pid(&self) -> Pid {
        Pid::from_child(&self.0)
    }

    /// Ends the group at once, as `kill -9` does, and waits until its leader is gone.
    pub fn kill(&mut self) {
        // Fails only where nothing of the group is left.
        let _ = kill_process_group(self.pid(), Signal::KILL);
        let _ = self.0.wait();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Whether a process has not ended. One that has stays listed, as a zombie, until its parent asks for it.
pub fn is_running(process: Pid) -> bool {
    let process = process.as_raw_nonzero();
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"));
    stat.is_ok_and(|stat| !stat.contains(") Z "))
}

/// A running process of this name, cut to 15 letters as Linux does, that `program` started.
pub fn child_named(program: Pid, name: &str) -> Option<Pid> {
    let program = program.as_raw_nonzero().to_string();
    let processes = std::fs::read_dir("/proc").ok()?.flatten();
    processes.into_iter().find_map(|process| {
        let stat = std::fs::read_to_string(process.path().join("stat")).ok()?;
        let (called, rest) = stat.split_once('(')?.1.rsplit_once(')')?;
        let mut rest = rest.split_whitespace();
        let (state, parent) = (rest.next()?, rest.next()?);
        let is_it = called == name && parent == program && state != "Z";
        let id = process.file_name().to_str()?.parse().ok()?;
        is_it.then(|| Pid::from_raw(id)).flatten()
    })
}

/// Polls until `ask` has an answer.
///
/// # Panics
/// After [`LIMIT`], naming what was waited for.
pub fn until<T>(what: &str, ask: impl FnMut() -> Option<T>) -> T {
    in_time(ask).unwrap_or_else(|| panic!("waited {LIMIT:?} in vain for {what}"))
}

/// Polls until `ask` has an answer; `None` after [`LIMIT`].
pub fn in_time<T>(mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if start.elapsed() > LIMIT {
            return None;
        }
        // The pause keeps the loop off the processor; what ends the wait is the answer.
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

//! What happened, for support: which commands failed, by their code, and how long they took.
//!
//! Nothing waits for the disk: a thread of its own writes, and what comes faster than that is counted.

mod event;
mod files;

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use jiff::Timestamp;
use quentli::Pace;
use serde::{Deserialize, Serialize};

pub use event::{Cause, Command, Event, UpdateState};
use files::Files;

/// The name of the thread that writes.
pub const THREAD: &str = "log";

/// Long enough for a disk that works.
pub const SOON: Duration = Duration::from_millis(500);

/// Events that wait to be written.
const QUEUE: usize = 256;

#[derive(Clone, Copy, Serialize)]
struct Line {
    at: Timestamp,
    #[serde(flatten)]
    event: Event,
}

enum Message {
    Write(Line),
    /// Answered once everything before it was written.
    Written(SyncSender<()>),
}

/// Cloning shares it.
#[derive(Clone, Debug)]
pub struct Log {
    queue: SyncSender<Message>,
    lost: Arc<AtomicU64>,
    files: Arc<Files>,
    clock: Arc<dyn Pace>,
    /// States that are noted only when they change.
    states: Arc<Mutex<Vec<Event>>>,
}

/// Errors of the same kind in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Of the last one.
    pub at: Timestamp,
    pub command: Command,
    pub cause: Cause,
    pub count: usize,
}

impl Log {
    /// Without a thread or a folder it notes nothing, and nobody notices.
    pub fn open(folder: PathBuf, clock: Arc<dyn Pace>) -> Self {
        let files = Arc::new(Files::new(folder));
        let (queue, messages) = sync_channel(QUEUE);
        let log = Self {
            queue,
            lost: Arc::default(),
            files: Arc::clone(&files),
            clock: Arc::clone(&clock),
            states: Arc::default(),
        };
        let lost = Arc::clone(&log.lost);
        let write = move || write_all(&messages, &files, &lost, &*clock);
        drop(thread::Builder::new().name(THREAD.into()).spawn(write));
        log
    }

    pub fn note(&self, event: Event) {
        let line = Line {
            at: moment(&*self.clock),
            event,
        };
        if self.queue.try_send(Message::Write(line)).is_err() {
            self.lost.fetch_add(1, Relaxed);
        }
    }

    /// Time since some moment in this process's life.
    pub fn uptime(&self) -> Duration {
        self.clock.uptime()
    }

    /// Notes a state, unless it is as it was.
    pub fn note_state(&self, state: Event) {
        let same_kind = |one: &Event| std::mem::discriminant(one) == std::mem::discriminant(&state);
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        if states.contains(&state) {
            return;
        }
        states.retain(|one| !same_kind(one));
        states.push(state);
        drop(states);
        self.note(state);
    }

    /// Waits until what was noted is written, but not longer than `most`.
    pub fn flush(&self, most: Duration) {
        let (written, answer) = sync_channel(1);
        if self.queue.try_send(Message::Written(written)).is_ok() {
            let _ = answer.recv_timeout(most);
        }
    }

    /// The last kinds of errors, the newest first.
    pub fn failures(&self, most: usize) -> Vec<Failure> {
        failures_in(&self.files.read(), most)
    }

    pub fn erase(&self) {
        self.files.delete();
    }
}

/// To the millisecond.
pub fn moment(clock: &dyn Pace) -> Timestamp {
    let now = Timestamp::try_from(clock.now()).unwrap_or_default();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or_default()
}

fn write_all(messages: &Receiver<Message>, files: &Files, lost: &AtomicU64, clock: &dyn Pace) {
    for first in messages {
        let mut text = String::new();
        let mut waiting = Vec::new();
        let rest = messages.try_iter().take(QUEUE);
        for message in std::iter::once(first).chain(rest) {
            match message {
                Message::Write(line) => push(&mut text, line),
                Message::Written(written) => waiting.push(written),
            }
        }
        let count = lost.swap(0, Relaxed);
        if count > 0 {
            let at = moment(clock);
            let event = Event::Lost { count };
            push(&mut text, Line { at, event });
        }
        if !text.is_empty() {
            // A disk that is full or cannot be written loses the log, never work.
            let _ = files.append(&text);
        }
        for written in waiting {
            let _ = written.try_send(());
        }
    }
}

fn push(text: &mut String, line: Line) {
    if let Ok(line) = serde_json::to_string(&line) {
        text.push_str(&line);
        text.push('\n');
    }
}

/// An error in the log. Other lines, and those that are torn, are not one.
#[derive(Deserialize)]
struct Logged {
    at: Timestamp,
    command: Command,
    #[serde(flatten)]
    cause: Cause,
}

fn failures_in(log: &str, most: usize) -> Vec<Failure> {
    let mut failures: Vec<Failure> = Vec::new();
    // As they were written: the clock may have jumped.
    for line in log.lines().rev() {
        let Ok(Logged { at, command, cause }) = serde_json::from_str(line) else {
            continue;
        };
        let is_full = failures.len() == most;
        match failures.last_mut() {
            Some(last) if last.command == command && last.cause == cause => last.count += 1,
            _ if is_full => break,
            _ => failures.push(Failure {
                at,
                command,
                cause,
                count: 1,
            }),
        }
    }
    failures
}

#[cfg(test)]
mod tests;

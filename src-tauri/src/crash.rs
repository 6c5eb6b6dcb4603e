//! What is kept of a crash: when it was and where in the program.
//!
//! A panic's message may hold anything that was at hand, such as the text that an index did not fit. So of
//! a panic only that is kept which is part of the program: the place in its source, and a thread's name.

use std::{
    fs,
    io::{self, Write as _},
    panic::{self, PanicHookInfo},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use jiff::Timestamp;
use quentli::Pace;
use serde::{Deserialize, Serialize};

use crate::{
    home,
    log::{self, Event, Log},
};

/// So many crashes are kept.
const KEPT: usize = 5;
/// A place in a source file is shorter.
const LONGEST_PLACE: usize = 200;

/// The threads of Ficha and of its libraries: a name that is not known may be anything.
const THREADS: &[&str] = &[
    "main",
    "opening",
    "journal",
    "keychain",
    "practice",
    log::THREAD,
    "tokio-rt-worker",
    "tokio-runtime-worker",
];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Crash {
    pub at: Timestamp,
    pub version: String,
    pub thread: String,
    /// File, line and column in the sources.
    pub place: String,
    /// How long Ficha had been running.
    pub uptime_ms: u64,
}

/// Has every panic of this process kept in `folder`.
pub fn keep(folder: PathBuf, clock: Arc<dyn Pace>, events: Log) {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        // What panics in here ends the process at once: nothing below may.
        let crash = Crash::of(info, &*clock);
        let _ = write(&folder, &crash);
        events.note(Event::Panicked);
        if thread::current().name() != Some(log::THREAD) {
            // A released Ficha ends right after this.
            events.flush(log::SOON);
        }
        if is_for_developers() {
            before(info);
        } else {
            // The usual words contain the message, and the desktop keeps what a program prints.
            let _ = writeln!(io::stderr(), "panicked at {}", crash.place);
        }
    }));
}

fn is_for_developers() -> bool {
    cfg!(debug_assertions) && !cfg!(feature = "automation")
}

impl Crash {
    fn of(info: &PanicHookInfo<'_>, clock: &dyn Pace) -> Self {
        let place = info.location().map(|at| {
            let file = in_sources(at.file());
            format!("{file}:{}:{}", at.line(), at.column())
        });
        let uptime = clock.uptime().as_millis();
        Self {
            at: log::moment(clock),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            thread: thread_name(thread::current().name()).to_owned(),
            place: place.unwrap_or_default(),
            uptime_ms: u64::try_from(uptime).unwrap_or(u64::MAX),
        }
    }
}

fn thread_name(name: Option<&str>) -> &'static str {
    let known = THREADS.iter().find(|known| Some(**known) == name);
    known.copied().unwrap_or("other")
}

/// A source file without the folders of the computer that built Ficha.
fn in_sources(file: &str) -> String {
    let file = file.replace('\\', "/");
    let of_library = file.rsplit_once("/registry/src/").map(|(_, rest)| rest);
    let of_library = of_library.and_then(|rest| rest.split_once('/'));
    let of_standard = file.split_once("/library/");
    match (of_library, of_standard) {
        (Some((_, rest)), _) => rest.to_owned(),
        (None, Some((_, rest))) => format!("library/{rest}"),
        (None, None) => file
            .rsplit_once("/src-tauri/")
            .map_or_else(|| file.clone(), |(_, rest)| format!("src-tauri/{rest}")),
    }
}

/// In full or not at all, and only the last few.
fn write(folder: &Path, crash: &Crash) -> io::Result<()> {
    home::create(folder)?;
    let text = serde_json::to_string_pretty(crash)?;
    let mut number = numbers(folder)
        .last()
        .map_or(1, |last| last.saturating_add(1));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    // Another Ficha, or another thread, may have taken the number meanwhile.
    while let Err(refused) = file.persist_noclobber(path(folder, number)) {
        if refused.error.kind() != io::ErrorKind::AlreadyExists {
            return Err(refused.error);
        }
        file = refused.file;
        number = number.saturating_add(1);
    }
    for old in numbers(folder).into_iter().rev().skip(KEPT) {
        let _ = fs::remove_file(path(folder, old));
    }
    Ok(())
}

/// Numbered, as the clock may be wrong: the highest number is the newest.
fn path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("crash-{number}.txt"))
}

/// Of the crashes that are kept, in order.
fn numbers(folder: &Path) -> Vec<u32> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut numbers: Vec<u32> = entries
        .filter_map(|entry| {
            let name = entry.file_name();
            let name = name.to_str()?.strip_prefix("crash-")?;
            name.strip_suffix(".txt")?.parse().ok()
        })
        .collect();
    numbers.sort_unstable();
    numbers
}

/// The crashes that are kept, the newest first; one that cannot be read is absent.
pub fn kept(folder: &Path) -> Vec<Crash> {
    let numbers = numbers(folder).into_iter().rev();
    numbers.filter_map(|number| read(folder, number)).collect()
}

fn read(folder: &Path, number: u32) -> Option<Crash> {
    let text = fs::read_to_string(path(folder, number)).ok()?;
    let crash: Crash = serde_json::from_str(&text).ok()?;
    let sound = crash.place.len() <= LONGEST_PLACE && crash.version.len() <= LONGEST_PLACE;
    sound.then(|| Crash {
        thread: thread_name(Some(&crash.thread)).to_owned(),
        ..crash
    })
}

pub fn erase(folder: &Path) {
    for number in numbers(folder) {
        let _ = fs::remove_file(path(folder, number));
    }
}

#[cfg(test)]
mod tests;

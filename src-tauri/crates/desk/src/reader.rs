//! Where workbooks of older formats are read.

use std::path::PathBuf;

pub use sheets::{READ_APART, read_apart};

/// Nothing chosen yet, and old workbooks read by a process of this program, which has to pass [`READ_APART`] on to
/// [`read_apart`]: their reader panics at damaged files, which ends a released program.
pub fn sheet_options() -> sheets::Options {
    sheets::Options {
        reader: cfg!(panic = "abort").then(own_program),
        ..sheets::Options::default()
    }
}

fn own_program() -> PathBuf {
    // Still there where an update has replaced the file meanwhile.
    if cfg!(target_os = "linux") {
        return "/proc/self/exe".into();
    }
    std::env::current_exe().unwrap_or_default()
}

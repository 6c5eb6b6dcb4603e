//! The practice server's promises to the app's practice mode and to tests.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod access;
mod faults;
mod guards;
mod hold;
mod host;
mod late;
mod list;
mod log;
mod odd;
mod program;
mod roster;
mod support;
mod update;

//! The keychain's promises, tested with fake stores. The real ones are tested in `tests/it`
//! at the top of the workspace, where a session bus can be started.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests are no tests to clippy"
)]

mod fake;
mod memory;
mod slow;
mod states;
#[cfg(windows)]
mod windows;

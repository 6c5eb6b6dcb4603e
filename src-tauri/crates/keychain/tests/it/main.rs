//! The keychain's promises, kept against stores made up for the purpose. The real ones are tested in `tests/it`
//! at the top of the workspace, where a session bus can be started.

mod fake;
mod memory;
mod slow;
mod states;

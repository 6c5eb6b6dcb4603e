//! The operating system's keychain, behind one thread and with states instead of strings.
//!
//! A keychain may block for as long as its prompt is open, and may fail in ways that only its own
//! operating system can name. So one detached thread owns it ([`Keychain`]), every request has a time limit,
//! the store is opened again for each request (so "try again" can work), and a failure is a [`State`] that
//! a screen can explain. There is no fallback to a file: if the keychain cannot be used, the choice is to
//! try again or to use [`Keychain::memory`] for this session only.

mod classify;
mod handle;
mod operations;
mod secret;
mod state;
mod store;
mod worker;

pub use handle::{Keychain, Limits};
pub use keyring::CredentialStore;
pub use secret::Secret;
pub use state::{Error, State};

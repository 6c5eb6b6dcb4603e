//! The operating system's keychain, behind one thread and with states instead of strings.
//!
//! A keychain may block for as long as a person looks at its prompt, and may fail in ways only its own
//! operating system can name. So one detached thread owns it ([`Keychain`]), every request has a time limit,
//! the store is opened again for each request (so "try again" can work), and what went wrong is a [`State`]
//! a screen can explain. There is no fallback to a file: where the keychain cannot be used, the choice is to
//! try again or [`Keychain::memory`], for this session only.

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

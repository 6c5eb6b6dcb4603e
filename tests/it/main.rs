//! Tests of the whole.

#[cfg(target_os = "linux")]
mod keychain;

//! Tests of the whole.

mod contract;
#[cfg(target_os = "linux")]
mod keychain;

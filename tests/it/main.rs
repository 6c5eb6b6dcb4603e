//! Tests of the whole.

mod desk;
mod contract;
#[cfg(target_os = "linux")]
mod keychain;
#[cfg(target_os = "linux")]
mod window;

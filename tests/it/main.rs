//! End-to-end tests.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(target_os = "linux")]
mod apart;
mod contract;
mod desk;
#[cfg(target_os = "linux")]
mod durability;
#[cfg(target_os = "linux")]
mod keychain;
mod update;
#[cfg(target_os = "linux")]
mod window;

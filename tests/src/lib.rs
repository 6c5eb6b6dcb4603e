//! The test harness: a screen, a session, the real window under WebDriver.

#[cfg(target_os = "linux")]
pub mod app;
#[cfg(target_os = "linux")]
pub mod chromium;
#[cfg(target_os = "linux")]
mod clipboard;
pub mod contract;
#[cfg(target_os = "linux")]
pub mod debian;
#[cfg(target_os = "linux")]
pub mod display;
#[cfg(target_os = "linux")]
pub mod engine;
#[cfg(target_os = "linux")]
pub mod gesture;
pub mod keys;
#[cfg(target_os = "linux")]
pub mod opener;
#[cfg(target_os = "linux")]
mod page;
#[cfg(target_os = "linux")]
mod page_server;
#[cfg(target_os = "linux")]
pub mod piped;
#[cfg(target_os = "linux")]
pub mod presses;
#[cfg(target_os = "linux")]
pub mod process;
#[cfg(target_os = "linux")]
pub mod session;
#[cfg(target_os = "linux")]
pub mod webdriver;
#[cfg(target_os = "linux")]
pub mod window;

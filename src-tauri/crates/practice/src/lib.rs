//! Quentli's customers API, simulated on this computer with made-up families.
//!
//! For practice without a key, and for tests: it stores what it is sent, logs every request in order
//! and can fail in every way the app must survive ([`Fault`]). It shares no type with the client, so
//! that tests notice when the two disagree. What Quentli's documentation leaves open is a switch here
//! ([`Quirks`]).
//!
//! What is typed during practice can be real data:
//! - Only this computer reaches the server, and no web page does: it listens on 127.0.0.1 and
//!   refuses requests for another host. [`Options::with_random_key`] keeps other programs out.
//! - Passwords and codes are masked in the log and in the families, unless a test asks for them
//!   ([`Options::keep_secrets`]).
//! - The log in memory is bounded by number ([`Options::log_limit`]) and by memory, about 32 MB; a request's
//!   body is at most 1 MB. The families grow with the custom data they are sent, and a late update
//!   is kept as it was sent until it is applied.

mod access_log;
mod api;
mod canned;
mod cut;
mod deliver;
mod family;
mod fault;
mod filter;
mod host;
mod log;
mod names;
mod options;
mod query;
mod refusal;
mod reply;
mod request;
mod rules;
mod secret;
mod seed;
mod server;
mod stamp;
mod update;
mod world;

pub use fault::{Fault, Rule, Target};
pub use options::{Options, Quirks};
pub use request::Request;
pub use server::Practice;

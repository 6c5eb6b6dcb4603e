//! Quentli's customers API, played on this computer with made-up families.
//!
//! For practising without a key, and for tests: it keeps what it is sent, logs every request in
//! order and can be told to fail in every way the app must survive ([`Fault`]). It shares no type
//! with the client, so that the two can disagree and a test can see it. What Quentli leaves open
//! is a switch here ([`Quirks`]).

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

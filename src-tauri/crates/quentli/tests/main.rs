//! The client against a scripted server: exactly what it sends, and how it interprets every answer.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it stands"
)]

mod connecting;
mod decoding;
mod diagnosing;
mod listing;
mod probing;
mod reading;
mod retrying;
mod secrets;
mod support;
mod updating;

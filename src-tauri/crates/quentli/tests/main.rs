//! The client against a scripted server: what exactly it sends, and what it makes of every answer.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it stands"
)]

mod connecting;
mod decoding;
mod listing;
mod probing;
mod reading;
mod retrying;
mod secrets;
mod support;
mod updating;

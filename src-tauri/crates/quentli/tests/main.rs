//! The client against a scripted server: what exactly it sends, and what it makes of every answer.

mod connecting;
mod decoding;
mod listing;
mod probing;
mod reading;
mod retrying;
mod secrets;
mod support;
mod updating;

//! The journal's promises, each against a real file in a folder of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod child;
mod connections;
mod damage;
mod drafts;
mod durability;
mod erasing;
mod opening;
mod secrecy;
mod support;
mod unlocking;
mod updates;

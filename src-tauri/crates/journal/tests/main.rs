//! The journal's promises, each against a real file in a folder of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod as_asked;
mod child;
mod connections;
mod creating;
mod damage;
mod draft_list;
mod drafts;
mod durability;
mod erasing;
mod fixtures;
mod losing;
mod migrating;
mod opening;
mod runs;
mod secrecy;
mod seeing;
mod support;
mod unlocking;
mod updates;

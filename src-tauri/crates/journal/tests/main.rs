//! The journal's promises, each against a real file in a folder of its own.

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

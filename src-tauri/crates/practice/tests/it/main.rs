//! What the practice server promises to those who practise and test against it.

mod access;
mod faults;
mod list;
mod roster;
mod support;
mod update;

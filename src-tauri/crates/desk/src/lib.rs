#![doc = include_str!("../README.md")]

mod code;
mod schedule;
mod update;

pub use code::speaks_of_a_code;
pub use schedule::{LastByte, SETTLE_AFTER, clock, next_read};
pub use update::{
    Cause, Failure, LogError, Outcome, Proof, Request, Seen, Timing, UpdateLog, resolve, update,
};

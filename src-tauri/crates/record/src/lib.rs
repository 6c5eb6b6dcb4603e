#![doc = include_str!("../README.md")]

mod changes;
mod code;
mod conflict;
mod draft;
mod field;
mod find;
mod left;
mod patch;
mod read_back;
mod rules;
mod schedule;
mod update;
mod value;

pub use changes::{Change, Checked, check};
pub use code::speaks_of_a_code;
pub use conflict::{Conflict, ConflictRow, Side, conflict, rebase};
pub use draft::{Draft, Entry, PairEntry};
pub use field::{Field, FieldSpec, Group, Kind};
pub use find::{SearchTerm, possible_id, rank, search_terms};
pub use left::{PasswordSent, left_of};
pub use patch::patch;
/// What a record is known by and holds, for those who keep it without talking to Quentli.
pub use quentli::{Customer, CustomerId};
pub use read_back::{Held, Verdict, held};
pub use rules::{Notice, NoticeCode, Problem, ProblemCode, check_code};
pub use schedule::{LastByte, SETTLE_AFTER, clock, next_read};
pub use update::{
    Cause, Failure, Intent, IntentId, LogError, Outcome, Proof, Reason, Request, Seen, Settled,
    State, Timing, UpdateLog, belongs_elsewhere, resolve, update,
};
pub use value::{Pair, Value, value_of};

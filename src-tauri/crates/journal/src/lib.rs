#![doc = include_str!("../README.md")]

mod ahead;
mod book;
mod connect;
mod connections;
mod draft;
mod draft_list;
mod erase;
mod error;
mod journal;
mod key;
mod line_step;
mod open;
mod other_key;
mod presence;
mod remembered;
mod replanning;
mod row;
mod run;
mod run_lines;
mod run_plan;
mod runs;
mod schema;
mod seal;
mod sealed;
mod store;
mod stored;
mod suspect;
mod unlock;
mod updates;
mod writer;

pub use book::{Book, Recent};
pub use connections::{Connection, ConnectionId};
pub use draft::StoredDraft;
pub use draft_list::{DraftLine, DraftState};
pub use error::{Error, Finding};
pub use journal::Journal;
pub use key::JournalKey;
pub use line_step::{Intended, LineStep, SettledLine};
pub use other_key::{KeyId, OtherKey};
pub use row::{After, Intent, IntentId, Reason, Seen, Settled, State};
pub use run::{
    Fate, InputRow, LeftOut, LineDetails, LineState, PlannedLine, RunCounts, RunDetails, RunId,
    RunPlan, RunSource, Skip, Stopped, StoredLine, StoredRun, StoredRunState, Waiting,
};
pub use run_lines::PlannedChanges;
pub use stored::{Details, OpenUpdate, StoredUpdate};
pub use updates::LastSent;

#![doc = include_str!("../README.md")]

mod code;
mod desk;
mod drafts;
mod error;
mod export;
mod outcome_workbook;
mod own_thread;
mod reader;
mod records;
mod roster;
mod runs;
mod sample;
mod schedule;
mod school;
mod search;
mod session;
mod sheet;
mod update;
mod updates;
mod work;

pub use code::speaks_of_a_code;
pub use desk::Desk;
pub use drafts::{DraftLine, KeptDraft};
pub use error::{Error, SheetError};
pub use export::{Export, ExportWords, Exported};
/// What calls take and return of the journal's and the keychain's.
pub use journal::{
    Connection, DraftState, Error as JournalError, Fate, Finding, InputRow, IntentId, KeyId,
    LastSent, LeftOut, LineState, OtherKey, PlannedLine, Recent, RunCounts, RunId, RunPlan,
    RunSource, Skip,
};
pub use keychain::{Keychain, State as KeychainState};
pub use outcome_workbook::{
    OutcomeChange, OutcomeRow, OutcomeState, OutcomeWords, OwnResult, outcome_workbook, own_result,
};
pub use own_thread::on_own_thread;
/// The faults that the practice server can play, by name.
pub use practice::Fault;
pub use quentli::{ProxyScript, proxy_script};
pub use reader::{READ_APART, read_apart, sheet_options};
pub use records::{Checked, Conflict, Edited, Opened, RequestPreview, Reviewed, Unsent};
pub use roster::{FamilyList, RosterState};
pub use runs::{Run, RunFilter, RunLine, RunLines, RunState, RunStop, RunWords};
pub use sample::{SampleWords, sample_sheet};
pub use schedule::{LastByte, RESOLVE_AFTER, clock, next_read};
pub use school::Kept;
pub(crate) use school::School;
pub use search::Found;
pub use session::{ConnectionForm, ConnectionStatus, Environment, Practising, Status, Tested};
pub use sheet::{
    Check, ColumnBasis, FieldCount, IssueGroup, PlaceholderAsked, RowsView, SheetColumn,
    SheetIssue, SheetOptions, SheetRow, SheetRows, SheetSource, SheetText, SheetView,
};
/// What a sheet's file is, and why it cannot be read.
pub use sheets::{
    Error as SheetReason, Format as SheetFormat, Found as SheetInstead, Limit as SheetLimit,
};
pub use update::{Cause, Outcome, Proof, Request, Seen, Timing, UpdateLog, resolve, update};
pub use updates::{FieldRefusal, Pending, PendingState, Report, Undo, Undoable};
pub use work::Announcement;

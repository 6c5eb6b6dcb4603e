//! What the journal stores of a run: many updates planned from one sheet. These types are its own, as those of
//! one update are.

use std::fmt;

use jiff::Timestamp;
use record::{Change, CustomerId};
use serde_json::Value;

use crate::{After, IntentId, OtherKey, Reason, Seen};

/// Names a run in the journal that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(pub i64);

/// What a run is planned with.
#[derive(Clone, PartialEq)]
pub struct RunPlan {
    /// The file's name.
    pub title: String,
    pub source: RunSource,
    /// In the order in which they are to be sent, wave by wave.
    pub lines: Vec<PlannedLine>,
    /// Every row of the sheet, those without an update included.
    pub rows: Vec<InputRow>,
}

/// The sheet, and how it was understood.
#[derive(Clone, PartialEq)]
pub struct RunSource {
    /// Of the file, in hexadecimal.
    pub sha256: String,
    pub sheet: Option<String>,
    /// Of all columns, in order.
    pub headers: Vec<String>,
    /// The caller's own.
    pub columns: Value,
    pub options: Value,
}

/// One update of a run, as it was reviewed.
#[derive(Clone, PartialEq)]
pub struct PlannedLine {
    /// The row of the sheet that it comes from.
    pub row: u32,
    /// All lines of a wave are over before the next wave begins.
    pub wave: u32,
    pub customer: CustomerId,
    pub seen: Seen,
    pub changes: Vec<Change>,
}

/// A row of the sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct InputRow {
    pub row: u32,
    pub cells: Vec<String>,
    pub fate: Fate,
}

/// What was planned for a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// One line has it, or two.
    Update,
    /// Quentli held the same already.
    Same,
    /// The same family with the same values as that row.
    Repeats(u32),
    /// It has problems.
    Left(Vec<LeftOut>),
}

/// One reason why a row was left out. The code is the caller's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub column: Option<u32>,
    pub code: String,
}

/// Where a line of a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineState {
    Planned,
    /// It may be on its way: after a restart this is an unknown.
    Intent,
    Applied,
    Different,
    Refused,
    NotApplied,
    Unknown,
    /// What was reviewed was there no longer; nothing was sent.
    Conflict,
    /// Refused for want of a verification code.
    NeedsCode,
    /// Not sent, and not going to be.
    Skipped,
    GivenUp,
}

/// Why a line was skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    Cancelled,
    /// A password is kept in memory only, and the program was ended before the line was sent.
    PasswordGone,
    /// What was planned cannot be read any more.
    Unreadable,
}

/// How many lines of a run are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunCounts([usize; LineState::EACH.len()]);

/// Where a run stands, as far as the file knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredRunState {
    /// Not begun.
    Planned,
    /// Under way, or it was when the program ended.
    Running,
    Paused,
    Stopped,
    Cancelled,
    Done,
}

/// Why a run does not go on: the caller's own code, and a server's words, which may name a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Stopped {
    pub why: String,
    pub message: String,
}

/// A run as it is stored.
#[derive(Clone, PartialEq)]
pub struct StoredRun {
    pub id: RunId,
    pub state: StoredRunState,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub counts: RunCounts,
    /// Of the sheet, all of them.
    pub rows: usize,
    pub same: usize,
    pub repeated: usize,
    pub left_out: usize,
    pub details: RunDetails,
}

/// What of a run is sealed.
#[derive(Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly all are the large one")]
pub enum RunDetails {
    Readable {
        title: String,
        source: Option<RunSource>,
        stop: Option<Stopped>,
    },
    OtherKey(OtherKey),
    Damaged,
}

/// A line that is still to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub id: IntentId,
    /// Its place among the lines of the plan.
    pub line: usize,
    pub wave: u32,
    pub customer: CustomerId,
    /// How often it may have been sent before.
    pub tries: u32,
}

/// A line as it is stored.
#[derive(Clone, PartialEq)]
pub struct StoredLine {
    pub id: IntentId,
    pub line: usize,
    pub row: u32,
    pub wave: u32,
    pub customer: CustomerId,
    pub state: LineState,
    pub details: LineDetails,
    pub started_at: Option<Timestamp>,
    pub settled_at: Option<Timestamp>,
    pub skip: Option<Skip>,
}

/// What was to be sent, and what came of it.
#[derive(Clone, PartialEq)]
pub enum LineDetails {
    Readable {
        seen: Option<Seen>,
        changes: Vec<Change>,
        after: Option<After>,
        reason: Option<Reason>,
    },
    OtherKey(OtherKey),
    Damaged,
}

impl LineState {
    /// In the order of [`RunCounts`].
    pub const EACH: [Self; 11] = [
        Self::Planned,
        Self::Intent,
        Self::Applied,
        Self::Different,
        Self::Refused,
        Self::NotApplied,
        Self::Unknown,
        Self::Conflict,
        Self::NeedsCode,
        Self::Skipped,
        Self::GivenUp,
    ];

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Intent => "intent",
            Self::Applied => "applied",
            Self::Different => "different",
            Self::Refused => "refused",
            Self::NotApplied => "not_applied",
            Self::Unknown => "unknown",
            Self::Conflict => "conflict",
            Self::NeedsCode => "needs_code",
            Self::Skipped => "skipped",
            Self::GivenUp => "given_up",
        }
    }

    pub(crate) fn of(text: &str) -> Option<Self> {
        Self::EACH.into_iter().find(|state| state.text() == text)
    }
}

impl Skip {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::PasswordGone => "password_gone",
            Self::Unreadable => "unreadable",
        }
    }

    pub(crate) fn of(text: &str) -> Option<Self> {
        let each = [Self::Cancelled, Self::PasswordGone, Self::Unreadable];
        each.into_iter().find(|skip| skip.text() == text)
    }
}

impl StoredRunState {
    const EACH: [Self; 6] = [
        Self::Planned,
        Self::Running,
        Self::Paused,
        Self::Stopped,
        Self::Cancelled,
        Self::Done,
    ];

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
            Self::Cancelled => "cancelled",
            Self::Done => "done",
        }
    }

    pub(crate) fn of(text: &str) -> Option<Self> {
        Self::EACH.into_iter().find(|state| state.text() == text)
    }

    /// It will not go on.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Cancelled | Self::Done)
    }
}

impl RunCounts {
    #[must_use]
    pub fn of(&self, state: LineState) -> usize {
        self.0[state as usize]
    }

    #[must_use]
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    pub(crate) fn set(&mut self, state: LineState, count: usize) {
        self.0[state as usize] = count;
    }
}

impl fmt::Debug for RunPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RunPlan({} lines)", self.lines.len())
    }
}

impl fmt::Debug for RunSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RunSource({})", self.sha256)
    }
}

impl fmt::Debug for PlannedLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlannedLine({}, {})", self.row, self.customer)
    }
}

impl fmt::Debug for InputRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InputRow({}, {:?})", self.row, self.fate)
    }
}

impl fmt::Debug for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stopped({})", self.why)
    }
}

impl fmt::Debug for StoredRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "StoredRun({:?}, {:?}, {:?})",
            self.id, self.state, self.counts
        )
    }
}

impl fmt::Debug for RunDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Readable { .. } => f.write_str("Readable(…)"),
            Self::OtherKey(other) => write!(f, "OtherKey({other:?})"),
            Self::Damaged => f.write_str("Damaged"),
        }
    }
}

impl fmt::Debug for StoredLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "StoredLine({:?}, row {}, {:?})",
            self.id, self.row, self.state
        )
    }
}

impl fmt::Debug for LineDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Readable { .. } => f.write_str("Readable(…)"),
            Self::OtherKey(other) => write!(f, "OtherKey({other:?})"),
            Self::Damaged => f.write_str("Damaged"),
        }
    }
}

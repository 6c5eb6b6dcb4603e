//! Runs: a spreadsheet's updates on their way, and what came of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    ResultRow,
    from_desk::{all, iso, same},
};

answers! {
    /// What was exported.
    pub struct Exported {
        pub name: String,
        pub families: usize,
        /// Values that do not fit a workbook, which leaves them alone when it is read.
        pub left_out: usize,
    }

    pub struct Run {
        #[cfg_attr(test, ts(type = "number"))]
        pub id: i64,
        /// The file's name; empty for what was pasted, and where it cannot be read.
        pub title: String,
        /// In ISO 8601.
        pub created_at: String,
        pub ended_at: Option<String>,
        pub state: RunState,
        /// Why it does not go on by itself.
        pub stop: Option<RunStop>,
        /// Rows of the sheet.
        pub rows: usize,
        /// Updates; a family that takes two passes has two.
        pub lines: usize,
        #[cfg_attr(test, ts(type = "{ [key in LineState]: number }"))]
        pub counts: BTreeMap<LineState, usize>,
        pub same: usize,
        pub repeated: usize,
        pub left_out: usize,
        /// Rows that can be run again, once it is over.
        pub again: usize,
        pub rate_per_minute: Option<u32>,
        #[cfg_attr(test, ts(type = "number | null"))]
        pub seconds_left: Option<u64>,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum RunState {
        Running,
        /// Nothing more is sent; what is on its way comes to its end.
        Pausing,
        Paused,
        /// Something has to be put right before it can go on.
        Stopped,
        /// It was under way when Ficha ended.
        Interrupted,
        Cancelled,
        Done,
    }

    pub struct RunStop {
        pub why: RunStopWhy,
        /// The server's own words.
        pub message: Option<String>,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum RunStopWhy {
        Unauthorized,
        Forbidden,
        WrongOrganization,
        /// Five updates in a row failed for the same reason.
        SameFailure,
        Unreachable,
        /// As many as were asked for are done.
        FirstDone,
        /// Ficha's own files cannot be written.
        JournalFull,
        Switched,
    }

    pub struct RunLines {
        pub total: usize,
        pub lines: Vec<RunLine>,
    }

    pub struct RunLine {
        /// Of the sheet.
        pub row: u32,
        pub id: String,
        pub name: Option<String>,
        pub state: LineState,
        pub rows: Vec<ResultRow>,
        /// The server's own words.
        pub message: Option<String>,
        pub status: Option<u16>,
        /// In ISO 8601.
        pub at: Option<String>,
        pub skip: Option<LineSkip>,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum LineSkip {
        Cancelled,
        /// The password was in memory only.
        PasswordGone,
        Unreadable,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LineState {
    Planned,
    Intent,
    Applied,
    Different,
    Refused,
    NotApplied,
    Unknown,
    Conflict,
    NeedsCode,
    Skipped,
    GivenUp,
}

same! {
    desk::RunState => RunState { Running, Pausing, Paused, Stopped, Interrupted, Cancelled, Done }
    desk::LineState => LineState {
        Planned, Intent, Applied, Different, Refused, NotApplied, Unknown, Conflict, NeedsCode, Skipped, GivenUp
    }
    LineState => desk::LineState {
        Planned, Intent, Applied, Different, Refused, NotApplied, Unknown, Conflict, NeedsCode, Skipped, GivenUp
    }
    desk::Skip => LineSkip { Cancelled, PasswordGone, Unreadable }
}

impl From<desk::Run> for Run {
    fn from(run: desk::Run) -> Self {
        let counts = run.counts;
        let states = desk::LineState::EACH.into_iter();
        Self {
            id: run.id.0,
            title: run.title,
            created_at: iso(run.created_at),
            ended_at: run.ended_at.map(iso),
            state: run.state.into(),
            stop: run.stop.map(Into::into),
            rows: run.rows,
            lines: counts.total(),
            counts: states
                .map(|state| (state.into(), counts.of(state)))
                .collect(),
            same: run.same,
            repeated: run.repeated,
            left_out: run.left_out,
            again: run.again,
            rate_per_minute: run.rate_per_minute,
            seconds_left: run.seconds_left,
        }
    }
}

impl From<desk::RunStop> for RunStop {
    fn from(stop: desk::RunStop) -> Self {
        use RunStopWhy as Why;
        let (why, message) = match stop {
            desk::RunStop::Unauthorized => (Why::Unauthorized, None),
            desk::RunStop::Forbidden(message) => (Why::Forbidden, Some(message)),
            desk::RunStop::WrongOrganization => (Why::WrongOrganization, None),
            desk::RunStop::SameFailure(message) => (Why::SameFailure, Some(message)),
            desk::RunStop::Unreachable => (Why::Unreachable, None),
            desk::RunStop::FirstDone => (Why::FirstDone, None),
            desk::RunStop::JournalFull => (Why::JournalFull, None),
            desk::RunStop::Switched => (Why::Switched, None),
        };
        Self {
            why,
            message: message.filter(|message| !message.trim().is_empty()),
        }
    }
}

impl From<desk::RunLines> for RunLines {
    fn from(lines: desk::RunLines) -> Self {
        Self {
            total: lines.total,
            lines: all(lines.lines),
        }
    }
}

impl From<desk::RunLine> for RunLine {
    fn from(line: desk::RunLine) -> Self {
        Self {
            row: line.row,
            id: line.customer.to_string(),
            name: line.name,
            state: line.state.into(),
            rows: all(line.rows),
            message: line.message,
            status: line.status,
            at: line.at.map(iso),
            skip: line.skip.map(Into::into),
        }
    }
}

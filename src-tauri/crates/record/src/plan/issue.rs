use serde::Serialize;

use crate::{CellProblemCode, Field, NoticeCode, ProblemCode};

use super::FamilyPlace;

/// Something a person should know of a row before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The spreadsheet's number.
    pub row: u32,
    /// From 0; `None` where it is about the row.
    pub column: Option<u32>,
    pub code: IssueCode,
    /// The cell's text as it is in the file.
    pub text: Box<str>,
    pub more: Option<Box<More>>,
}

/// What some issues have beside their code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// What a cell held instead of one value.
    pub found: Vec<String>,
    /// Another row of the table that it is about.
    pub row: Option<u32>,
    /// A family that it is about.
    pub family: Option<FamilyPlace>,
    /// What may have been meant, or what is sent.
    pub suggestion: Option<String>,
    /// The longest text, in characters.
    pub max: Option<usize>,
}

/// Its name alone says to a front end what it is: where two kinds share one, they mean the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum IssueCode {
    Cell(CellProblemCode),
    Rule(ProblemCode),
    Notice(NoticeCode),
    Mark(Mark),
    Row(RowIssue),
}

/// What is found of a row as a whole, or of its family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum RowIssue {
    /// The cell that says which family the row is about is blank.
    NoKey,
    UnknownFamily,
    /// Several families have the value by which it is looked up.
    SeveralFamilies,
    ArchivedFamily,
    /// An id of another organization.
    ForeignId,
    /// A username fits one family once zeros are put before it.
    GuessedUsername,
    /// The family is in several rows that ask for different things.
    TwiceDifferent,
    /// Another row gives the same value to another family.
    TakenInFile,
    /// Another family has the value.
    TakenByFamily,
    /// Families exchange usernames, which cannot be cleared in between.
    CannotSwap,
    /// The record was changed after the table was made: the table may hold values of before.
    ChangedSinceExport,
}

/// What reading the file showed of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "CellMark"))]
#[serde(rename_all = "camelCase")]
pub enum Mark {
    /// A formula that was never calculated.
    Uncalculated,
    /// `5.25512E+11`: the other digits are not in the file.
    DigitsLost,
    /// More than the 15 digits that a spreadsheet keeps.
    TooManyDigits,
    /// Stored as a number where zeros in front of it could not have been kept.
    ZerosMayBeLost,
    ApostropheDropped,
    /// UTF-8 that was once read as something else: `JosÃ©`.
    Mojibake,
    /// U+FFFD: what was there is not in the file.
    ReplacementCharacter,
    /// A quote opens the cell, and nothing closes it.
    UnclosedQuote,
    /// Right of the last header.
    BeyondHeader,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// Nothing of the row is sent.
    Problem,
    Warning,
}

impl IssueCode {
    pub fn severity(self) -> Severity {
        let is_warning = match self {
            Self::Notice(_)
            | Self::Row(RowIssue::ArchivedFamily | RowIssue::ChangedSinceExport) => true,
            Self::Mark(mark) => mark.is_warning(),
            _ => false,
        };
        if is_warning {
            Severity::Warning
        } else {
            Severity::Problem
        }
    }
}

impl Mark {
    pub(super) fn is_warning(self) -> bool {
        matches!(
            self,
            Self::TooManyDigits | Self::ZerosMayBeLost | Self::ApostropheDropped | Self::Mojibake
        )
    }

    /// Whether it matters in a column of this field.
    pub(super) fn matters(self, field: Option<Field>) -> bool {
        match self {
            // A yes, a date or an amount has no zeros in front.
            Self::ZerosMayBeLost => matches!(field, None | Some(Field::Username)),
            // Elsewhere the rules of the field refuse them.
            Self::DigitsLost | Self::ReplacementCharacter => field.is_none(),
            _ => true,
        }
    }
}

impl Issue {
    pub(super) fn of_row(row: u32, code: IssueCode) -> Self {
        Self {
            row,
            column: None,
            code,
            text: "".into(),
            more: None,
        }
    }

    pub(super) fn of_cell(row: u32, column: usize, text: &str, code: IssueCode) -> Self {
        Self {
            column: u32::try_from(column).ok(),
            text: text.into(),
            ..Self::of_row(row, code)
        }
    }

    pub(super) fn with(self, more: More) -> Self {
        Self {
            more: Some(Box::new(more)),
            ..self
        }
    }
}

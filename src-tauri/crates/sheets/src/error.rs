use std::fmt;
use std::io;

use crate::column_letters;

/// Why a table cannot be read or written. It carries what a message needs, and no words for people.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("the file is gone")]
    Missing,
    #[error("a folder, not a file")]
    Folder,
    #[error("no permission to read or write the file")]
    Denied,
    /// Another program holds the file. Only Windows reports this.
    #[error("another program has the file open")]
    Busy,
    #[error("the file cannot be read or written: {0}")]
    Io(io::Error),
    #[error("no cell has a text")]
    Empty,
    #[error("nothing below the header at {0}")]
    HeaderOnly(Position),
    #[error("the workbook has a password")]
    PasswordProtected,
    #[error("not a spreadsheet: {0:?}")]
    NotASpreadsheet(Found),
    #[error("damaged at {at}: {detail}")]
    Damaged { at: Position, detail: String },
    /// The file is not the one that was inspected.
    #[error("the file has changed")]
    Changed,
    #[error("no sheet {0:?}")]
    NoSuchSheet(usize),
    #[error("{limit:?} is above {most} at {at}")]
    TooLarge {
        limit: Limit,
        most: u64,
        at: Position,
    },
}

/// What a file is that is no spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found {
    Html,
    /// "XML Spreadsheet 2003", or any other XML.
    Xml,
    Pdf,
    Image,
    /// A Word or PowerPoint document, or a plain archive.
    Archive,
    /// An OLE file without a workbook, such as a Word document of before 2007.
    Ole,
    Binary,
}

/// Which of [`Limits`](crate::Limits) was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    FileBytes,
    UnpackedBytes,
    /// Unpacked bytes for each packed one: the sign of a zip bomb.
    Ratio,
    Cells,
    Columns,
    Rows,
    CellBytes,
    /// Of a cell that is written, as UTF-16 counts them: Excel's limit.
    CellCharacters,
    RowBytes,
}

/// A place as the person sees it: `Hoja1!C5`, and what stands above that column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Position {
    pub sheet: Option<String>,
    /// The spreadsheet's row, from 1.
    pub row: Option<u32>,
    /// The column, from 0.
    pub column: Option<u32>,
    pub header: Option<String>,
}

impl Position {
    /// A row, where nothing more is known.
    pub fn row(row: u32) -> Position {
        Position {
            row: Some(row),
            ..Position::default()
        }
    }

    pub(crate) fn cell(row: u32, column: u32) -> Position {
        Position {
            column: Some(column),
            ..Position::row(row)
        }
    }

    /// The column's letters.
    pub fn letters(&self) -> Option<String> {
        self.column.map(column_letters)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = &self.sheet {
            let whole = self.row.is_none() && self.column.is_none();
            write!(out, "{sheet}{}", if whole { "" } else { "!" })?;
        }
        if let Some(letters) = self.letters() {
            write!(out, "{letters}")?;
        }
        match self.row {
            Some(row) => write!(out, "{row}"),
            None => Ok(()),
        }
    }
}

impl Error {
    /// A name of this error that does not change: `password_protected`.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Missing => "missing",
            Error::Folder => "folder",
            Error::Denied => "denied",
            Error::Busy => "busy",
            Error::Io(_) => "io",
            Error::Empty => "empty",
            Error::HeaderOnly(_) => "header_only",
            Error::PasswordProtected => "password_protected",
            Error::NotASpreadsheet(_) => "not_a_spreadsheet",
            Error::Damaged { .. } => "damaged",
            Error::Changed => "changed",
            Error::NoSuchSheet(_) => "no_such_sheet",
            Error::TooLarge { .. } => "too_large",
        }
    }

    /// Where it happened, as far as that is known.
    pub fn position(&self) -> Option<&Position> {
        match self {
            Error::HeaderOnly(at) | Error::Damaged { at, .. } | Error::TooLarge { at, .. } => {
                Some(at)
            }
            _ => None,
        }
    }

    pub(crate) fn damaged(at: Position, detail: impl fmt::Display) -> Error {
        Error::Damaged {
            at,
            detail: detail.to_string(),
        }
    }

    /// The same error, which happened on this row.
    pub(crate) fn at_row(mut self, row: u32) -> Error {
        if let Error::Damaged { at, .. } | Error::TooLarge { at, .. } = &mut self {
            at.row = Some(row).filter(|&row| row > 0);
        }
        self
    }

    /// The same error, which happened on this sheet.
    pub(crate) fn on_sheet(mut self, name: Option<&str>) -> Error {
        match &mut self {
            Error::HeaderOnly(at) | Error::Damaged { at, .. } | Error::TooLarge { at, .. } => {
                at.sheet = name.map(str::to_owned);
            }
            _ => {}
        }
        self
    }
}

/// `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION` of Windows.
const HELD_BY_ANOTHER: [i32; 2] = [32, 33];

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        if let Some(passed) = error.get_ref().and_then(|e| e.downcast_ref::<Passed>()) {
            return passed.at(Position::default());
        }
        match error.kind() {
            io::ErrorKind::NotFound => Error::Missing,
            io::ErrorKind::IsADirectory => Error::Folder,
            _ if cfg!(windows)
                && error
                    .raw_os_error()
                    .is_some_and(|code| HELD_BY_ANOTHER.contains(&code)) =>
            {
                Error::Busy
            }
            io::ErrorKind::PermissionDenied => Error::Denied,
            _ => Error::Io(error),
        }
    }
}

/// A limit passed inside a reader, on its way through other crates' errors.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("{limit:?} is above {most}")]
pub(crate) struct Passed {
    pub limit: Limit,
    pub most: u64,
}

impl Passed {
    pub fn at(self, at: Position) -> Error {
        Error::TooLarge {
            limit: self.limit,
            most: self.most,
            at,
        }
    }
}

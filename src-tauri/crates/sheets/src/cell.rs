use crate::column_letters;

/// One row with at least one cell that is not blank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The row's number in the spreadsheet, from 1, as Excel shows it.
    pub number: u32,
    /// Hidden by hand or by a filter.
    pub hidden: bool,
    /// In the order of their columns. A column without a cell is not provided, which is not the same
    /// as an empty one.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of the column (from 0), unless the row does not have one.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |cell| cell.column);
        at.ok().map(|at| &self.cells[at])
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// From 0.
    pub column: u32,
    /// What the person sees, where that is what an id, a phone or a name is: zeros that only the number
    /// format shows are there, grouping and currency signs are not. Dates and times are ISO 8601, booleans
    /// `true` and `false`. In NFC.
    pub text: String,
    pub kind: Kind,
    pub notices: Vec<Notice>,
}

impl Cell {
    pub(crate) fn new(column: u32, kind: Kind, text: String) -> Cell {
        Cell {
            column,
            text,
            kind,
            notices: Vec::new(),
        }
    }

    pub(crate) fn noticing(mut self, notice: Notice) -> Cell {
        self.notices.push(notice);
        self
    }

    /// The column's letters: `C`.
    pub fn letters(&self) -> String {
        column_letters(self.column)
    }

    pub(crate) fn is_blank(&self) -> bool {
        match self.kind {
            Kind::Empty => true,
            Kind::Text => self.text.trim().is_empty(),
            _ => false,
        }
    }
}

/// What the file says a cell holds. In a CSV everything is [`Kind::Text`] or an error's name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Empty,
    Text,
    /// Stored as a number, so that leading zeros may have been lost.
    Number,
    Bool(bool),
    /// A day (`2026-03-04`), with a time where the cell has one (`2026-03-04T13:30:00`).
    Date,
    /// A time of day, or a duration (`25:30:00`).
    Time,
    /// An error such as `#N/D`, whatever language it is in. Never a blank.
    Error,
    /// A formula that was never calculated, so that nobody knows its value. The text is empty.
    Uncalculated,
}

/// Something about a cell that a person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A leading apostrophe, which marks text in Excel, was dropped.
    ApostropheDropped,
    /// `="0012"` was read as `0012`.
    Unwrapped,
    /// The stored form had digits that only computers add: `5512345678.0`.
    FloatNoise { stored: String },
    /// Leading zeros or signs come from the number format.
    Formatted { stored: String },
    /// More than the 15 digits that Excel keeps: the last ones may be zeros that nobody typed.
    TooManyDigits,
    /// `5.25512E+11` as text: the other digits are not in the file.
    DigitsLost,
    /// UTF-8 was once read as something else: `JosÃ©`.
    Mojibake { repaired: String },
    /// The text holds U+FFFD: what was there is not in the file.
    ReplacementCharacter,
    /// A quote opens this cell and nothing closes it.
    UnclosedQuote,
    /// Not blank, and right of the last header.
    BeyondHeader,
}

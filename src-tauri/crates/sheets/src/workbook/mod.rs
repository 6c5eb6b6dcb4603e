//! Workbooks of any kind.

use crate::cell::Row;
use crate::error::Error;
use crate::input::Opened;
use crate::inspection::Format;
use crate::limits::Limits;
use crate::rows::AnyRows;
use crate::sniff::Container;

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    pub visibility: Visibility,
    /// Rows and columns as far as the file declares them, which programs do not always do rightly.
    pub declared: Option<(u32, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    Visible,
    Hidden,
    /// Hidden so that only a macro can show it.
    VeryHidden,
}

/// What a sheet has besides cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetFacts {
    /// The last row and the last column (from 1) with a cell that is not blank.
    pub used: (u32, u32),
    /// How many rows with something in them are hidden.
    pub hidden_rows: u32,
    /// Columns (from 0) that are hidden.
    pub hidden_columns: Vec<u32>,
    /// A filter hides rows.
    pub filtered: bool,
    /// Merged ranges such as `A2:A5`. Only their first cell has a value.
    pub merged: Vec<String>,
    /// Days are counted from 1904.
    pub date1904: bool,
}

pub(crate) struct Workbook;
impl Workbook {
    pub fn open(_: Container, _: &Opened, _: &Limits) -> Result<Workbook, Error> {
        Err(Error::NotASpreadsheet(crate::Found::Archive))
    }
    pub fn format(&self) -> Format {
        Format::Xlsx
    }
    pub fn sheets(&self) -> &[Sheet] {
        &[]
    }
    pub fn rows(&self, _: usize, _: &Limits) -> Result<AnyRows, Error> {
        Err(Error::Empty)
    }
}
pub(crate) struct SheetRows;
impl SheetRows {
    pub fn next(&mut self) -> Result<Option<Row>, Error> {
        Ok(None)
    }
    pub fn facts(&self) -> &SheetFacts {
        unimplemented!()
    }
}
pub(crate) struct MemoryRows;
impl MemoryRows {
    pub fn next(&mut self) -> Option<Row> {
        None
    }
    pub fn facts(&self) -> &SheetFacts {
        unimplemented!()
    }
}

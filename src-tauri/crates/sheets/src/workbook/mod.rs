//! Workbooks of any kind.

mod header;
mod legacy;
mod ods;
mod package;
mod sheet;
mod strings;
mod styles;
mod whole;
mod xlsx;
mod xml;

use crate::error::Error;
use crate::input::Opened;
use crate::inspection::Format;
use crate::limits::Limits;
use crate::rows::AnyRows;
use crate::sniff::Container;
use crate::source::Options;
use legacy::Legacy;
pub(crate) use legacy::MemoryRows;
pub use legacy::{READ_APART, read_apart};
use package::Package;
pub(crate) use sheet::SheetRows;
pub(crate) use styles::NumberFormat;
use xlsx::Xlsx;

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

/// A workbook of any kind.
pub(crate) enum Workbook {
    Xlsx(Xlsx),
    Legacy(Legacy),
}

impl Workbook {
    pub fn open(
        container: Container,
        opened: &Opened,
        options: &Options,
    ) -> Result<Workbook, Error> {
        let (limits, reader) = (&options.limits, options.reader.as_deref());
        if container == Container::Ole {
            return Legacy::xls(opened, reader).map(Workbook::Legacy);
        }
        let package = Package::open(opened, limits)?;
        if package.has("xl/workbook.bin") {
            return Legacy::xlsb(opened, reader).map(Workbook::Legacy);
        }
        if package.has("content.xml") {
            return Legacy::ods(opened, &package, limits, reader).map(Workbook::Legacy);
        }
        Xlsx::open(package).map(Workbook::Xlsx)
    }

    pub fn format(&self) -> Format {
        match self {
            Workbook::Xlsx(_) => Format::Xlsx,
            Workbook::Legacy(legacy) => legacy.format(),
        }
    }

    pub fn sheets(&self) -> Vec<Sheet> {
        match self {
            Workbook::Xlsx(xlsx) => xlsx.sheets().cloned().collect(),
            Workbook::Legacy(legacy) => legacy.sheets().to_vec(),
        }
    }

    pub fn rows(&mut self, sheet: usize, limits: &Limits) -> Result<AnyRows, Error> {
        match self {
            Workbook::Xlsx(xlsx) => Ok(AnyRows::Xlsx(Box::new(xlsx.rows(sheet, limits)?))),
            Workbook::Legacy(legacy) => legacy.rows(sheet, limits).map(AnyRows::Memory),
        }
    }
}

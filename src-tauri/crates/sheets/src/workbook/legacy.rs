//! Workbooks that calamine reads: xls, xlsb and ods. It holds a whole sheet of them in memory, and shows
//! no number formats.

use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, Ods, OdsError, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError, Xlsx,
    XlsxError,
};

use super::ods;
use super::package::{Package, Whole};
use super::{NumberFormat, Sheet, SheetFacts, Visibility};
use crate::cell::{Cell, Kind, Row};
use crate::clean::text_cell;
use crate::dates;
use crate::error::{Error, Found, Limit, Passed, Position};
use crate::input::Opened;
use crate::inspection::Format;
use crate::limits::Limits;
use crate::number::float_cell;

type Bytes = BufReader<Whole>;

pub(crate) struct Legacy {
    book: Book,
    sheets: Vec<Sheet>,
    date1904: bool,
    /// Of ods: calamine does not show what is hidden.
    facts: Vec<ods::TableFacts>,
}

enum Book {
    Xls(Box<Xls<Bytes>>),
    Xlsb(Box<Xlsb<Bytes>>),
    Ods(Box<Ods<Bytes>>),
}

/// Rows that are in memory.
pub(crate) struct MemoryRows {
    rows: std::vec::IntoIter<Row>,
    facts: SheetFacts,
}

impl MemoryRows {
    /// `false` at the end.
    pub fn next(&mut self, row: &mut Row) -> bool {
        match self.rows.next() {
            Some(next) => {
                *row = next;
                true
            }
            None => false,
        }
    }

    pub fn facts(&self) -> &SheetFacts {
        &self.facts
    }
}

fn bytes(opened: &Opened) -> std::io::Result<Bytes> {
    Ok(BufReader::new(Whole::new(opened.again()?)))
}

impl Legacy {
    /// A file in an OLE container.
    pub fn xls(opened: &Opened) -> Result<Legacy, Error> {
        let book: Result<Xls<_>, XlsError> = sheltered(|| Xls::new(bytes(opened)?))?;
        match book {
            Ok(book) => {
                let sheets = sheets_of(&book);
                let date1904 = book.has_1904_epoch();
                Ok(Legacy::new(Book::Xls(Box::new(book)), sheets, date1904))
            }
            Err(XlsError::Password) => Err(Error::PasswordProtected),
            // A workbook of today with a password is a zip inside of OLE.
            Err(error) => match sheltered(|| Xlsx::new(bytes(opened)?))? {
                Err(XlsxError::Password) => Err(Error::PasswordProtected),
                _ if matches!(error, XlsError::Cfb(_)) => Err(Error::NotASpreadsheet(Found::Ole)),
                _ => Err(damaged(error)),
            },
        }
    }

    pub fn xlsb(opened: &Opened) -> Result<Legacy, Error> {
        let book: Result<Xlsb<_>, XlsbError> = sheltered(|| Xlsb::new(bytes(opened)?))?;
        let book = book.map_err(damaged)?;
        let (sheets, date1904) = (sheets_of(&book), book.has_1904_epoch());
        Ok(Legacy::new(Book::Xlsb(Box::new(book)), sheets, date1904))
    }

    pub fn ods(opened: &Opened, package: &Package, limits: &Limits) -> Result<Legacy, Error> {
        let facts = ods::look(package, limits)?;
        let book: Result<Ods<_>, OdsError> = sheltered(|| Ods::new(bytes(opened)?))?;
        match book {
            Ok(book) => {
                let sheets = sheets_of(&book);
                let mut legacy = Legacy::new(Book::Ods(Box::new(book)), sheets, false);
                legacy.facts = facts;
                Ok(legacy)
            }
            Err(OdsError::Password) => Err(Error::PasswordProtected),
            Err(OdsError::InvalidMime(_) | OdsError::FileNotFound(_)) => {
                Err(Error::NotASpreadsheet(Found::Archive))
            }
            Err(error) => Err(damaged(error)),
        }
    }

    fn new(book: Book, sheets: Vec<Sheet>, date1904: bool) -> Legacy {
        Legacy {
            book,
            sheets,
            date1904,
            facts: Vec::new(),
        }
    }

    pub fn format(&self) -> Format {
        match self.book {
            Book::Xls(_) => Format::Xls,
            Book::Xlsb(_) => Format::Xlsb,
            Book::Ods(_) => Format::Ods,
        }
    }

    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    pub fn rows(&mut self, sheet: usize, limits: &Limits) -> Result<MemoryRows, Error> {
        let name = self.sheets.get(sheet).ok_or(Error::NoSuchSheet(sheet))?;
        let name = name.name.as_str();
        let mut rows = Collected::new(self.date1904, limits);
        let book = &mut self.book;
        sheltered(|| match book {
            Book::Xls(book) => rows.add_range(&book.worksheet_range(name).map_err(damaged)?),
            Book::Ods(book) => rows.add_range(&book.worksheet_range(name).map_err(damaged)?),
            Book::Xlsb(book) => {
                let mut cells = book.worksheet_cells_reader(name).map_err(damaged)?;
                while let Some(cell) = cells.next_cell().map_err(damaged)? {
                    let (row, column) = cell.get_position();
                    rows.add(row, column, &Data::from(cell.get_value().clone()))?;
                }
                Ok(())
            }
        })??;
        let table = self.facts.get(sheet);
        Ok(rows.finish(table))
    }
}

/// calamine trusts lengths that a damaged file may lie about. Where panics abort the process, this does
/// not help.
fn sheltered<T>(read: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(read))
        .map_err(|_| Error::damaged(Position::default(), "calamine panicked"))
}

fn damaged(error: impl std::fmt::Display) -> Error {
    Error::damaged(Position::default(), error)
}

fn sheets_of<R: std::io::Read + std::io::Seek>(book: &impl Reader<R>) -> Vec<Sheet> {
    let sheets = book.sheets_metadata().iter();
    let sheets = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let sheet = |sheet: &calamine::Sheet| Sheet {
        name: sheet.name.clone(),
        visibility: match sheet.visible {
            SheetVisible::Visible => Visibility::Visible,
            SheetVisible::Hidden => Visibility::Hidden,
            SheetVisible::VeryHidden => Visibility::VeryHidden,
        },
        declared: None,
    };
    sheets.map(sheet).collect()
}

struct Collected {
    rows: Vec<Row>,
    cells: u64,
    date1904: bool,
    limits: Limits,
}

impl Collected {
    fn new(date1904: bool, limits: &Limits) -> Collected {
        Collected {
            rows: Vec::new(),
            cells: 0,
            date1904,
            limits: limits.clone(),
        }
    }

    fn add_range(&mut self, range: &calamine::Range<Data>) -> Result<(), Error> {
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            // A sheet has fewer rows than u32 counts.
            self.add(first_row + row as u32, first_column + column as u32, value)?;
        }
        Ok(())
    }

    /// Adds a cell, its row and column counted from 0.
    fn add(&mut self, row: u32, column: u32, value: &Data) -> Result<(), Error> {
        self.cells += 1;
        let number = row.saturating_add(1);
        let limit = if self.cells > self.limits.cells_in_memory {
            Some((Limit::Cells, self.limits.cells_in_memory))
        } else if column >= self.limits.columns {
            Some((Limit::Columns, self.limits.columns.into()))
        } else {
            None
        };
        if let Some((limit, most)) = limit {
            return Err(Passed { limit, most }.at(Position::row(number)));
        }
        if self.rows.last().is_none_or(|last| last.number != number) {
            self.rows.push(Row {
                number,
                ..Row::default()
            });
        }
        let cell = cell_of(column, value, self.date1904);
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(cell);
        }
        Ok(())
    }

    fn finish(mut self, table: Option<&ods::TableFacts>) -> MemoryRows {
        let mut facts = SheetFacts {
            date1904: self.date1904,
            ..SheetFacts::default()
        };
        self.rows.retain(|row| !row.is_blank());
        self.rows.sort_by_key(|row| row.number);
        for row in &mut self.rows {
            row.cells.sort_by_key(|cell| cell.column);
            row.cells.dedup_by_key(|cell| cell.column);
            row.hidden = table.is_some_and(|table| table.is_hidden(row.number));
            facts.hidden_rows += u32::from(row.hidden);
            facts.used.0 = facts.used.0.max(row.number);
            let last = row.cells.last().map_or(0, |cell| cell.column + 1);
            facts.used.1 = facts.used.1.max(last);
        }
        if let Some(table) = table {
            facts.hidden_columns.clone_from(&table.hidden_columns);
            facts.filtered = table.filtered;
        }
        MemoryRows {
            rows: self.rows.into_iter(),
            facts,
        }
    }
}

fn cell_of(column: u32, value: &Data, date1904: bool) -> Cell {
    match value {
        Data::Empty => text_cell(column, ""),
        Data::String(text) => text_cell(column, text),
        Data::Int(number) => Cell::new(column, Kind::Number, number.to_string()),
        Data::Float(number) => float_cell(column, *number),
        Data::Bool(value) => Cell::new(column, Kind::Bool(*value), value.to_string()),
        Data::Error(error) => Cell::new(column, Kind::Error, error.to_string()),
        Data::DateTimeIso(text) => Cell::new(column, Kind::Date, dates::iso(text)),
        Data::DurationIso(text) => Cell::new(column, Kind::Time, dates::iso_duration(text)),
        Data::DateTime(moment) => {
            let serial = moment.as_f64();
            let format = if moment.is_duration() {
                NumberFormat::Elapsed
            } else if serial < 1.0 {
                NumberFormat::Time
            } else {
                NumberFormat::Date
            };
            match dates::shown(serial, &format, date1904) {
                Some((kind, text)) => Cell::new(column, kind, text),
                None => float_cell(column, serial),
            }
        }
    }
}

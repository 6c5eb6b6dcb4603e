//! Workbooks that calamine reads: xls, xlsb and ods. It holds a whole sheet of them in memory, and shows
//! no number formats.

mod apart;
mod book;
mod raw;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::ods;
use super::package::Package;
use super::{Sheet, SheetFacts};
use crate::cell::Row;
use crate::error::{Error, Limit, Passed, Position};
use crate::input::Opened;
use crate::inspection::Format;
use crate::limits::Limits;
use apart::Apart;
pub use apart::{READ_APART, read_apart};
use book::{Book, Kind};
use raw::Raw;

pub(crate) struct Legacy {
    kind: Kind,
    book: Where,
    /// Of ods: calamine does not show what is hidden.
    facts: Vec<ods::TableFacts>,
}

enum Where {
    Here(Book),
    Apart(Apart),
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

impl Legacy {
    /// A file in an OLE container, read by `reader` if there is one.
    pub fn xls(opened: &Opened, reader: Option<&Path>) -> Result<Legacy, Error> {
        Legacy::open(Kind::Xls, opened, reader)
    }

    pub fn xlsb(opened: &Opened, reader: Option<&Path>) -> Result<Legacy, Error> {
        Legacy::open(Kind::Xlsb, opened, reader)
    }

    pub fn ods(
        opened: &Opened,
        package: &Package,
        limits: &Limits,
        reader: Option<&Path>,
    ) -> Result<Legacy, Error> {
        let facts = ods::look(package, limits)?;
        let mut legacy = Legacy::open(Kind::Ods, opened, reader)?;
        legacy.facts = facts;
        Ok(legacy)
    }

    fn open(kind: Kind, opened: &Opened, reader: Option<&Path>) -> Result<Legacy, Error> {
        let book = match reader {
            Some(program) => Where::Apart(Apart::open(program, kind, opened)?),
            // A panic would end everything.
            None if cfg!(panic = "abort") => {
                return Err(Error::Io(std::io::ErrorKind::Unsupported.into()));
            }
            None => Where::Here(sheltered(|| Book::open(kind, opened))?),
        };
        Ok(Legacy {
            kind,
            book,
            facts: Vec::new(),
        })
    }

    pub fn format(&self) -> Format {
        match self.kind {
            Kind::Xls => Format::Xls,
            Kind::Xlsb => Format::Xlsb,
            Kind::Ods => Format::Ods,
        }
    }

    pub fn sheets(&self) -> &[Sheet] {
        match &self.book {
            Where::Here(book) => &book.sheets,
            Where::Apart(book) => &book.sheets,
        }
    }

    pub fn rows(&mut self, sheet: usize, limits: &Limits) -> Result<MemoryRows, Error> {
        if sheet >= self.sheets().len() {
            return Err(Error::NoSuchSheet(sheet));
        }
        let date1904 = match &self.book {
            Where::Here(book) => book.date1904,
            Where::Apart(book) => book.date1904,
        };
        let mut rows = Collected::new(date1904, limits);
        let add = |row, column, raw: &Raw| rows.add(row, column, raw);
        match &mut self.book {
            Where::Here(book) => sheltered(|| book.cells(sheet, add))?,
            Where::Apart(book) => book.cells(sheet, add)?,
        }
        Ok(rows.finish(self.facts.get(sheet)))
    }
}

/// calamine trusts lengths that a damaged file may lie about.
fn sheltered<T>(read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let read = catch_unwind(AssertUnwindSafe(read));
    read.unwrap_or_else(|_| Err(Error::damaged(Position::default(), "calamine panicked")))
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

    /// Adds a cell, its row and column counted from 0.
    fn add(&mut self, row: u32, column: u32, value: &Raw) -> Result<(), Error> {
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
        let cell = value.cell(column, self.date1904);
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

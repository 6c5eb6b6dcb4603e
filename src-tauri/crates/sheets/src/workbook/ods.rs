//! What calamine does not show of an ods file, and what it must not be given: it reads on for ever where
//! the content ends early, and holds every cell that a repetition stands for.

use quick_xml::events::{BytesStart, Event};

use super::package::Package;
use super::xml::{attribute, damaged, ends_early, reader};
use crate::error::{Error, Found, Limit, Passed, Position};
use crate::limits::Limits;

/// What is hidden in one table.
#[derive(Debug, Clone, Default)]
pub(crate) struct TableFacts {
    /// The first and last row, from 1.
    hidden_rows: Vec<(u32, u32)>,
    pub hidden_columns: Vec<u32>,
    pub filtered: bool,
}

impl TableFacts {
    pub fn is_hidden(&self, row: u32) -> bool {
        let mut spans = self.hidden_rows.iter();
        spans.any(|&(first, last)| (first..=last).contains(&row))
    }
}

const LAST_ROW: u64 = 1_048_576;
const MOST_COLUMNS: u64 = 16_384;

#[derive(Default)]
struct Look {
    tables: Vec<TableFacts>,
    /// Rows and columns seen of the table.
    row: u64,
    column: u64,
    /// Of the row: its repetitions, its cells so far, and up to the last one with something in it.
    repeats: u64,
    cells: u64,
    filled: u64,
    /// Of the table: the first and the last row with something in it, and its width.
    first: Option<u64>,
    last: u64,
    width: u64,
    /// Cells that calamine will hold, of all tables.
    held: u64,
}

pub(super) fn look(package: &Package, limits: &Limits) -> Result<Vec<TableFacts>, Error> {
    let part = package.part("content.xml")?;
    let part = part.ok_or(Error::NotASpreadsheet(Found::Archive))?;
    let mut xml = reader(part);
    let mut buffer = Vec::new();
    let mut depth = 0_u32;
    let mut look = Look::default();
    loop {
        buffer.clear();
        match xml
            .read_event_into(&mut buffer)
            .map_err(|error| damaged(&error))?
        {
            Event::Start(element) => {
                depth += 1;
                look.start(&element)?;
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                match element.local_name().as_ref() {
                    "table-row" => look.row_ends(),
                    "table" => look.table_ends(),
                    _ => {}
                }
                if look.held > limits.cells_in_memory {
                    let passed = Passed {
                        limit: Limit::Cells,
                        most: limits.cells_in_memory,
                    };
                    return Err(passed.at(Position::default()));
                }
            }
            Event::Eof if depth == 0 => return Ok(look.tables),
            Event::Eof => return Err(ends_early()),
            _ => {}
        }
    }
}

impl Look {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Error> {
        match element.local_name().as_ref() {
            "table" => {
                self.tables.push(TableFacts::default());
                (self.row, self.column) = (0, 0);
                (self.first, self.last, self.width) = (None, 0, 0);
            }
            "table-column" => {
                let repeats = repeats(element, "number-columns-repeated", MOST_COLUMNS)?;
                let columns = self.column..(self.column + repeats).min(MOST_COLUMNS);
                self.column = columns.end;
                if visibility(element)?.is_some()
                    && let Some(table) = self.tables.last_mut()
                {
                    table
                        .hidden_columns
                        .extend(columns.map(|column| column as u32));
                }
            }
            "table-row" => {
                self.repeats = repeats(element, "number-rows-repeated", LAST_ROW)?;
                (self.cells, self.filled) = (0, 0);
                if let (Some(filter), Some(table)) = (visibility(element)?, self.tables.last_mut())
                {
                    let last = (self.row + self.repeats).min(LAST_ROW);
                    let span = ((self.row + 1).min(LAST_ROW) as u32, last as u32);
                    table.hidden_rows.push(span);
                    table.filtered |= filter;
                }
            }
            "table-cell" | "covered-table-cell" => {
                let repeats = repeats(element, "number-columns-repeated", MOST_COLUMNS)?;
                self.cells = (self.cells + repeats).min(MOST_COLUMNS);
                let value = attribute(element, "value-type")?.is_some();
                if value || attribute(element, "formula")?.is_some() {
                    self.filled = self.cells;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn row_ends(&mut self) {
        self.held += self.filled;
        if self.filled > 0 {
            self.first.get_or_insert(self.row);
            self.last = (self.row + self.repeats).min(LAST_ROW);
            self.width = self.width.max(self.filled);
        }
        self.row = (self.row + self.repeats).min(LAST_ROW);
    }

    fn table_ends(&mut self) {
        let rows = self.last - self.first.unwrap_or(self.last).min(self.last);
        self.held += rows * self.width;
    }
}

fn repeats(element: &BytesStart<'_>, name: &str, most: u64) -> Result<u64, Error> {
    let repeats = attribute(element, name)?.and_then(|repeats| repeats.parse().ok());
    Ok(repeats.unwrap_or(1).min(most))
}

/// Whether a row or column is hidden, and whether by a filter.
fn visibility(element: &BytesStart<'_>) -> Result<Option<bool>, Error> {
    Ok(match attribute(element, "visibility")?.as_deref() {
        Some("filter") => Some(true),
        Some("collapse") => Some(false),
        _ => None,
    })
}

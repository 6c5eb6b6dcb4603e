//! CSV, TSV and other text with a table in it.

mod cp850;
mod encoding;
mod guess;
mod records;
mod separator;

use std::io::{Read, Seek, SeekFrom};

pub use encoding::Encoding;
pub use guess::{Confidence, EncodingGuess};
pub(crate) use guess::{Evidence, utf_16_without_bom};
pub use separator::Separator;
pub(crate) use separator::most_common;

use crate::cell::{Cell, Kind, Notice, Row};
use crate::clean;
use crate::error::Error;
use crate::input::{Hashing, Opened};
use crate::limits::Limits;
use records::{Record, Records};

/// How a text file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFacts {
    /// What is read, which may be what a person chose.
    pub encoding: Encoding,
    /// What the bytes say.
    pub guess: EncodingGuess,
    pub separator: Separator,
    /// A first line `sep=;`, which is no row of the table.
    pub separator_line: bool,
    pub line_ends: LineEnds,
}

/// What ends the lines of the beginning of a file, those inside quotes included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineEnds {
    pub crlf: bool,
    pub lf: bool,
    pub cr: bool,
}

/// Enough to see separator and header, whatever stands above it.
const SAMPLE: u64 = 256 << 10;

impl TextFacts {
    pub(crate) fn read(
        opened: &mut Opened,
        guess: EncodingGuess,
        encoding: Option<Encoding>,
        separator: Option<Separator>,
    ) -> Result<TextFacts, Error> {
        let encoding = encoding.unwrap_or(guess.encoding);
        let mut head = Vec::new();
        skip_bom(opened, encoding)?;
        opened.by_ref().take(SAMPLE).read_to_end(&mut head)?;
        let mut text = String::new();
        encoding.decoder().decode(&head, false, &mut text);
        let declared = separator::declared(&text);
        Ok(TextFacts {
            encoding,
            guess,
            separator: separator
                .or(declared)
                .unwrap_or_else(|| separator::guess(&text)),
            separator_line: declared.is_some(),
            line_ends: LineEnds::of(&text),
        })
    }
}

impl LineEnds {
    fn of(text: &str) -> LineEnds {
        let mut ends = LineEnds::default();
        let bytes = text.as_bytes();
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            match bytes[at] {
                b'\r' if bytes.get(at + 1) == Some(&b'\n') => ends.crlf = true,
                b'\r' => ends.cr = true,
                _ if at > 0 && bytes[at - 1] == b'\r' => {}
                _ => ends.lf = true,
            }
        }
        ends
    }
}

/// Goes to where the text begins; returns what is before that.
fn skip_bom(opened: &mut Opened, encoding: Encoding) -> Result<Vec<u8>, Error> {
    let mut first = Vec::new();
    opened.seek(SeekFrom::Start(0))?;
    opened.by_ref().take(3).read_to_end(&mut first)?;
    let length = match Encoding::of_bom(&first) {
        Some((declared, length)) if declared == encoding => length,
        _ => 0,
    };
    opened.seek(SeekFrom::Start(length as u64))?;
    first.truncate(length);
    Ok(first)
}

/// The rows of a text file that are not blank, in bounded memory.
pub(crate) struct TextRows {
    records: Records<Hashing>,
    record: Record,
}

impl TextRows {
    pub fn new(mut opened: Opened, facts: &TextFacts, limits: &Limits) -> Result<TextRows, Error> {
        let before = skip_bom(&mut opened, facts.encoding)?;
        let opened = Hashing::new(opened, &before);
        let decoder = facts.encoding.decoder();
        let mut records = Records::new(opened, decoder, facts.separator.byte(), limits);
        if facts.separator_line {
            records.skip_separator_line()?;
        }
        Ok(TextRows {
            records,
            record: Record::default(),
        })
    }

    /// Reads the next row into `row`; `false` at the end.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, Error> {
        while self.records.read(&mut self.record)? {
            fill_row(row, &self.record);
            if !row.is_blank() || self.record.unclosed {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Of the bytes so far.
    pub fn hash(&self) -> [u8; 32] {
        self.records.reader().hash()
    }
}

fn fill_row(row: &mut Row, record: &Record) {
    row.number = record.row;
    row.hidden = false;
    row.cells.truncate(record.len());
    for (column, field) in (0..).zip(record.fields()) {
        if record.unclosed {
            row.cells.truncate(column as usize);
            row.cells.push(unclosed_cell(column, field));
        } else if let Some(cell) = row.cells.get_mut(column as usize) {
            clean::fill(cell, column, field);
        } else {
            row.cells.push(clean::text_cell(column, field));
        }
    }
}

/// A cell of a line in which a quote is not closed: quotes were not read as such.
fn unclosed_cell(column: u32, text: &str) -> Cell {
    let Some(opened) = text.strip_prefix('"') else {
        return clean::text_cell(column, text);
    };
    match opened.strip_suffix('"') {
        Some(inside) => clean::text_cell(column, &inside.replace("\"\"", "\"")),
        None => Cell::new(column, Kind::Text, text.to_owned()).noticing(Notice::UnclosedQuote),
    }
}

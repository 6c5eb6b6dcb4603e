//! Records of a CSV file, and the rows they are in a spreadsheet.
//!
//! The grammar of a record is csv-core's. Which bytes make up a record is found here: csv-core skips
//! blank lines, which are rows too, and reads on to the end of the file where a quote is not closed.

use std::io::Read;

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use super::encoding::Stream;
use crate::error::{Error, Limit, Passed, Position};
use crate::limits::Limits;

/// One record, as its fields' texts.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// The spreadsheet's row, from 1.
    pub row: u32,
    text: String,
    /// The start and the end of each field in `text`.
    fields: Vec<(usize, usize)>,
    /// A quote in it is not closed: its fields are those of its first line, with quotes as letters.
    pub unclosed: bool,
}

impl Record {
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let spans = self.fields.iter();
        spans.map(|&(start, end)| &self.text[start..end])
    }

    pub fn len(&self) -> usize {
        self.fields.len()
    }
}

pub(crate) struct Records<R> {
    reader: R,
    decoder: Stream,
    raw: Vec<u8>,
    /// Decoded text; what is before `start` was read.
    text: String,
    start: usize,
    ended: bool,
    row: u32,
    separator: u8,
    unquoted: Vec<u8>,
    ends: Vec<usize>,
    quoted: csv_core::Reader,
    plain: csv_core::Reader,
    limits: Limits,
}

/// Where a record's bytes end.
struct End {
    /// Of its text.
    text: usize,
    /// Of the line break after it.
    line: usize,
    unclosed: bool,
}

impl<R: Read> Records<R> {
    pub fn new(reader: R, decoder: Stream, separator: u8, limits: &Limits) -> Records<R> {
        let mut builder = csv_core::ReaderBuilder::new();
        builder.delimiter(separator);
        Records {
            reader,
            decoder,
            raw: vec![0; 64 << 10],
            text: String::new(),
            start: 0,
            ended: false,
            row: 0,
            separator,
            unquoted: Vec::new(),
            ends: Vec::new(),
            quoted: builder.build(),
            plain: builder.quoting(false).build(),
            limits: limits.clone(),
        }
    }

    pub fn reader(&self) -> &R {
        &self.reader
    }

    /// Skips `sep=;`, which is no row: Excel does not show it.
    pub fn skip_separator_line(&mut self) -> Result<(), Error> {
        let end = self.line_end(self.start)?;
        self.start = end.line;
        Ok(())
    }

    /// Reads the next record into `record`; `false` at the end.
    pub fn read(&mut self, record: &mut Record) -> Result<bool, Error> {
        self.forget_what_was_read();
        while let Some(length) = self.line_break(self.start)? {
            self.start += length;
            self.next_row()?;
        }
        if !self.has(self.start)? {
            return Ok(false);
        }
        self.next_row()?;
        record.row = self.row;
        record.text.clear();
        record.fields.clear();
        let mut end = self.line_end(self.start)?;
        if memchr(b'"', &self.text.as_bytes()[self.start..end.text]).is_none() {
            record.unclosed = false;
            self.split_plain(end.text, record);
        } else {
            end = self.record_end()?;
            record.unclosed = end.unclosed;
            self.split(end.text, record);
        }
        self.start = end.line;
        self.check(record)?;
        Ok(true)
    }

    /// The fields of a line without quotes.
    fn split_plain(&self, end: usize, record: &mut Record) {
        let line = &self.text[self.start..end];
        record.text.push_str(line);
        let mut start = 0;
        for at in memchr_iter(self.separator, line.as_bytes()) {
            if record.fields.len() > self.limits.columns as usize {
                return;
            }
            record.fields.push((start, at));
            start = at + 1;
        }
        record.fields.push((start, line.len()));
    }

    fn next_row(&mut self) -> Result<(), Error> {
        match self.row.checked_add(1) {
            Some(row) => self.row = row,
            None => {
                return Err(Passed {
                    limit: Limit::Rows,
                    most: u32::MAX.into(),
                }
                .at(Position::row(self.row)));
            }
        }
        Ok(())
    }

    fn split(&mut self, end: usize, record: &mut Record) {
        let csv = if record.unclosed {
            &mut self.plain
        } else {
            &mut self.quoted
        };
        let most = self.limits.columns as usize;
        let length = end - self.start;
        // Each field is at most as long as its bytes, and each separator ends one.
        self.unquoted.resize(length + 1, 0);
        self.ends.resize(most.min(length + 1) + 1, 0);
        let (mut written, mut fields) = (0, 0);
        for input in [&self.text.as_bytes()[self.start..end], b"\n"] {
            let (_, _, bytes, ends) = csv.read_record(
                input,
                &mut self.unquoted[written..],
                &mut self.ends[fields..],
            );
            written += bytes;
            fields += ends;
        }
        // Where there were too many it stands within a record.
        csv.reset();
        let mut start = 0;
        for &end in &self.ends[..fields] {
            // Only quotes were taken out of a text.
            let field = String::from_utf8_lossy(&self.unquoted[start..end]);
            let from = record.text.len();
            record.text.push_str(&field);
            record.fields.push((from, record.text.len()));
            start = end;
        }
    }

    fn check(&self, record: &Record) -> Result<(), Error> {
        let most = self.limits.columns as usize;
        if record.len() > most {
            let passed = Passed {
                limit: Limit::Columns,
                most: most as u64,
            };
            return Err(passed.at(Position::row(record.row)));
        }
        for (column, (start, end)) in (0..).zip(&record.fields) {
            if end - start > self.limits.cell_bytes {
                let passed = Passed {
                    limit: Limit::CellBytes,
                    most: self.limits.cell_bytes as u64,
                };
                return Err(passed.at(Position::cell(record.row, column)));
            }
        }
        Ok(())
    }

    /// The length of the line break at that place, if there is one.
    fn line_break(&mut self, at: usize) -> Result<Option<usize>, Error> {
        if !self.has(at)? {
            return Ok(None);
        }
        let byte = self.text.as_bytes()[at];
        Ok(match byte {
            b'\n' => Some(1),
            b'\r' if self.has(at + 1)? && self.text.as_bytes()[at + 1] == b'\n' => Some(2),
            b'\r' => Some(1),
            _ => None,
        })
    }

    /// Finds where the record ends that starts at the current place.
    fn record_end(&mut self) -> Result<End, Error> {
        let separator = self.separator;
        let mut at = self.start;
        loop {
            // Here a field starts.
            if self.has(at)? && self.text.as_bytes()[at] == b'"' {
                match self.quoted_end(at + 1)? {
                    Some(end) => at = end,
                    None => {
                        let line = self.line_end(self.start)?;
                        return Ok(End {
                            unclosed: true,
                            ..line
                        });
                    }
                }
            }
            let found = self.find(at, usize::MAX, |text| {
                memchr3(separator, b'\n', b'\r', text)
            })?;
            let Some(found) = found else {
                return Ok(self.end_at(self.text.len(), 0));
            };
            if let Some(length) = self.line_break(found)? {
                return Ok(self.end_at(found, length));
            }
            at = found + 1;
        }
    }

    /// Where the quoted part of a field ends, which starts at `start`; `None` if nothing closes it.
    fn quoted_end(&mut self, start: usize) -> Result<Option<usize>, Error> {
        let most = start.saturating_add(self.limits.cell_bytes);
        let mut at = start;
        loop {
            let Some(quote) = self.find(at, most, |text| memchr(b'"', text))? else {
                return Ok(None);
            };
            at = quote + 1;
            if !self.has(at)?
                || self.line_break(at)?.is_some()
                || self.text.as_bytes()[at] == self.separator
            {
                return Ok(Some(at));
            }
            if self.text.as_bytes()[at] == b'"' {
                at += 1;
                continue;
            }
            // A quote before a letter opens a cell: what came before was not closed, if that goes over
            // several lines. On one line, quotes stand around a word.
            let lines = memchr2(b'\n', b'\r', &self.text.as_bytes()[start..quote]).is_some();
            return Ok((!lines).then_some(at));
        }
    }

    fn line_end(&mut self, from: usize) -> Result<End, Error> {
        let found = self.find(from, usize::MAX, |text| memchr2(b'\n', b'\r', text))?;
        Ok(match found {
            None => self.end_at(self.text.len(), 0),
            Some(at) => {
                let length = self.line_break(at)?.unwrap_or(0);
                self.end_at(at, length)
            }
        })
    }

    fn end_at(&self, text: usize, line_break: usize) -> End {
        End {
            text,
            line: text + line_break,
            unclosed: false,
        }
    }

    /// Finds something at or after `from`, and before `most`.
    fn find(
        &mut self,
        from: usize,
        most: usize,
        search: impl Fn(&[u8]) -> Option<usize>,
    ) -> Result<Option<usize>, Error> {
        let mut from = from;
        while self.has(from)? {
            if let Some(found) = search(&self.text.as_bytes()[from..]) {
                return Ok(Some(from + found).filter(|&at| at < most));
            }
            from = self.text.len();
            if from >= most {
                break;
            }
        }
        Ok(None)
    }

    /// Whether the text has a byte at that place, reading on where necessary.
    fn has(&mut self, at: usize) -> Result<bool, Error> {
        if at < self.text.len() {
            return Ok(true);
        }
        while self.text.len() <= at && !self.ended {
            if self.text.len() - self.start > self.limits.row_bytes {
                let passed = Passed {
                    limit: Limit::RowBytes,
                    most: self.limits.row_bytes as u64,
                };
                return Err(passed.at(Position::row(self.row)));
            }
            self.fill()?;
        }
        Ok(self.text.len() > at)
    }

    fn fill(&mut self) -> Result<(), Error> {
        let read = loop {
            match self.reader.read(&mut self.raw) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.ended = read == 0;
        self.decoder
            .decode(&self.raw[..read], self.ended, &mut self.text);
        Ok(())
    }

    fn forget_what_was_read(&mut self) {
        if self.start > self.raw.len() {
            self.text.drain(..self.start);
            self.start = 0;
        }
    }
}

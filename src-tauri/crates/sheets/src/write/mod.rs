//! Tables into files.

mod csv;
mod xlsx;

use std::fs::File;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use self::csv::Csv;
use crate::clean;
use crate::error::{Error, Limit, Passed, Position};
use crate::text::Separator;
use xlsx::Xlsx;

/// A column that will be written.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnOut {
    pub header: String,
    /// In characters, about.
    pub width: f64,
    /// For what programs need and people do not. A CSV has no such columns: it shows all.
    pub hidden: bool,
    pub content: Content,
}

impl ColumnOut {
    /// A column of texts of the usual width.
    pub fn text(header: impl Into<String>) -> ColumnOut {
        ColumnOut {
            header: header.into(),
            width: 20.0,
            hidden: false,
            content: Content::Text,
        }
    }
}

/// What a column's cells are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Never a number or a formula, whatever it looks like, and not if a person types one later either.
    Text,
    /// Numbers; what is none is text.
    Number,
}

/// Writes a table row by row, in bounded memory.
///
/// The file appears, or replaces the one of that name, only with [`Writer::finish`]: until then, and
/// after a crash, nothing is there. What was written can be read back to the same texts, in NFC.
#[derive(Debug)]
pub struct Writer {
    table: Table,
    columns: Vec<ColumnOut>,
    row: u32,
    file: NamedTempFile,
    path: PathBuf,
}

#[derive(Debug)]
enum Table {
    Xlsx(Box<Xlsx<File>>),
    Csv(Box<Csv>),
}

/// Excel's limits.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
const MOST_CHARACTERS: usize = 32_767;

impl Writer {
    /// A workbook with one sheet, its header frozen. In the sheet's name, what Excel does not take is replaced.
    pub fn xlsx(
        path: impl AsRef<Path>,
        sheet: &str,
        columns: &[ColumnOut],
    ) -> Result<Writer, Error> {
        Writer::new(path.as_ref(), columns, |file| {
            let xlsx = Xlsx::new(file.reopen()?, sheet, columns)?;
            Ok(Table::Xlsx(Box::new(xlsx)))
        })
    }

    /// A CSV in UTF-8 that Excel opens as such, and in which it finds no formulas.
    pub fn csv(
        path: impl AsRef<Path>,
        separator: Separator,
        columns: &[ColumnOut],
    ) -> Result<Writer, Error> {
        Writer::new(path.as_ref(), columns, |file| {
            Ok(Table::Csv(Box::new(Csv::new(file.reopen()?, separator)?)))
        })
    }

    fn new(
        path: &Path,
        columns: &[ColumnOut],
        table: impl FnOnce(&NamedTempFile) -> Result<Table, Error>,
    ) -> Result<Writer, Error> {
        if columns.len() > MOST_COLUMNS {
            return Err(above(Limit::Columns, MOST_COLUMNS, Position::default()));
        }
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let file = NamedTempFile::new_in(folder)?;
        let mut writer = Writer {
            table: table(&file)?,
            columns: columns.to_vec(),
            row: 0,
            file,
            path: path.to_owned(),
        };
        let headers: Vec<&str> = columns
            .iter()
            .map(|column| column.header.as_str())
            .collect();
        writer.write(&headers, true)?;
        Ok(writer)
    }

    /// Writes a row below the last one: one text for each column, or fewer.
    pub fn row<T: AsRef<str>>(&mut self, texts: &[T]) -> Result<(), Error> {
        self.write(texts, false)
    }

    fn write<T: AsRef<str>>(&mut self, texts: &[T], header: bool) -> Result<(), Error> {
        if self.row == MOST_ROWS {
            return Err(above(
                Limit::Rows,
                MOST_ROWS as usize,
                Position::row(self.row),
            ));
        }
        for (column, text) in (0..).zip(texts) {
            let at = Position::cell(self.row + 1, column);
            if column as usize >= self.columns.len() {
                return Err(above(Limit::Columns, self.columns.len(), at));
            }
            if !fits_a_cell(text.as_ref()) {
                return Err(above(Limit::CellCharacters, MOST_CHARACTERS - 1, at));
            }
        }
        match &mut self.table {
            Table::Xlsx(xlsx) => xlsx.row(self.row, texts, &self.columns, header)?,
            Table::Csv(csv) => csv.row(texts, &self.columns, header)?,
        }
        self.row += 1;
        Ok(())
    }

    /// Completes the file, puts it in its place and on the disk.
    pub fn finish(self) -> Result<(), Error> {
        match self.table {
            Table::Xlsx(xlsx) => drop(xlsx.finish()?),
            Table::Csv(csv) => csv.finish()?,
        }
        self.file.as_file().sync_all()?;
        self.file.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }
}

/// A small workbook in memory, as [`Writer::xlsx`] writes it.
pub fn workbook_in_memory<T: AsRef<str>>(
    sheet: &str,
    columns: &[ColumnOut],
    rows: &[Vec<T>],
) -> Result<Vec<u8>, Error> {
    let mut xlsx = Xlsx::new(Cursor::new(Vec::new()), sheet, columns)?;
    let headers: Vec<&str> = columns
        .iter()
        .map(|column| column.header.as_str())
        .collect();
    xlsx.row(0, &headers, columns, true)?;
    for (number, row) in (1..).zip(rows) {
        xlsx.row(number, row, columns, false)?;
    }
    Ok(xlsx.finish()?.into_inner())
}

/// Whether a cell can hold the text, by Excel's limit.
pub fn fits_a_cell(text: &str) -> bool {
    // One more for the apostrophe that some get.
    text.len() < MOST_CHARACTERS || text.encode_utf16().count() < MOST_CHARACTERS
}

fn above(limit: Limit, most: usize, at: Position) -> Error {
    let most = most as u64;
    Passed { limit, most }.at(at)
}

/// The text with an apostrophe where it would be read as another one without.
fn protected(text: &str) -> std::borrow::Cow<'_, str> {
    if clean::survives(text) {
        text.into()
    } else {
        format!("'{text}").into()
    }
}

/// What a number column holds, if the text is one that a spreadsheet has.
fn number(text: &str, content: Content) -> Option<f64> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    match content {
        Content::Number if plain => text.parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

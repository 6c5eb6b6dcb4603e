use crate::cell::{Notice, Row};
use crate::error::Error;
use crate::input::{Fingerprint, Opened};
use crate::inspection::Inspection;
use crate::text::TextRows;
use crate::workbook::{MemoryRows, SheetFacts, SheetRows};

/// The rows of each kind of source.
pub(crate) enum AnyRows {
    Text(Box<TextRows>),
    Xlsx(Box<SheetRows>),
    Memory(MemoryRows),
}

impl AnyRows {
    pub fn next(&mut self) -> Result<Option<Row>, Error> {
        match self {
            AnyRows::Text(rows) => rows.next(),
            AnyRows::Xlsx(rows) => rows.next(),
            AnyRows::Memory(rows) => Ok(rows.next()),
        }
    }

    /// From here on, only what [`AnyRows::facts`] returns is of interest.
    pub fn skim(&mut self) {
        if let AnyRows::Xlsx(rows) = self {
            rows.skim();
        }
    }

    /// What was seen on the sheet besides its cells, once all rows were read.
    pub fn facts(&self) -> SheetFacts {
        match self {
            AnyRows::Text(_) => SheetFacts::default(),
            AnyRows::Xlsx(rows) => rows.facts().clone(),
            AnyRows::Memory(rows) => rows.facts().clone(),
        }
    }
}

/// The rows below the header that are not blank, read one by one.
///
/// After an error nothing more comes.
pub struct Rows {
    rows: AnyRows,
    header_row: u32,
    width: u32,
    sheet: Option<String>,
    watched: Opened,
    fingerprint: Fingerprint,
    ended: bool,
}

impl Rows {
    pub(crate) fn new(rows: AnyRows, of: &Inspection, watched: Opened) -> Rows {
        Rows {
            rows,
            header_row: of.header_row,
            width: of.columns.last().map_or(0, |last| last.index + 1),
            sheet: of.sheet_name().map(str::to_owned),
            watched,
            fingerprint: of.fingerprint.clone(),
            ended: false,
        }
    }

    fn read(&mut self) -> Result<Option<Row>, Error> {
        while let Some(mut row) = self.rows.next()? {
            if row.number <= self.header_row {
                continue;
            }
            let beyond = row.cells.iter_mut().rev();
            for cell in beyond.take_while(|cell| cell.column >= self.width) {
                if !cell.is_blank() {
                    cell.notices.push(Notice::BeyondHeader);
                }
            }
            return Ok(Some(row));
        }
        if self.watched.is_untouched(&self.fingerprint)? {
            Ok(None)
        } else {
            Err(Error::Changed)
        }
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Result<Row, Error>> {
        if self.ended {
            return None;
        }
        let read = self.read();
        self.ended = !matches!(read, Ok(Some(_)));
        read.map_err(|error| error.on_sheet(self.sheet.as_deref()))
            .transpose()
    }
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Rows")
            .field("header_row", &self.header_row)
            .field("sheet", &self.sheet)
            .finish_non_exhaustive()
    }
}

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
    /// Reads the next row into `row`, in the memory it has; `false` at the end.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, Error> {
        match self {
            AnyRows::Text(rows) => rows.next(row),
            AnyRows::Xlsx(rows) => rows.next(row),
            AnyRows::Memory(rows) => Ok(rows.next(row)),
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

    /// Reads the next row into `row`, in the memory it has; `false` at the end. Quicker than the iterator
    /// where rows are not kept.
    pub fn read(&mut self, row: &mut Row) -> Result<bool, Error> {
        if self.ended {
            return Ok(false);
        }
        let read = self.read_next(row);
        self.ended = !matches!(read, Ok(true));
        read.map_err(|error| error.on_sheet(self.sheet.as_deref()))
    }

    fn read_next(&mut self, row: &mut Row) -> Result<bool, Error> {
        while self.rows.next(row)? {
            if row.number <= self.header_row {
                continue;
            }
            let beyond = row.cells.iter_mut().rev();
            for cell in beyond.take_while(|cell| cell.column >= self.width) {
                if !cell.is_blank() {
                    cell.notices.push(Notice::BeyondHeader);
                }
            }
            return Ok(true);
        }
        let same = match &mut self.rows {
            AnyRows::Text(rows) => rows.hash() == self.fingerprint.sha256,
            // Compared before they were read.
            AnyRows::Xlsx(_) | AnyRows::Memory(_) => true,
        };
        if same && self.watched.is_untouched(&self.fingerprint)? {
            Ok(false)
        } else {
            Err(Error::Changed)
        }
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Result<Row, Error>> {
        let mut row = Row::default();
        match self.read(&mut row) {
            Ok(true) => Some(Ok(row)),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
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

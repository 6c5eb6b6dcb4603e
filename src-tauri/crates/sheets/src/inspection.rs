use crate::cell::Row;
use crate::column::{Column, columns_of};
use crate::error::{Error, Position};
use crate::header;
use crate::input::{Fingerprint, Input, Opened};
use crate::rows::{AnyRows, Rows};
use crate::sniff::{Container, sniff};
use crate::source::Options;
use crate::text::{Evidence, TextFacts, TextRows};
use crate::workbook::{Sheet, SheetFacts, Visibility, Workbook};

/// What a source is, and which of it will be read.
#[derive(Debug, Clone)]
pub struct Inspection {
    pub format: Format,
    pub fingerprint: Fingerprint,
    /// Of a text file.
    pub text: Option<TextFacts>,
    /// Of a workbook, in its order.
    pub sheets: Vec<Sheet>,
    /// The sheet that is read, and what was seen on it.
    pub sheet: Option<usize>,
    pub facts: SheetFacts,
    /// The row that names the columns, from 1.
    pub header_row: u32,
    pub columns: Vec<Column>,
    /// The first rows that are not blank, what is above the header included: to show, and to choose a
    /// header from.
    pub top: Vec<Row>,
    input: Input,
    options: Options,
}

/// What a file is by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CSV, TSV, or any other text.
    Text,
    /// `.xlsx` or `.xlsm`.
    Xlsx,
    Xlsb,
    Xls,
    Ods,
}

impl Format {
    /// Whether zeros that only a number format shows (`0000000000`) can be seen. Where they cannot, a
    /// number in a column of ids may lack them.
    pub fn has_number_formats(self) -> bool {
        matches!(self, Format::Text | Format::Xlsx)
    }
}

const MOST_TOP: usize = 50;

impl Inspection {
    pub(crate) fn new(input: &Input, options: &Options) -> Result<Inspection, Error> {
        let mut opened = input.open(&options.limits)?;
        let mut evidence = Evidence::default();
        let fingerprint = opened.fingerprint(|bytes| evidence.look(bytes))?;
        let mut inspection = Inspection {
            format: Format::Text,
            fingerprint,
            text: None,
            sheets: Vec::new(),
            sheet: None,
            facts: SheetFacts::default(),
            header_row: 0,
            columns: Vec::new(),
            top: Vec::new(),
            input: input.clone(),
            options: options.clone(),
        };
        match sniff(&mut opened)? {
            Container::Text => inspection.look_at_text(opened, evidence)?,
            container => {
                let mut workbook = Workbook::open(container, &opened, options)?;
                inspection.look_at_workbook(&mut workbook)?;
            }
        }
        Ok(inspection)
    }

    /// The rows below the header, one after the other.
    ///
    /// Fails with [`Error::Changed`] if the file is not the one that was inspected: right away, or at
    /// the end, where a text's bytes are compared and a file that was written to meanwhile is noticed.
    pub fn rows(&self) -> Result<Rows, Error> {
        let limits = &self.options.limits;
        let mut opened = self.input.open(limits)?;
        let same = match &self.text {
            // Hashed while it is read.
            Some(_) => opened.is_untouched(&self.fingerprint)?,
            None => opened.fingerprint(|_| {})? == self.fingerprint,
        };
        if !same {
            return Err(Error::Changed);
        }
        let watched = opened.again()?;
        let rows = match &self.text {
            Some(facts) => AnyRows::Text(Box::new(TextRows::new(opened, facts, limits)?)),
            None => {
                let container = sniff(&mut opened)?;
                let mut workbook = Workbook::open(container, &opened, &self.options)?;
                let rows = workbook.rows(self.sheet.unwrap_or(0), limits);
                rows.map_err(|error| error.on_sheet(self.sheet_name()))?
            }
        };
        Ok(Rows::new(rows, self, watched))
    }

    /// A place in this table, with its sheet and header, as messages name it.
    pub fn position(&self, row: u32, column: Option<u32>) -> Position {
        let header = column.and_then(|column| self.columns.get(column as usize));
        Position {
            sheet: self.sheet_name().map(str::to_owned),
            row: Some(row),
            column,
            header: header.map(|column| column.name.clone()),
        }
    }

    pub(crate) fn sheet_name(&self) -> Option<&str> {
        self.sheet.map(|sheet| self.sheets[sheet].name.as_str())
    }

    fn look_at_text(&mut self, mut opened: Opened, evidence: Evidence) -> Result<(), Error> {
        let Options {
            encoding,
            separator,
            ..
        } = self.options;
        let facts = TextFacts::read(&mut opened, evidence.guess(), encoding, separator)?;
        let rows = TextRows::new(opened, &facts, &self.options.limits)?;
        self.text = Some(facts);
        self.scan(&mut AnyRows::Text(Box::new(rows)), false)
    }

    fn look_at_workbook(&mut self, workbook: &mut Workbook) -> Result<(), Error> {
        self.format = workbook.format();
        self.sheets = workbook.sheets();
        if let Some(sheet) = self.options.sheet {
            if sheet >= self.sheets.len() {
                return Err(Error::NoSuchSheet(sheet));
            }
            return self.look_at_sheet(workbook, sheet);
        }
        // The first that a person sees and that is not blank.
        let seen = |sheet: &usize| self.sheets[*sheet].visibility == Visibility::Visible;
        let (visible, hidden): (Vec<usize>, Vec<usize>) = (0..self.sheets.len()).partition(seen);
        for sheet in visible.into_iter().chain(hidden) {
            match self.look_at_sheet(workbook, sheet) {
                Err(Error::Empty) => {}
                done => return done,
            }
        }
        Err(Error::Empty)
    }

    fn look_at_sheet(&mut self, workbook: &mut Workbook, sheet: usize) -> Result<(), Error> {
        self.sheet = Some(sheet);
        let limits = self.options.limits.clone();
        let rows = workbook.rows(sheet, &limits);
        let scanned = rows.and_then(|mut rows| self.scan(&mut rows, true));
        scanned.map_err(|error| error.on_sheet(self.sheet_name()))
    }

    /// Reads the first rows, or all of them for what only the end of a sheet says.
    fn scan(&mut self, rows: &mut AnyRows, whole: bool) -> Result<(), Error> {
        let chosen = self.options.header_row;
        let mut header = None;
        let mut last = 0;
        let mut row = Row::default();
        while rows.next(&mut row)? {
            last = row.number;
            if chosen == Some(row.number) {
                header = Some(row.clone());
            }
            if self.top.len() < MOST_TOP {
                self.top.push(std::mem::take(&mut row));
                let full = self.top.len() == MOST_TOP;
                if full && chosen.is_none_or(|chosen| last >= chosen) {
                    rows.skim();
                }
            } else if !whole && chosen.is_none_or(|chosen| last > chosen) {
                break;
            }
        }
        self.facts = rows.facts();
        if let (None, None) = (&header, chosen) {
            header = header::guess(&self.top).map(|at| self.top[at].clone());
        }
        if self.top.is_empty() {
            return Err(Error::Empty);
        }
        let header = header.unwrap_or_default();
        self.header_row = chosen.unwrap_or(header.number);
        self.columns = columns_of(&header, |column| {
            self.facts.hidden_columns.contains(&column)
        });
        if last <= self.header_row {
            return Err(Error::HeaderOnly(Position::row(self.header_row)));
        }
        Ok(())
    }
}

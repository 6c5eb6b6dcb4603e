//! The cells of one sheet of an xlsx workbook, row by row.
//!
//! calamine streams cells too, with their number formats or with their formulas, but not with both, and
//! shows no hidden rows and no filter. It also ends at the first error it does not know (`#SPILL!`).

use std::io::BufRead;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::SheetFacts;
use super::header::{Header, Stored};
use super::package::PartReader;
use super::strings::Strings;
use super::styles::NumberFormat;
use super::whole::{Content, WholeCell};
use super::xml::{
    attribute, damaged, ends_early, is_true, read_string, read_text, reader, unescape,
};
use crate::cell::{Cell, Kind, Row};
use crate::clean;
use crate::dates;
use crate::error::{Error, Limit, Passed, Position};
use crate::limits::Limits;
use crate::number::number_cell;

/// What cells refer to.
pub(crate) struct Shared {
    pub strings: Strings,
    pub formats: Vec<NumberFormat>,
    pub date1904: bool,
}

pub(crate) struct SheetRows {
    xml: Reader<PartReader>,
    buffer: Vec<u8>,
    text: String,
    shared: Arc<Shared>,
    facts: SheetFacts,
    row: Row,
    /// Cells of rows before, to be used again.
    spare: Vec<Cell>,
    in_row: bool,
    cells: u64,
    /// Inside `sheetData`, where rows are.
    in_data: bool,
    ended: bool,
    /// Cells are only to be counted, not to be shown.
    skimming: bool,
    limits: Limits,
}

/// What an event of the sheet's XML means, without what it borrows.
enum Step {
    Row,
    Cell(Header),
    RowEnds,
    Ends,
    Other,
}

const LAST_ROW: u32 = 1_048_576;
const MOST_MERGED: usize = 10_000;

impl SheetRows {
    pub fn new(part: PartReader, shared: Arc<Shared>, limits: &Limits) -> SheetRows {
        SheetRows {
            xml: reader(part),
            buffer: Vec::new(),
            text: String::new(),
            facts: SheetFacts {
                date1904: shared.date1904,
                ..SheetFacts::default()
            },
            shared,
            row: Row::default(),
            spare: Vec::new(),
            in_row: false,
            cells: 0,
            in_data: false,
            ended: false,
            skimming: false,
            limits: limits.clone(),
        }
    }

    /// From here on, cells say whether they are blank, and nothing more.
    pub fn skim(&mut self) {
        self.skimming = true;
    }

    pub fn facts(&self) -> &SheetFacts {
        &self.facts
    }

    /// Reads the next row that is not blank into `row`; `false` at the end.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, Error> {
        self.spare.append(&mut row.cells);
        let number = self.row.number;
        self.read(row).map_err(|error| {
            let at = error.position().is_some_and(|at| at.row.is_some());
            if at {
                error
            } else {
                error.at_row(number.max(self.row.number))
            }
        })
    }

    fn read(&mut self, row: &mut Row) -> Result<bool, Error> {
        loop {
            while self.in_row
                && let Some((header, found)) = self.whole_cell()?
            {
                self.add_cell(&header, found)?;
            }
            match self.step()? {
                Step::Row | Step::Other => {}
                Step::Cell(header) => {
                    let at = Position::cell(self.row.number, header.column);
                    let found = self.value(header.kind).map_err(|error| match error {
                        Error::Damaged { detail, .. } => Error::damaged(at, detail),
                        error => error,
                    })?;
                    self.add_cell(&header, found)?;
                }
                Step::RowEnds => {
                    if self.finish_row(row) {
                        return Ok(true);
                    }
                }
                Step::Ends if self.ended => return Ok(false),
                Step::Ends => return Err(ends_early()),
            }
        }
    }

    /// The next cell, if it is a [`WholeCell`], its value in `text`.
    fn whole_cell(&mut self) -> Result<Option<(Header, Found)>, Error> {
        let mut header = Header::new(self.next_column());
        let part = self.xml.get_mut();
        let ahead = part.fill_buf().map_err(|error| damaged(&error.into()))?;
        let Some(cell) = WholeCell::at_start_of(ahead) else {
            return Ok(None);
        };
        for (key, value) in [("r", cell.reference), ("s", cell.style), ("t", cell.kind)] {
            if let Some(value) = value {
                header.set(key, value)?;
            }
        }
        header.check(&self.limits)?;
        let mut found = Found::default();
        self.text.clear();
        match cell.value {
            // Beside an inline text, the value repeats it.
            Content::Value(text) if header.kind != Stored::Inline => {
                found.value = true;
                self.text.push_str(text);
                if header.kind == Stored::FormulaText {
                    unescape(&mut self.text, 0);
                }
            }
            Content::Inline(text) => {
                self.text.push_str(text);
                unescape(&mut self.text, 0);
            }
            Content::Value(_) | Content::Nothing => {}
        }
        let length = cell.length;
        part.consume(length);
        self.count_cell()?;
        Ok(Some((header, found)))
    }

    fn next_column(&self) -> u32 {
        self.row.cells.last().map_or(0, |cell| cell.column + 1)
    }

    fn count_cell(&mut self) -> Result<(), Error> {
        self.cells += 1;
        if self.cells > self.limits.cells {
            let passed = Passed {
                limit: Limit::Cells,
                most: self.limits.cells,
            };
            return Err(passed.at(Position::row(self.row.number)));
        }
        Ok(())
    }

    fn step(&mut self) -> Result<Step, Error> {
        let next = self.next_column();
        self.buffer.clear();
        let event = self.xml.read_event_into(&mut self.buffer);
        match event.map_err(|error| damaged(&error))? {
            Event::Start(element) => match element.local_name().as_ref() {
                "c" if self.in_data => {
                    let header = Header::read(&element, next, &self.limits)?;
                    self.count_cell()?;
                    Ok(Step::Cell(header))
                }
                "row" if self.in_data => {
                    let number = attribute(&element, "r")?;
                    let number = match number.map(|number| number.trim().parse::<u32>()) {
                        None => self.row.number + 1,
                        Some(Ok(number)) if (1..=LAST_ROW).contains(&number) => number,
                        Some(_) => return Err(Error::damaged(Position::default(), "row number")),
                    };
                    self.row.number = number;
                    self.row.hidden = is_true(&element, "hidden")?;
                    self.spare.append(&mut self.row.cells);
                    self.in_row = true;
                    Ok(Step::Row)
                }
                "sheetData" => {
                    self.in_data = true;
                    Ok(Step::Other)
                }
                _ => {
                    see(&element, &mut self.facts)?;
                    Ok(Step::Other)
                }
            },
            Event::End(element) => Ok(match element.local_name().as_ref() {
                "row" if self.in_data => {
                    self.in_row = false;
                    Step::RowEnds
                }
                "sheetData" => {
                    self.in_data = false;
                    Step::Other
                }
                "worksheet" => {
                    self.ended = true;
                    Step::Other
                }
                _ => Step::Other,
            }),
            Event::Eof => Ok(Step::Ends),
            _ => Ok(Step::Other),
        }
    }

    /// Puts the row that ends into `row`, unless it is blank.
    fn finish_row(&mut self, row: &mut Row) -> bool {
        let cells = &mut self.row.cells;
        if !cells.is_sorted_by(|a, b| a.column < b.column) {
            cells.sort_by_key(|cell| cell.column);
            cells.dedup_by_key(|cell| cell.column);
        }
        let Some(last) = cells.iter().rposition(|cell| !cell.is_blank()) else {
            self.spare.append(cells);
            return false;
        };
        self.facts.used.0 = self.facts.used.0.max(self.row.number);
        self.facts.used.1 = self.facts.used.1.max(cells[last].column + 1);
        self.facts.hidden_rows += u32::from(self.row.hidden);
        row.number = self.row.number;
        row.hidden = self.row.hidden;
        row.cells.append(cells);
        true
    }

    fn add_cell(&mut self, header: &Header, found: Found) -> Result<(), Error> {
        let mut cell = self.spare.pop().unwrap_or_default();
        self.fill(&mut cell, header, found)?;
        self.row.cells.push(cell);
        Ok(())
    }

    /// Makes `cell` the one whose value is in `text`.
    fn fill(&self, cell: &mut Cell, header: &Header, found: Found) -> Result<(), Error> {
        let at = || Position::cell(self.row.number, header.column);
        if self.text.len() > self.limits.cell_bytes {
            let passed = Passed {
                limit: Limit::CellBytes,
                most: self.limits.cell_bytes as u64,
            };
            return Err(passed.at(at()));
        }
        let (column, text) = (header.column, self.text.as_str());
        let Found { value, formula } = found;
        let filled = match header.kind {
            _ if self.skimming && header.kind != Stored::Shared && !text.trim().is_empty() => {
                Cell::new(column, Kind::Number, String::new())
            }
            Stored::Number | Stored::Bool | Stored::Error | Stored::IsoDate if text.is_empty() => {
                let kind = if formula {
                    Kind::Uncalculated
                } else {
                    Kind::Empty
                };
                Cell::new(column, kind, String::new())
            }
            Stored::FormulaText if formula && !value => {
                Cell::new(column, Kind::Uncalculated, String::new())
            }
            Stored::Number => {
                let format = self.shared.formats.get(header.style);
                let format = format.unwrap_or(&NumberFormat::General);
                number_cell(column, text, format, self.shared.date1904)
            }
            Stored::Shared => {
                let index = text.trim().parse().ok();
                match index.and_then(|index| self.shared.strings.get(index)) {
                    Some(text) => clean::fill(cell, column, text),
                    None if text.is_empty() => clean::fill(cell, column, ""),
                    None => return Err(Error::damaged(at(), "no such shared string")),
                }
                return Ok(());
            }
            Stored::Inline | Stored::FormulaText => {
                clean::fill(cell, column, text);
                return Ok(());
            }
            Stored::Bool => {
                let value = matches!(text.trim(), "1" | "true" | "TRUE");
                Cell::new(column, Kind::Bool(value), value.to_string())
            }
            Stored::Error => Cell::new(column, Kind::Error, text.to_owned()),
            Stored::IsoDate => Cell::new(column, Kind::Date, dates::iso(text)),
        };
        *cell = filled;
        Ok(())
    }

    /// Reads up to the cell's end, its value into `text`.
    fn value(&mut self, kind: Stored) -> Result<Found, Error> {
        enum Part {
            Value,
            Text,
            Formula,
        }
        self.text.clear();
        let mut found = Found::default();
        loop {
            self.buffer.clear();
            let event = self.xml.read_event_into(&mut self.buffer);
            let part = match event.map_err(|error| damaged(&error))? {
                Event::Start(element) => match element.local_name().as_ref() {
                    // Beside an inline text, the value repeats it.
                    "v" if kind != Stored::Inline => Part::Value,
                    "is" => Part::Text,
                    "f" => {
                        found.formula = true;
                        Part::Formula
                    }
                    _ => Part::Formula,
                },
                Event::End(_) => return Ok(found),
                Event::Eof => return Err(ends_early()),
                _ => continue,
            };
            match part {
                Part::Value => {
                    found.value = true;
                    read_text(&mut self.xml, &mut self.buffer, &mut self.text)?;
                    if kind == Stored::FormulaText {
                        unescape(&mut self.text, 0);
                    }
                }
                Part::Text => read_string(&mut self.xml, &mut self.buffer, &mut self.text)?,
                Part::Formula => {
                    read_text(&mut self.xml, &mut self.buffer, &mut String::new())?;
                }
            }
        }
    }
}

/// What a cell has besides its text.
#[derive(Clone, Copy, Default)]
struct Found {
    value: bool,
    formula: bool,
}

/// What a sheet says outside of its cells.
fn see(element: &BytesStart<'_>, facts: &mut SheetFacts) -> Result<(), Error> {
    match element.local_name().as_ref() {
        "sheetPr" => facts.filtered |= is_true(element, "filterMode")?,
        "filterColumn" => facts.filtered = true,
        "col" if is_true(element, "hidden")? => {
            let bound = |name| -> Result<Option<u32>, Error> {
                Ok(attribute(element, name)?.and_then(|bound| bound.parse().ok()))
            };
            if let (Some(first @ 1..), Some(last)) = (bound("min")?, bound("max")?) {
                facts.hidden_columns.extend(first - 1..last.min(16_384));
            }
        }
        "mergeCell" if facts.merged.len() < MOST_MERGED => {
            facts.merged.extend(attribute(element, "ref")?);
        }
        _ => {}
    }
    Ok(())
}

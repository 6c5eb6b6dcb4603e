//! The cells of one sheet of an xlsx workbook, row by row.
//!
//! calamine streams cells too, with their number formats or with their formulas, but not with both, and
//! shows no hidden rows and no filter. It also ends at the first error it does not know (`#SPILL!`).

use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::SheetFacts;
use super::package::PartReader;
use super::strings::Strings;
use super::styles::NumberFormat;
use super::xml::{
    attribute, damaged, ends_early, is_true, read_string, read_text, reader, unescape,
};
use crate::cell::{Cell, Kind, Row};
use crate::clean::text_cell;
use crate::column::parse_letters;
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

/// The attributes of a cell.
struct Header {
    column: u32,
    style: usize,
    kind: Stored,
}

/// How a cell's value is stored, its `t`.
#[derive(Clone, Copy, PartialEq)]
enum Stored {
    Shared,
    Inline,
    FormulaText,
    Bool,
    Error,
    IsoDate,
    Number,
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

    /// The next row that is not blank.
    pub fn next(&mut self) -> Result<Option<Row>, Error> {
        let number = self.row.number;
        self.read().map_err(|error| {
            let at = error.position().is_some_and(|at| at.row.is_some());
            if at {
                error
            } else {
                error.at_row(number.max(self.row.number))
            }
        })
    }

    fn read(&mut self) -> Result<Option<Row>, Error> {
        loop {
            match self.step()? {
                Step::Row | Step::Other => {}
                Step::Cell(header) => {
                    let cell = self.cell(&header)?;
                    self.row.cells.push(cell);
                }
                Step::RowEnds => {
                    if let Some(row) = self.finished_row() {
                        return Ok(Some(row));
                    }
                }
                Step::Ends if self.ended => return Ok(None),
                Step::Ends => return Err(ends_early()),
            }
        }
    }

    fn step(&mut self) -> Result<Step, Error> {
        self.buffer.clear();
        let event = self.xml.read_event_into(&mut self.buffer);
        match event.map_err(|error| damaged(&error))? {
            Event::Start(element) => match element.local_name().as_ref() {
                "c" if self.in_data => {
                    self.cells += 1;
                    if self.cells > self.limits.cells {
                        let passed = Passed {
                            limit: Limit::Cells,
                            most: self.limits.cells,
                        };
                        return Err(passed.at(Position::row(self.row.number)));
                    }
                    let next = self.row.cells.last().map_or(0, |cell| cell.column + 1);
                    Header::read(&element, next, &self.limits).map(Step::Cell)
                }
                "row" if self.in_data => {
                    let number = attribute(&element, "r")?;
                    let number = match number.map(|number| number.trim().parse::<u32>()) {
                        None => self.row.number + 1,
                        Some(Ok(number)) if (1..=LAST_ROW).contains(&number) => number,
                        Some(_) => return Err(Error::damaged(Position::default(), "row number")),
                    };
                    self.row = Row {
                        number,
                        hidden: is_true(&element, "hidden")?,
                        cells: Vec::with_capacity(self.row.cells.capacity()),
                    };
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
                "row" if self.in_data => Step::RowEnds,
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

    fn finished_row(&mut self) -> Option<Row> {
        let cells = &mut self.row.cells;
        if !cells.is_sorted_by(|a, b| a.column < b.column) {
            cells.sort_by_key(|cell| cell.column);
            cells.dedup_by_key(|cell| cell.column);
        }
        let last = cells.iter().rposition(|cell| !cell.is_blank())?;
        self.facts.used.0 = self.facts.used.0.max(self.row.number);
        self.facts.used.1 = self.facts.used.1.max(cells[last].column + 1);
        self.facts.hidden_rows += u32::from(self.row.hidden);
        Some(Row {
            number: self.row.number,
            hidden: self.row.hidden,
            cells: std::mem::take(cells),
        })
    }

    fn cell(&mut self, header: &Header) -> Result<Cell, Error> {
        let at = Position::cell(self.row.number, header.column);
        let found = self.value(header.kind).map_err(|error| match error {
            Error::Damaged { detail, .. } => Error::damaged(at.clone(), detail),
            error => error,
        })?;
        if self.text.len() > self.limits.cell_bytes {
            let passed = Passed {
                limit: Limit::CellBytes,
                most: self.limits.cell_bytes as u64,
            };
            return Err(passed.at(at));
        }
        let (column, text) = (header.column, self.text.as_str());
        let Found { value, formula } = found;
        if self.skimming && header.kind != Stored::Shared && !text.trim().is_empty() {
            return Ok(Cell::new(column, Kind::Number, String::new()));
        }
        Ok(match header.kind {
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
                    Some(text) => text_cell(column, text),
                    None if text.is_empty() => text_cell(column, ""),
                    None => return Err(Error::damaged(at, "no such shared string")),
                }
            }
            Stored::Inline | Stored::FormulaText => text_cell(column, text),
            Stored::Bool => {
                let value = matches!(text.trim(), "1" | "true" | "TRUE");
                Cell::new(column, Kind::Bool(value), value.to_string())
            }
            Stored::Error => Cell::new(column, Kind::Error, text.to_owned()),
            Stored::IsoDate => Cell::new(column, Kind::Date, dates::iso(text)),
        })
    }

    /// Reads up to the cell's end, its value into `text`.
    fn value(&mut self, kind: Stored) -> Result<Found, Error> {
        enum Part {
            Value,
            Text,
            Formula,
        }
        self.text.clear();
        let mut found = Found {
            value: false,
            formula: false,
        };
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
struct Found {
    value: bool,
    formula: bool,
}

impl Header {
    fn read(element: &BytesStart<'_>, next: u32, limits: &Limits) -> Result<Header, Error> {
        let mut header = Header {
            column: next,
            style: 0,
            kind: Stored::Number,
        };
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| damaged(&error.into()))?;
            let value = attribute.value.as_ref();
            match attribute.key.as_ref() {
                "r" => {
                    let letters = parse_letters(value.as_bytes());
                    let (column, _) = letters
                        .ok_or_else(|| Error::damaged(Position::default(), "cell reference"))?;
                    header.column = column;
                }
                "s" => header.style = value.parse().unwrap_or(0),
                "t" => {
                    header.kind = match value {
                        "s" => Stored::Shared,
                        "inlineStr" => Stored::Inline,
                        "str" => Stored::FormulaText,
                        "b" => Stored::Bool,
                        "e" => Stored::Error,
                        "d" => Stored::IsoDate,
                        _ => Stored::Number,
                    }
                }
                _ => {}
            }
        }
        if header.column >= limits.columns {
            let passed = Passed {
                limit: Limit::Columns,
                most: limits.columns.into(),
            };
            return Err(passed.at(Position::default()));
        }
        Ok(header)
    }
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

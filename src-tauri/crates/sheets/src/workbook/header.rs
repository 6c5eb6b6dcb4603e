//! What a cell's tag says.

use quick_xml::events::BytesStart;

use super::xml::damaged;
use crate::column::parse_letters;
use crate::error::{Error, Limit, Passed, Position};
use crate::limits::Limits;

/// The attributes of a cell.
pub(super) struct Header {
    pub column: u32,
    pub style: usize,
    pub kind: Stored,
}

/// How a cell's value is stored, its `t`.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Stored {
    Shared,
    Inline,
    FormulaText,
    Bool,
    Error,
    IsoDate,
    Number,
}

impl Header {
    pub fn new(column: u32) -> Header {
        Header {
            column,
            style: 0,
            kind: Stored::Number,
        }
    }

    pub fn read(element: &BytesStart<'_>, next: u32, limits: &Limits) -> Result<Header, Error> {
        let mut header = Header::new(next);
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| damaged(&error.into()))?;
            header.set(attribute.key.as_ref(), attribute.value.as_ref())?;
        }
        header.check(limits)?;
        Ok(header)
    }

    pub fn set(&mut self, key: &str, value: &str) -> Result<(), Error> {
        match key {
            "r" => {
                let letters = parse_letters(value.as_bytes());
                let (column, _) =
                    letters.ok_or_else(|| Error::damaged(Position::default(), "cell reference"))?;
                self.column = column;
            }
            "s" => self.style = value.parse().unwrap_or(0),
            "t" => {
                self.kind = match value {
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
        Ok(())
    }

    pub fn check(&self, limits: &Limits) -> Result<(), Error> {
        if self.column < limits.columns {
            return Ok(());
        }
        let passed = Passed {
            limit: Limit::Columns,
            most: limits.columns.into(),
        };
        Err(passed.at(Position::default()))
    }
}

//! What a cell holds, as it goes from the process that reads a workbook to the one that asked.

use std::io::{self, Read, Write};

use crate::cell::{Cell, Kind};
use crate::clean::text_cell;
use crate::dates;
use crate::number::float_cell;
use crate::workbook::NumberFormat;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Raw {
    Text(String),
    Int(i64),
    Float(f64),
    Bool(bool),
    Error(String),
    IsoDate(String),
    IsoDuration(String),
    /// A date, or a time of day, as a number of days.
    Serial(f64),
    Elapsed(f64),
}

impl Raw {
    pub fn cell(&self, column: u32, date1904: bool) -> Cell {
        match self {
            Raw::Text(text) => text_cell(column, text),
            Raw::Int(number) => Cell::new(column, Kind::Number, number.to_string()),
            Raw::Float(number) => float_cell(column, *number),
            Raw::Bool(value) => Cell::new(column, Kind::Bool(*value), value.to_string()),
            Raw::Error(error) => Cell::new(column, Kind::Error, error.clone()),
            Raw::IsoDate(text) => Cell::new(column, Kind::Date, dates::iso(text)),
            Raw::IsoDuration(text) => Cell::new(column, Kind::Time, dates::iso_duration(text)),
            Raw::Serial(serial) | Raw::Elapsed(serial) => {
                let format = match self {
                    Raw::Elapsed(_) => NumberFormat::Elapsed,
                    _ if *serial < 1.0 => NumberFormat::Time,
                    _ => NumberFormat::Date,
                };
                match dates::shown(*serial, &format, date1904) {
                    Some((kind, text)) => Cell::new(column, kind, text),
                    None => float_cell(column, *serial),
                }
            }
        }
    }

    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let (tag, text) = match self {
            Raw::Text(text) => (0, text.as_str()),
            Raw::Error(text) => (1, text.as_str()),
            Raw::IsoDate(text) => (2, text.as_str()),
            Raw::IsoDuration(text) => (3, text.as_str()),
            Raw::Int(number) => return write_number(to, 4, number.to_le_bytes()),
            Raw::Float(number) => return write_number(to, 5, number.to_le_bytes()),
            Raw::Serial(number) => return write_number(to, 6, number.to_le_bytes()),
            Raw::Elapsed(number) => return write_number(to, 7, number.to_le_bytes()),
            Raw::Bool(value) => return to.write_all(&[8, u8::from(*value)]),
        };
        to.write_all(&[tag])?;
        write_text(to, text)
    }

    pub fn read(from: &mut impl Read) -> io::Result<Raw> {
        Ok(match read_byte(from)? {
            0 => Raw::Text(read_text(from)?),
            1 => Raw::Error(read_text(from)?),
            2 => Raw::IsoDate(read_text(from)?),
            3 => Raw::IsoDuration(read_text(from)?),
            4 => Raw::Int(i64::from_le_bytes(read_bytes(from)?)),
            5 => Raw::Float(f64::from_le_bytes(read_bytes(from)?)),
            6 => Raw::Serial(f64::from_le_bytes(read_bytes(from)?)),
            7 => Raw::Elapsed(f64::from_le_bytes(read_bytes(from)?)),
            8 => Raw::Bool(read_byte(from)? != 0),
            _ => return Err(io::ErrorKind::InvalidData.into()),
        })
    }
}

fn write_number(to: &mut impl Write, tag: u8, number: [u8; 8]) -> io::Result<()> {
    to.write_all(&[tag])?;
    to.write_all(&number)
}

pub(super) fn write_text(to: &mut impl Write, text: &str) -> io::Result<()> {
    let length = u32::try_from(text.len()).map_err(io::Error::other)?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(text.as_bytes())
}

pub(super) fn read_bytes<const COUNT: usize>(from: &mut impl Read) -> io::Result<[u8; COUNT]> {
    let mut bytes = [0; COUNT];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn read_byte(from: &mut impl Read) -> io::Result<u8> {
    Ok(read_bytes::<1>(from)?[0])
}

pub(super) fn read_text(from: &mut impl Read) -> io::Result<String> {
    let length = u32::from_le_bytes(read_bytes(from)?);
    let mut text = String::new();
    from.take(length.into()).read_to_string(&mut text)?;
    if text.len() == length as usize {
        Ok(text)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

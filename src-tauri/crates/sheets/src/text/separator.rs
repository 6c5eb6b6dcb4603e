//! What stands between the cells of a text file.

use super::encoding::Encoding;
use super::records::{Record, Records};
use crate::limits::Limits;

/// What stands between the cells, as ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Separator {
    Comma,
    Semicolon,
    Tab,
    Bar,
}

impl Separator {
    pub const ALL: [Separator; 4] = [
        Separator::Tab,
        Separator::Semicolon,
        Separator::Comma,
        Separator::Bar,
    ];

    pub fn byte(self) -> u8 {
        match self {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
            Separator::Tab => b'\t',
            Separator::Bar => b'|',
        }
    }

    fn of_byte(byte: u8) -> Option<Separator> {
        Separator::ALL
            .into_iter()
            .find(|known| known.byte() == byte)
    }
}

/// The separator that a first line `sep=;` names. Excel obeys it, and does not show it.
pub(crate) fn declared(text: &str) -> Option<Separator> {
    let line = text.lines().next()?.split('\r').next()?;
    let line = line.trim_end_matches(' ');
    let line = line
        .strip_prefix('"')
        .and_then(|line| line.strip_suffix('"'))
        .unwrap_or(line);
    let (key, separator) = line.split_at_checked(4)?;
    match separator.as_bytes() {
        &[byte] if key.eq_ignore_ascii_case("sep=") => Separator::of_byte(byte),
        _ => None,
    }
}

/// The separator with which the most records have the same number of cells. Records are counted, not
/// characters: the comma in `"Pérez, Ana"` separates nothing.
pub(crate) fn guess(text: &str) -> Separator {
    let best = Separator::ALL
        .into_iter()
        .map(|separator| (agreement(text, separator), separator))
        // The first of equals.
        .rev()
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    match best {
        Some((score, separator)) if score > 0.0 => separator,
        // One column, or nothing but separators.
        _ => Separator::ALL
            .into_iter()
            .find(|separator| text.contains(char::from(separator.byte())))
            .unwrap_or(Separator::Comma),
    }
}

const MOST_RECORDS: usize = 200;

fn agreement(text: &str, separator: Separator) -> f64 {
    let limits = Limits::default();
    let decoder = Encoding::UTF_8.decoder();
    let mut records = Records::new(text.as_bytes(), decoder, separator.byte(), &limits);
    let mut record = Record::default();
    let mut widths = Vec::new();
    while widths.len() < MOST_RECORDS && matches!(records.read(&mut record), Ok(true)) {
        if record.fields().any(|field| !field.trim_ascii().is_empty()) {
            widths.push(record.len());
        }
    }
    let Some(common) = most_common(&widths) else {
        return 0.0;
    };
    if common < 2 {
        return 0.0;
    }
    let agree = widths.iter().filter(|&&width| width == common).count();
    // Among separators with which all records agree, the one that makes more cells.
    agree as f64 / widths.len() as f64 + (common.min(100) as f64) / 1000.0
}

/// The number that comes most often; of those that do, the greatest.
pub(crate) fn most_common(numbers: &[usize]) -> Option<usize> {
    let count = |number: usize| numbers.iter().filter(|&&other| other == number).count();
    numbers
        .iter()
        .copied()
        .max_by_key(|&number| (count(number), number))
}

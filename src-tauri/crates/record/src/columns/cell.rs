//! From the text of a cell to what it asks for.

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::Serialize;

use super::{Placeholder, Reading, placeholder_of};
use crate::{Entry, Field, Kind, changes::fold};

/// Why a cell cannot be used. What the rules of its field say comes on top, from [`crate::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellProblem {
    /// By position, from 0.
    pub column: usize,
    pub code: CellProblemCode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum CellProblemCode {
    /// `5.25512E+11`: a spreadsheet rounded a long number, and its digits are gone.
    DigitsLost,
    /// `#N/A`, `#¡REF!`: a formula's failure, not a value.
    FormulaFailed,
    /// Neither a yes nor a no.
    NotYesOrNo,
    /// `03/04/2026` may be March or April.
    DateAmbiguous,
    NotADate,
    /// `S/N`, `0000000000`: to be asked about once.
    Placeholder,
    /// The field cannot be cleared.
    CannotClear,
    /// Half of a name whose other parts are blank.
    NameIncomplete,
}

/// The order of day and month in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    DayFirst,
    MonthFirst,
}

/// What a cell asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Blank: the value stays as it is.
    Leave,
    Clear,
    Text(String),
}

const CLEAR_WORDS: [&str; 4] = ["(vaciar)", "(clear)", "(borrar)", "(empty)"];

/// Blank, the clear word, a failed formula, a placeholder, lost digits: what holds for every column.
pub(super) fn wish(text: &str, field: Field, reading: &Reading) -> Result<Wish, CellProblemCode> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Wish::Leave);
    }
    let folded = fold(text);
    if CLEAR_WORDS.contains(&folded.as_str()) {
        return Ok(Wish::Clear);
    }
    if text.starts_with('#') && is_failed_formula(text) {
        let missing = matches!(folded.as_str(), "#n/a" | "#n/d");
        return if missing && reading.missing_clears {
            Ok(Wish::Clear)
        } else {
            Err(CellProblemCode::FormulaFailed)
        };
    }
    let kind = field.spec().kind;
    if matches!(kind, Kind::Phone | Kind::Email)
        && let Some(placeholder) = placeholder_of(text)
    {
        return match reading.placeholders.get(&placeholder) {
            Some(Placeholder::Leave) => Ok(Wish::Leave),
            Some(Placeholder::Clear) => Ok(Wish::Clear),
            None => Err(CellProblemCode::Placeholder),
        };
    }
    if matches!(kind, Kind::Phone | Kind::Text | Kind::Pairs) && is_rounded(text) {
        return Err(CellProblemCode::DigitsLost);
    }
    Ok(Wish::Text(text.to_owned()))
}

/// Excel's errors in Spanish and English, folded.
pub(crate) fn is_failed_formula(text: &str) -> bool {
    let folded = fold(text);
    const ERRORS: [&str; 18] = [
        "#n/a",
        "#n/d",
        "#ref!",
        "#¡ref!",
        "#value!",
        "#valor!",
        "#¡valor!",
        "#name?",
        "#¿nombre?",
        "#div/0!",
        "#¡div/0!",
        "#num!",
        "#¡num!",
        "#null!",
        "#nulo!",
        "#¡nulo!",
        "#spill!",
        "#¡desbordamiento!",
    ];
    ERRORS.contains(&folded.as_str())
}

/// `5.25512E+11`, with either decimal mark.
fn is_rounded(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let Some(exponent) = exponent.strip_prefix('+') else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let mut parts = mantissa.splitn(2, ['.', ',']);
    parts.next().is_some_and(digits) && parts.next().is_none_or(digits) && digits(exponent)
}

/// An entry of the field, from text that is neither blank nor the clear word.
pub(super) fn entry(text: &str, field: Field, reading: &Reading) -> Result<Entry, CellProblemCode> {
    Ok(match field.spec().kind {
        Kind::Flag | Kind::Choice => Entry::Flag {
            flag: yes_or_no(text).ok_or(CellProblemCode::NotYesOrNo)?,
        },
        Kind::Tags => Entry::List {
            items: text
                .split(reading.tag_separator)
                .map(|tag| tag.trim().to_owned())
                .filter(|tag| !tag.is_empty())
                .collect(),
        },
        Kind::DateSwitch => Entry::Text {
            text: instant(text, reading)?,
            exact: false,
        },
        _ => Entry::Text {
            text: text.to_owned(),
            exact: reading.rewrite_phones,
        },
    })
}

/// `VERDADERO`, `Sí`, `s`, `x`, `1`, and their counterparts, in both languages.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "verdadero" | "si" | "s" | "x" | "1" | "true" | "yes" | "y" => Some(true),
        "falso" | "no" | "n" | "0" | "false" => Some(false),
        _ => None,
    }
}

/// The instant of a date; without a time it is the day's beginning in the school's zone.
fn instant(text: &str, reading: &Reading) -> Result<String, CellProblemCode> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at.to_string());
    }
    let at = if let Ok(at) = text.parse::<civil::DateTime>() {
        at
    } else if let Ok(date) = text.parse::<civil::Date>() {
        date.into()
    } else {
        slashed(text, reading.date_order)?.into()
    };
    in_zone(at, &reading.zone)
}

fn in_zone(at: civil::DateTime, zone: &TimeZone) -> Result<String, CellProblemCode> {
    let at = zone
        .to_timestamp(at)
        .map_err(|_| CellProblemCode::NotADate)?;
    Ok(at.to_string())
}

/// Day, month and year of `3/4/26`, `03-04-2026`, `3.4.2026`, as they stand.
fn parts(text: &str) -> Option<(i8, i8, i16)> {
    let mut parts = text.trim().split(['/', '-', '.']);
    let (one, two, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !matches!(year.len(), 2 | 4) {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    let year = if year < 100 { 2000 + year } else { year };
    Some((one.parse().ok()?, two.parse().ok()?, year))
}

fn slashed(text: &str, order: Option<DateOrder>) -> Result<civil::Date, CellProblemCode> {
    let (one, two, year) = parts(text).ok_or(CellProblemCode::NotADate)?;
    let date = |day, month| civil::Date::new(year, month, day).ok();
    let found = match order {
        Some(DateOrder::DayFirst) => date(one, two),
        Some(DateOrder::MonthFirst) => date(two, one),
        None => match (date(one, two), date(two, one)) {
            (Some(one), Some(two)) if one != two => return Err(CellProblemCode::DateAmbiguous),
            (one, two) => one.or(two),
        },
    };
    found.ok_or(CellProblemCode::NotADate)
}

/// The order that all dates of a column fit, where only one does.
pub fn date_order<'a>(cells: impl IntoIterator<Item = &'a str>) -> Option<DateOrder> {
    let (mut day, mut month) = (true, true);
    for (one, two, year) in cells.into_iter().filter_map(parts) {
        day &= civil::Date::new(year, two, one).is_ok();
        month &= civil::Date::new(year, one, two).is_ok();
    }
    match (day, month) {
        (true, false) => Some(DateOrder::DayFirst),
        (false, true) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

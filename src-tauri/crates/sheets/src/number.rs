//! Numbers as the person sees them where they are ids or phones.

use crate::cell::{Cell, Kind, Notice};
use crate::dates;
use crate::workbook::NumberFormat;

/// Excel keeps this many.
const DIGITS: usize = 15;

/// The cell of a number as it is stored, shown in its format.
pub(crate) fn number_cell(
    column: u32,
    stored: &str,
    format: &NumberFormat,
    date1904: bool,
) -> Cell {
    let stored = stored.trim();
    let Some(value) = stored.parse::<f64>().ok().filter(|value| value.is_finite()) else {
        return Cell::new(column, Kind::Text, stored.to_owned());
    };
    if let Some((kind, text)) = dates::shown(value, format, date1904) {
        return Cell::new(column, kind, text);
    }
    let plain = Plain::of(stored, value);
    let mut cell = Cell::new(column, Kind::Number, plain.text);
    if plain.noise {
        cell.notices.push(Notice::FloatNoise {
            stored: stored.to_owned(),
        });
    }
    if plain.too_many {
        cell.notices.push(Notice::TooManyDigits);
    }
    if let NumberFormat::Digits(patterns) = format
        && let Some(shown) = patterns.show(&cell.text)
        && shown != cell.text
    {
        let stored = std::mem::replace(&mut cell.text, shown);
        cell.notices.push(Notice::Formatted { stored });
    }
    cell
}

/// The same where only the number itself is known.
pub(crate) fn float_cell(column: u32, value: f64) -> Cell {
    number_cell(column, &value.to_string(), &NumberFormat::General, false)
}

struct Plain {
    text: String,
    noise: bool,
    too_many: bool,
}

impl Plain {
    fn of(stored: &str, value: f64) -> Plain {
        let unsigned = stored.strip_prefix('-').unwrap_or(stored);
        let whole = unsigned.bytes().all(|byte| byte.is_ascii_digit());
        if whole && (unsigned == "0" || !unsigned.starts_with('0')) && stored != "-0" {
            // Digit by digit: no floating point comes near an id.
            return Plain {
                text: stored.to_owned(),
                noise: false,
                too_many: unsigned.len() > DIGITS,
            };
        }
        let kept = format!("{value:.*e}", DIGITS - 1).parse().unwrap_or(value);
        let text = if kept == 0.0 {
            "0".to_owned()
        } else if kept.abs() < 1e21 && kept.abs() >= 1e-9 {
            kept.to_string()
        } else {
            format!("{kept:e}")
        };
        let too_many = kept.abs() >= 1e15;
        Plain {
            text,
            noise: kept != value && !too_many,
            too_many,
        }
    }
}

/// A number format that shows leading zeros, such as `0000000000` or `[<=9999999]000-0000;(000) 000-0000`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Patterns(Vec<Pattern>);

#[derive(Debug, Clone, PartialEq)]
struct Pattern {
    most: Option<f64>,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Zero,
    Digit,
    Letter(char),
}

impl Patterns {
    /// The patterns of a format, if it shows zeros that are not in the number.
    pub fn parse(format: &str) -> Option<Patterns> {
        let sections: Vec<Pattern> = sections(format)
            .into_iter()
            .map_while(Pattern::parse)
            .collect();
        let zeros = |pattern: &Pattern| {
            let zeros = pattern.parts.iter().filter(|&&part| part == Part::Zero);
            zeros.count() > 1
        };
        sections.iter().any(zeros).then_some(Patterns(sections))
    }

    /// A whole number that is not negative, in this format.
    fn show(&self, number: &str) -> Option<String> {
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let value: f64 = number.parse().ok()?;
        let fits = |pattern: &&Pattern| pattern.most.is_none_or(|most| value <= most);
        let pattern = match self.0.first() {
            // Without conditions the others are for negative numbers, zero and text.
            Some(first) if first.most.is_none() => first,
            _ => self.0.iter().find(fits)?,
        };
        Some(pattern.show(number))
    }
}

impl Pattern {
    fn parse(section: &str) -> Option<Pattern> {
        let mut pattern = Pattern {
            most: None,
            parts: Vec::new(),
        };
        let mut chars = section.chars();
        while let Some(char) = chars.next() {
            match char {
                '0' => pattern.parts.push(Part::Zero),
                '#' | '?' => pattern.parts.push(Part::Digit),
                '"' => {
                    let letters = chars.by_ref().take_while(|&char| char != '"');
                    pattern.parts.extend(letters.map(Part::Letter));
                }
                '\\' => pattern.parts.extend(chars.next().map(Part::Letter)),
                // Room of another character's width, and filling up.
                '_' | '*' => {
                    chars.next();
                }
                '[' => {
                    let inside: String = chars.by_ref().take_while(|&char| char != ']').collect();
                    if let Some(most) = inside.strip_prefix("<=") {
                        pattern.most = most.parse().ok();
                    } else if let Some(below) = inside.strip_prefix('<') {
                        pattern.most = below.parse::<f64>().ok().map(|below| below - 1.0);
                    } else if inside.starts_with(['>', '=']) {
                        return None;
                    }
                }
                '-' | '(' | ')' | ' ' | '+' | '$' | ':' | '\u{a0}' => {
                    pattern.parts.push(Part::Letter(char));
                }
                // Fractions, thousands, per cent, exponents, dates, text.
                _ => return None,
            }
        }
        Some(pattern)
    }

    fn show(&self, number: &str) -> String {
        let places = self
            .parts
            .iter()
            .filter(|part| !matches!(part, Part::Letter(_)))
            .count();
        let mut missing = places.saturating_sub(number.len());
        // More digits than places come before the first of them.
        let (before, mut digits) = number.split_at(number.len().saturating_sub(places));
        let mut shown = String::new();
        let mut first = true;
        for part in &self.parts {
            let zero = match part {
                Part::Letter(letter) => {
                    shown.push(*letter);
                    continue;
                }
                Part::Zero => true,
                Part::Digit => false,
            };
            if std::mem::take(&mut first) {
                shown.push_str(before);
            }
            if missing > 0 {
                missing -= 1;
                if zero {
                    shown.push('0');
                }
            } else if let Some((digit, rest)) = digits.split_at_checked(1) {
                shown.push_str(digit);
                digits = rest;
            }
        }
        shown
    }
}

/// The parts of a format between semicolons that are not quoted.
fn sections(format: &str) -> Vec<&str> {
    let mut sections = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, char) in format.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => {
                sections.push(&format[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    sections.push(&format[start..]);
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(format: &str, number: &str) -> Option<String> {
        Patterns::parse(format)?.show(number)
    }

    #[test]
    fn formats_with_zeros() {
        for (format, number, expected) in [
            ("0000000000", "128765", "0000128765"),
            ("00", "128", "128"),
            ("000\\-000", "12345", "012-345"),
            ("\"A\"0000", "12", "A0012"),
            (
                "[<=9999999]000\\-0000;\\(000\\)\\ 000\\-0000",
                "5512345678",
                "(551) 234-5678",
            ),
            ("[<=9999999]000-0000;(000) 000-0000", "1234567", "123-4567"),
            ("00000;-00000", "12", "00012"),
            ("[$-80A]00000", "12", "00012"),
            ("##00-00", "123", "01-23"),
            ("##00-00", "12345", "123-45"),
        ] {
            assert_eq!(shown(format, number).as_deref(), Some(expected), "{format}");
        }
        for format in [
            "General", "0", "#,##0.00", "0.00", "0.00E+00", "$#,##0", "@", "00%",
        ] {
            assert_eq!(Patterns::parse(format), None, "{format}");
        }
    }

    #[test]
    fn stored_numbers() {
        for (stored, expected, noise, many) in [
            ("525512345678", "525512345678", false, false),
            ("5.25512345678E11", "525512345678", false, false),
            ("5512345678.0", "5512345678", false, false),
            ("0.30000000000000004", "0.3", true, false),
            ("1234567890123456", "1234567890123456", false, true),
            ("1.2345678901234601E+17", "123456789012346000", false, true),
            ("-0", "0", false, false),
            ("1e-12", "1e-12", false, false),
            ("12.5", "12.5", false, false),
        ] {
            let plain = Plain::of(stored, stored.parse().unwrap());
            assert_eq!(
                (plain.text.as_str(), plain.noise, plain.too_many),
                (expected, noise, many),
                "{stored}"
            );
        }
    }
}

//! How numbers are shown.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::package::PartReader;
use super::xml::{attribute, damaged, reader};
use crate::error::Error;
use crate::number::Patterns;

/// What a number format makes of a number, as far as that matters here.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum NumberFormat {
    General,
    /// Shows zeros that the number does not have.
    Digits(Patterns),
    Date,
    Time,
    /// Hours above 24, as `[h]:mm` shows them.
    Elapsed,
}

impl NumberFormat {
    fn built_in(id: u32) -> NumberFormat {
        match id {
            14..=17 | 22 | 27..=31 | 34..=36 | 50..=58 => NumberFormat::Date,
            18..=21 | 32 | 33 | 45 | 47 => NumberFormat::Time,
            46 => NumberFormat::Elapsed,
            _ => NumberFormat::General,
        }
    }

    pub(super) fn parse(code: &str) -> NumberFormat {
        if let Some(patterns) = Patterns::parse(code) {
            return NumberFormat::Digits(patterns);
        }
        let (mut day, mut time) = (false, false);
        let mut chars = code.chars();
        while let Some(char) = chars.next() {
            match char.to_ascii_lowercase() {
                ';' => break,
                '"' => {
                    chars.by_ref().find(|&char| char == '"');
                }
                '\\' | '_' | '*' => {
                    chars.next();
                }
                '[' => {
                    let inside: String = chars.by_ref().take_while(|&char| char != ']').collect();
                    let unit = inside.to_ascii_lowercase();
                    let same = |unit: &str, of: char| unit.chars().all(|char| char == of);
                    if !unit.is_empty() && ['h', 'm', 's'].iter().any(|&of| same(&unit, of)) {
                        return NumberFormat::Elapsed;
                    }
                }
                'y' | 'd' => day = true,
                // A month, unless hours or seconds are near.
                'h' | 's' => time = true,
                'm' if !code.to_ascii_lowercase().contains(['h', 's']) => day = true,
                // "General"
                'g' => return NumberFormat::General,
                '0' | '#' | '?' if !day && !time => return NumberFormat::General,
                _ => {}
            }
        }
        match (day, time) {
            (true, _) => NumberFormat::Date,
            (false, true) => NumberFormat::Time,
            (false, false) => NumberFormat::General,
        }
    }
}

/// The number formats of `cellXfs`, by a cell's style.
pub(super) fn read(part: PartReader) -> Result<Vec<NumberFormat>, Error> {
    let mut xml = reader(part);
    let mut buffer = Vec::new();
    let mut codes = HashMap::new();
    let mut formats = Vec::new();
    let mut in_cells = false;
    loop {
        buffer.clear();
        match xml
            .read_event_into(&mut buffer)
            .map_err(|error| damaged(&error))?
        {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(&element, "numFmtId")?;
                    if let (Some(id), Some(code)) = (id, attribute(&element, "formatCode")?) {
                        codes.insert(id, NumberFormat::parse(&code));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = attribute(&element, "numFmtId")?.unwrap_or_default();
                    let format = codes.get(&id).cloned();
                    formats.push(
                        format.unwrap_or_else(|| NumberFormat::built_in(id.parse().unwrap_or(0))),
                    );
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cells = false,
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        use NumberFormat::{Date, Elapsed, General, Time};
        for (code, expected) in [
            ("dd/mm/yyyy", Date),
            ("[$-80A]d\" de \"mmmm\" de \"yyyy;@", Date),
            ("mmm-yy", Date),
            ("yyyy-mm-dd hh:mm", Date),
            ("h:mm AM/PM", Time),
            ("mm:ss", Time),
            ("[h]:mm:ss", Elapsed),
            ("[mm]:ss", Elapsed),
            ("General", General),
            ("General\" pesos\"", General),
            ("0.00", General),
            ("[Red]#,##0", General),
            ("\"$\"#,##0.00_);[Red](\"$\"#,##0.00)", General),
            ("@", General),
        ] {
            assert_eq!(NumberFormat::parse(code), expected, "{code}");
        }
    }
}

//! What all parts of a workbook need of XML.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::escape::unescape as unescape_entities;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::error::{Error, Passed, Position};

pub(super) fn reader<R: BufRead>(bytes: R) -> Reader<R> {
    let mut reader = Reader::from_reader(bytes);
    reader.config_mut().expand_empty_elements = true;
    reader
}

/// What went wrong, without a place.
pub(super) fn damaged(error: &quick_xml::Error) -> Error {
    if let quick_xml::Error::Io(error) = error
        && let Some(passed) = error
            .get_ref()
            .and_then(|error| error.downcast_ref::<Passed>())
    {
        return passed.at(Position::default());
    }
    Error::damaged(Position::default(), error)
}

/// The value of an attribute, whatever its prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Error> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| damaged(&error.into()))?;
        if attribute.key.local_name().as_ref() == name {
            let value = unescape_entities(&attribute.value);
            return Ok(Some(
                value.map_err(|error| damaged(&error.into()))?.into_owned(),
            ));
        }
    }
    Ok(None)
}

pub(super) fn is_true(element: &BytesStart<'_>, name: &str) -> Result<bool, Error> {
    Ok(matches!(
        attribute(element, name)?.as_deref(),
        Some("1" | "true" | "on")
    ))
}

/// Adds the character that `&amp;` or `&#10;` stands for.
pub(super) fn push_entity(entity: &BytesRef<'_>, text: &mut String) -> Result<(), Error> {
    let name: &str = entity.as_ref();
    match name {
        "amp" => text.push('&'),
        "lt" => text.push('<'),
        "gt" => text.push('>'),
        "quot" => text.push('"'),
        "apos" => text.push('\''),
        _ => {
            let char = entity.resolve_char_ref().map_err(|error| damaged(&error))?;
            text.push(char.unwrap_or('\u{fffd}'));
        }
    }
    Ok(())
}

/// Adds the text up to the end of the element that was just entered.
pub(super) fn read_text<R: BufRead>(
    xml: &mut Reader<R>,
    buffer: &mut Vec<u8>,
    text: &mut String,
) -> Result<(), Error> {
    let mut depth = 0;
    loop {
        buffer.clear();
        match xml
            .read_event_into(buffer)
            .map_err(|error| damaged(&error))?
        {
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::CData(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(entity) => push_entity(&entity, text)?,
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => return Ok(()),
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(ends_early()),
            _ => {}
        }
    }
}

/// The text of a string with or without formatted runs (`si`, `is`), up to its end.
pub(super) fn read_string<R: BufRead>(
    xml: &mut Reader<R>,
    buffer: &mut Vec<u8>,
    text: &mut String,
) -> Result<(), Error> {
    let mut depth = 0;
    // How to read Japanese letters, which is not part of the text.
    let mut phonetic = None;
    loop {
        buffer.clear();
        let run = match xml
            .read_event_into(buffer)
            .map_err(|error| damaged(&error))?
        {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" if phonetic.is_none() => {
                    Some(attribute(&element, "space")?.as_deref() == Some("preserve"))
                }
                name => {
                    if name == "rPh" && phonetic.is_none() {
                        phonetic = Some(depth);
                    }
                    depth += 1;
                    None
                }
            },
            Event::End(_) if depth == 0 => return Ok(()),
            Event::End(_) => {
                depth -= 1;
                if phonetic == Some(depth) {
                    phonetic = None;
                }
                None
            }
            Event::Eof => return Err(ends_early()),
            _ => None,
        };
        if let Some(preserve) = run {
            let start = text.len();
            read_text(xml, buffer, text)?;
            if !preserve {
                trim(text, start);
            }
            unescape(text, start);
        }
    }
}

fn trim(text: &mut String, start: usize) {
    let kept = trimmed(&text[start..]);
    if kept.len() < text.len() - start {
        let kept = kept.to_owned();
        text.truncate(start);
        text.push_str(&kept);
    }
}

/// Without spaces around it, of which XML has four.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

pub(super) fn ends_early() -> Error {
    Error::damaged(Position::default(), "ends early")
}

/// Resolves `_x000D_`, by which spreadsheets write what XML has no characters for.
pub(super) fn unescape(text: &mut String, start: usize) {
    if !text[start..].contains("_x") {
        return;
    }
    let mut units = Vec::new();
    let escaped = text.split_off(start);
    let mut rest = escaped.as_str();
    while let Some(at) = rest.find("_x") {
        units.extend(rest[..at].encode_utf16());
        rest = &rest[at..];
        match escaped_unit(rest) {
            Some(unit) => {
                units.push(unit);
                rest = &rest[7..];
            }
            None => {
                units.extend("_x".encode_utf16());
                rest = &rest[2..];
            }
        }
    }
    units.extend(rest.encode_utf16());
    text.push_str(&String::from_utf16_lossy(&units));
}

fn escaped_unit(text: &str) -> Option<u16> {
    let digits = text.get(2..6)?;
    let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    (hexadecimal && text.get(6..7) == Some("_"))
        .then(|| u16::from_str_radix(digits, 16).ok())
        .flatten()
}

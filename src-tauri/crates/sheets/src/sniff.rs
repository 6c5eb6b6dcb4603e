//! What a file is by its bytes: names lie.

use std::io::{Read, Seek, SeekFrom};

use crate::error::{Error, Found};
use crate::input::Opened;
use crate::text::{Encoding, utf_16_without_bom};

/// What the bytes are packed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Text,
    Zip,
    Ole,
}

const HEAD: u64 = 4096;

/// Looks at the beginning, and goes back to it.
pub(crate) fn sniff(opened: &mut Opened) -> Result<Container, Error> {
    let mut head = Vec::new();
    opened.seek(SeekFrom::Start(0))?;
    opened.by_ref().take(HEAD).read_to_end(&mut head)?;
    opened.seek(SeekFrom::Start(0))?;
    of_head(&head)
}

fn of_head(head: &[u8]) -> Result<Container, Error> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if head.is_empty() {
        return Err(Error::Empty);
    }
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return Ok(Container::Zip);
    }
    if starts(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Ok(Container::Ole);
    }
    let found = if starts(b"%PDF") {
        Some(Found::Pdf)
    } else if starts(b"\x89PNG") || starts(b"\xFF\xD8\xFF") || starts(b"GIF8") {
        Some(Found::Image)
    } else if starts(b"\x1F\x8B") || starts(b"Rar!") || starts(b"7z\xBC\xAF") {
        Some(Found::Archive)
    } else if let Some(markup) = markup(head) {
        Some(markup)
    } else if Encoding::of_bom(head).is_none()
        && utf_16_without_bom(head).is_none()
        && head.contains(&0)
    {
        Some(Found::Binary)
    } else {
        None
    };
    match found {
        Some(found) => Err(Error::NotASpreadsheet(found)),
        None => Ok(Container::Text),
    }
}

fn markup(head: &[u8]) -> Option<Found> {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let text = text.trim_ascii_start();
    let tag = |tag: &[u8]| {
        let start = text.get(..tag.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(tag))
    };
    if tag(b"<html") || tag(b"<!doctype html") || tag(b"<table") || tag(b"<head") || tag(b"<meta") {
        return Some(Found::Html);
    }
    if !tag(b"<?xml") {
        return None;
    }
    let html = text
        .windows(5)
        .any(|part| part.eq_ignore_ascii_case(b"<html"));
    Some(if html { Found::Html } else { Found::Xml })
}

//! Text as the XML of a workbook holds it.

use std::borrow::Cow;
use std::fmt::Write;

/// Of a cell. What XML cannot hold stands as `_x0001_`, as spreadsheets write it.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte >= b' ' && !b"<>&_".contains(&byte) && byte != 0xEF;
    if text.bytes().all(plain) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for (at, char) in text.char_indices() {
        match char {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            // Otherwise it would be read as the character of that number.
            '_' if names_a_character(&text[at..]) => escaped.push_str("_x005F_"),
            '\t' | '\n' => escaped.push(char),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => {
                // Writing to a String does not fail.
                let _ = write!(escaped, "_x{:04X}_", char as u32);
            }
            char => escaped.push(char),
        }
    }
    escaped.into()
}

fn names_a_character(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7
        && bytes.starts_with(b"_x")
        && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
        && bytes[6] == b'_'
}

/// Between double quotes.
pub(super) fn attribute(value: &str) -> String {
    text(value).replace('"', "&quot;")
}

/// A name that Excel takes: not blank, not too long, and without what stands in references.
pub(super) fn sheet_name(name: &str) -> String {
    const MOST: usize = 31;
    let mut kept = String::new();
    for char in name.chars().map(|char| match char {
        '[' | ']' | ':' | '*' | '?' | '/' | '\\' => '-',
        char if char.is_control() => ' ',
        char => char,
    }) {
        if kept.encode_utf16().count() + char.len_utf16() > MOST {
            break;
        }
        kept.push(char);
    }
    let kept = kept.trim_matches(|char: char| char == '\'' || char.is_whitespace());
    if kept.is_empty() {
        "1".to_owned()
    } else {
        kept.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for (plain, escaped) in [
            ("Núñez_1", "Núñez_1"),
            ("<b> & >", "&lt;b&gt; &amp; &gt;"),
            ("a\r\nb\tc", "a_x000D_\nb\tc"),
            ("_x000D_", "_x005F_x000D_"),
            ("_x00_", "_x00_"),
            ("_xñ0D_", "_xñ0D_"),
            ("\u{ffff}\u{1}", "_xFFFF__x0001_"),
        ] {
            assert_eq!(text(plain), escaped);
        }
    }

    #[test]
    fn sheet_names() {
        for (name, taken) in [
            ("Familias", "Familias"),
            ("Colegio: 2026/27", "Colegio- 2026-27"),
            ("'a'", "a"),
            (" ' ", "1"),
            ("", "1"),
            ("a\nb", "a b"),
        ] {
            assert_eq!(sheet_name(name), taken);
        }
        assert_eq!(sheet_name(&"ñ".repeat(40)).chars().count(), 31);
        assert_eq!(sheet_name(&"👩".repeat(40)).chars().count(), 15);
    }
}

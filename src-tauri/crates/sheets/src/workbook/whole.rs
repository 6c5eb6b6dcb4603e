//! Cells and strings in the form in which programs write almost all of them: `<c r="B2" s="1" t="s"><v>7</v></c>`,
//! or with `<is><t>` for an inline text. A sheet has millions, and a general reader of XML takes up to seven steps
//! for each.

use memchr::{memchr2, memchr3};

use super::xml::trimmed;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct WholeCell<'a> {
    pub reference: Option<&'a str>,
    pub style: Option<&'a str>,
    pub kind: Option<&'a str>,
    pub value: Content<'a>,
    /// In bytes, from `<c` to the end of `</c>`.
    pub length: usize,
}

/// A text has neither entities nor line breaks that XML would change.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Content<'a> {
    #[default]
    Nothing,
    Value(&'a str),
    Inline(&'a str),
}

impl<'a> WholeCell<'a> {
    /// The cell that these bytes begin with; `None` if it is in any other form or goes on beyond them.
    pub fn at_start_of(ahead: &'a [u8]) -> Option<WholeCell<'a>> {
        let mut cell = WholeCell::default();
        let mut rest = ahead.strip_prefix(b"<c")?;
        loop {
            match rest {
                [b' ', after @ ..] => rest = cell.attribute(after)?,
                [b'/', b'>', after @ ..] => return Some(cell.ending(ahead, after)),
                [b'>', after @ ..] => {
                    rest = after;
                    break;
                }
                _ => return None,
            }
        }
        if let Some(after) = rest.strip_prefix(b"<v>") {
            let (text, after) = text_before(after)?;
            cell.value = Content::Value(text);
            rest = after.strip_prefix(b"</v>")?;
        } else if let Some(after) = rest.strip_prefix(b"<is>") {
            let (text, after) = string(after)?;
            cell.value = Content::Inline(text);
            rest = after.strip_prefix(b"</is>")?;
        }
        let after = rest.strip_prefix(b"</c>")?;
        Some(cell.ending(ahead, after))
    }

    fn ending(mut self, ahead: &[u8], after: &[u8]) -> WholeCell<'a> {
        self.length = ahead.len() - after.len();
        self
    }

    /// Reads `r="B2"`; returns what follows.
    fn attribute(&mut self, rest: &'a [u8]) -> Option<&'a [u8]> {
        let [key, b'=', b'"', rest @ ..] = rest else {
            return None;
        };
        let end = memchr3(b'"', b'&', b'<', rest)?;
        let value = std::str::from_utf8(&rest[..end]).ok()?;
        match key {
            b'r' => self.reference = Some(value),
            b's' => self.style = Some(value),
            b't' => self.kind = Some(value),
            _ => return None,
        }
        rest[end..].strip_prefix(b"\"")
    }
}

/// The text of a shared string that these bytes begin with, and its length in bytes from `<si>` to `</si>`.
pub(super) fn whole_string(ahead: &[u8]) -> Option<(&str, usize)> {
    let (text, rest) = string(ahead.strip_prefix(b"<si>")?)?;
    let after = rest.strip_prefix(b"</si>")?;
    Some((text, ahead.len() - after.len()))
}

/// The text of `<t>`, and what follows.
fn string(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let bytes = bytes.strip_prefix(b"<t")?;
    let preserving = bytes.strip_prefix(b" xml:space=\"preserve\">");
    let (text, rest) = text_before(preserving.or_else(|| bytes.strip_prefix(b">"))?)?;
    let text = if preserving.is_some() {
        text
    } else {
        trimmed(text)
    };
    Some((text, rest.strip_prefix(b"</t>")?))
}

/// The text up to the next tag, and that tag with what follows.
fn text_before(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = memchr3(b'<', b'&', b'\r', bytes)?;
    let (text, rest) = bytes.split_at(end);
    // U+FFFE and such are for the general reader to judge.
    Some((std::str::from_utf8(text).ok()?, rest)).filter(|_| memchr2(0, 0xEF, text).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_forms() {
        let of = |text: &'static str| {
            let cell = WholeCell::at_start_of(text.as_bytes())?;
            assert_eq!(&text[cell.length..], "<c/>");
            Some((cell.reference, cell.style, cell.kind, cell.value))
        };
        for (text, expected) in [
            ("<c/><c/>", (None, None, None, Content::Nothing)),
            (
                r#"<c r="A1" s="3"/><c/>"#,
                (Some("A1"), Some("3"), None, Content::Nothing),
            ),
            (
                r#"<c t="s" r="A1"><v>7</v></c><c/>"#,
                (Some("A1"), None, Some("s"), Content::Value("7")),
            ),
            (
                r#"<c r="A1" t="inlineStr"><is><t>Núñez</t></is></c><c/>"#,
                (
                    Some("A1"),
                    None,
                    Some("inlineStr"),
                    Content::Inline("Núñez"),
                ),
            ),
            (
                r#"<c><is><t xml:space="preserve"> a</t></is></c><c/>"#,
                (None, None, None, Content::Inline(" a")),
            ),
            (
                "<c><is><t> a</t></is></c><c/>",
                (None, None, None, Content::Inline("a")),
            ),
        ] {
            assert_eq!(of(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn strings() {
        for (bytes, expected) in [
            ("<si><t>Ana</t></si><si>", Some(("Ana", 19))),
            (
                "<si><t xml:space=\"preserve\">Ana </t></si>",
                Some(("Ana ", 41)),
            ),
            ("<si><t/></si>", None),
            ("<si><r><t>Ana</t></r></si>", None),
            ("<si><t>Ana</t><phoneticPr/></si>", None),
            ("<si><t>A &amp; B</t></si>", None),
        ] {
            assert_eq!(whole_string(bytes.as_bytes()), expected, "{bytes}");
        }
    }

    #[test]
    fn anything_else_is_left_to_the_general_reader() {
        for text in [
            "",
            "<c",
            "<col/>",
            r#"<c r='A1'/>"#,
            r#"<c r="A1"><v>7</v>"#,
            r#"<c r="A1"><f>1+1</f><v>7</v></c>"#,
            r#"<c r="A1"><v>a&amp;b</v></c>"#,
            r#"<c r="A&#49;"/>"#,
            "<c><v>a\r\nb</v></c>",
            "<c><v>a<!-- b --></v></c>",
            "<c><is><r><t>a</t></r></is></c>",
            "<c><v>7</v></c ><c/>",
            "<c cm=\"1\"><v>7</v></c>",
        ] {
            assert_eq!(WholeCell::at_start_of(text.as_bytes()), None, "{text}");
        }
        assert_eq!(WholeCell::at_start_of(b"<c><v>\xE9</v></c>"), None);
    }
}

use unicode_normalization::UnicodeNormalization;

use super::{Notice, NoticeCode, Problem, ProblemCode};
use crate::Field;

/// Invisible characters that come with copied text (case D7).
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// How line breaks and tabs are treated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    Refused,
    Kept,
}

impl Breaks {
    /// A field of one line keeps them only where the stored text has them already.
    pub(super) fn as_in(stored: Option<&str>) -> Self {
        match stored {
            Some(text) if text.contains(is_break) => Self::Kept,
            _ => Self::Refused,
        }
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t')
}

/// Whether `typed` is `stored` untouched. A control of several lines turns every line ending into
/// `\n`, which nobody typed.
pub(crate) fn is_untouched(stored: &str, typed: &str) -> bool {
    let lines = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
    stored == typed || (stored.contains('\r') && lines(stored) == lines(typed))
}

/// Text that is sent unchanged, or not at all.
pub(super) fn whole(field: Field, text: &str, breaks: Breaks) -> Result<String, Problem> {
    if text.contains('\u{FFFD}') {
        return Err(Problem::new(field, ProblemCode::DamagedText));
    }
    let refused = |c: char| c.is_control() && (breaks == Breaks::Refused || !is_break(c));
    if text.chars().any(refused) {
        return Err(Problem::new(field, ProblemCode::ControlCharacters));
    }
    Ok(text.to_owned())
}

/// Text composed (NFC), trimmed, invisible characters dropped. In one line inner spaces are
/// squeezed; over several lines they may be a layout and stay.
pub(super) fn tidy(
    field: Field,
    typed: &str,
    breaks: Breaks,
    notices: &mut Vec<Notice>,
) -> Result<String, Problem> {
    let (visible, removed) = without_invisible(typed);
    let visible = visible.trim();
    let composed: String = whole(field, visible, breaks)?.nfc().collect();
    let one_line = !composed.contains(is_break);
    let text = if one_line {
        squeeze(&composed)
    } else {
        composed
    };
    if text.is_empty() {
        return Err(Problem::new(field, ProblemCode::TextEmpty));
    }
    if field == Field::Username && text.contains(' ') {
        return Err(Problem::new(field, ProblemCode::UsernameSpaces));
    }
    if removed > 0 {
        notices.push(
            Notice::new(field, NoticeCode::InvisibleRemoved)
                .text(&text)
                .count(removed),
        );
    } else if one_line && visible.contains("  ") {
        notices.push(Notice::new(field, NoticeCode::SpacesSqueezed).text(&text));
    }
    if text.chars().any(is_unusual) {
        notices.push(Notice::new(field, NoticeCode::UnusualCharacters).text(&text));
    }
    Ok(text)
}

pub(super) fn without_invisible(text: &str) -> (String, usize) {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let removed = text.chars().count() - visible.chars().count();
    (visible, removed)
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Rare in family data and often pasted by mistake: emoji, other scripts, markup.
fn is_unusual(c: char) -> bool {
    matches!(c, '<' | '>') || c as u32 >= 0x2190 || matches!(c, '\u{0370}'..='\u{1DFF}')
}

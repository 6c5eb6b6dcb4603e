use unicode_normalization::UnicodeNormalization;

use super::{Notice, NoticeCode, Problem, ProblemCode};
use crate::Field;

/// Characters that print nothing and come along with copied text (case D7).
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Text that is sent as it is, or not at all.
pub(super) fn whole(field: Field, text: &str) -> Result<String, Problem> {
    if text.contains('\u{FFFD}') {
        return Err(Problem::new(field, ProblemCode::DamagedText));
    }
    if text.chars().any(char::is_control) {
        return Err(Problem::new(field, ProblemCode::ControlCharacters));
    }
    Ok(text.to_owned())
}

/// One line of text: composed (NFC), trimmed, inner spaces squeezed, invisible characters dropped.
pub(super) fn line(
    field: Field,
    typed: &str,
    notices: &mut Vec<Notice>,
) -> Result<String, Problem> {
    let (visible, removed) = without_invisible(typed);
    let text = squeeze(&whole(field, visible.trim())?.nfc().collect::<String>());
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
    } else if visible.trim().contains("  ") {
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

/// Rare in a family's data and often pasted by mistake: emoji, other scripts, markup.
fn is_unusual(c: char) -> bool {
    matches!(c, '<' | '>') || c as u32 >= 0x2190 || matches!(c, '\u{0370}'..='\u{1DFF}')
}

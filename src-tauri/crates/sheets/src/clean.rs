//! From a stored text to the one that was meant, and back.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::cell::{Cell, Kind, Notice};
use crate::text::Encoding;

/// A cell with that text, without what programs put around it.
pub(crate) fn text_cell(column: u32, stored: &str) -> Cell {
    let mut cell = Cell::new(column, Kind::Empty, String::new());
    fill(&mut cell, column, stored);
    cell
}

/// Makes a cell the one with that text, in the memory it has.
pub(crate) fn fill(cell: &mut Cell, column: u32, stored: &str) {
    cell.column = column;
    cell.kind = Kind::Empty;
    cell.text.clear();
    cell.notices.clear();
    if stored.is_empty() {
        return;
    }
    let plain = plain(stored);
    cell.kind = Kind::Text;
    cell.notices.extend(plain.notice);
    let text = plain.text;
    let is_ascii = text.is_ascii();
    if is_ascii || surely_nfc(text) || is_nfc(text) {
        cell.text.push_str(text);
    } else {
        cell.text.extend(text.nfc());
    }
    match cell.text.bytes().next() {
        Some(b'#') if is_error(&cell.text) => cell.kind = Kind::Error,
        Some(b'0'..=b'9' | b'+' | b'-') => {
            if lost_digits(&cell.text) {
                cell.notices.push(Notice::DigitsLost);
            }
            if rounded(&cell.text) {
                cell.notices.push(Notice::TooManyDigits);
            }
        }
        _ => {}
    }
    if !is_ascii {
        if cell.text.contains('\u{fffd}') {
            cell.notices.push(Notice::ReplacementCharacter);
        }
        if let Some(repaired) = repair(&cell.text) {
            cell.notices.push(Notice::Mojibake { repaired });
        }
    }
}

/// Everything before U+0300 is composed. Spanish has nothing after it.
fn surely_nfc(text: &str) -> bool {
    text.bytes().all(|byte| byte < 0xCC)
}

struct Plain<'a> {
    text: &'a str,
    notice: Option<Notice>,
}

fn plain(stored: &str) -> Plain<'_> {
    let found = match stored.bytes().next() {
        Some(b'\'') => stored
            .strip_prefix('\'')
            .filter(|text| takes_apostrophe(text))
            .map(|text| (text, Notice::ApostropheDropped)),
        Some(b'=') => unwrap(stored).map(|text| (text, Notice::Unwrapped)),
        Some(b'0'..=b'9') => without_fraction(stored).map(|text| {
            let stored = stored.to_owned();
            (text, Notice::FloatNoise { stored })
        }),
        _ => None,
    };
    match found {
        Some((text, notice)) => Plain {
            text,
            notice: Some(notice),
        },
        None => Plain {
            text: stored,
            notice: None,
        },
    }
}

/// Whether people write an apostrophe before this so that Excel leaves it alone.
pub(crate) fn takes_apostrophe(text: &str) -> bool {
    let first = text.trim_start_matches('\'').chars().next();
    first.is_some_and(|first| first.is_ascii_digit() || "=+-@\t\r\n".contains(first))
}

/// `="0000128765"`, which some systems write so that Excel keeps the zeros.
fn unwrap(stored: &str) -> Option<&str> {
    let text = stored.strip_prefix("=\"")?.strip_suffix('"')?;
    (!text.contains('"')).then_some(text)
}

/// `5512345678.0`, which pandas makes of a phone. Shorter numbers may be meant so.
fn without_fraction(stored: &str) -> Option<&str> {
    let whole = stored.strip_suffix(".0")?;
    (whole.len() >= 7 && whole.bytes().all(|byte| byte.is_ascii_digit())).then_some(whole)
}

/// Whether the reader would leave this text as it is.
pub(crate) fn survives(text: &str) -> bool {
    plain(text).notice.is_none()
}

/// The names of errors in Excel in Spanish and English, and in LibreOffice.
pub(crate) fn is_error(text: &str) -> bool {
    text.starts_with('#') && ERRORS.iter().any(|error| text.eq_ignore_ascii_case(error))
}

const ERRORS: [&str; 27] = [
    "#N/A",
    "#N/D",
    "#REF!",
    "#¡REF!",
    "#VALUE!",
    "#¡VALOR!",
    "#VALOR!",
    "#NAME?",
    "#¿NOMBRE?",
    "#NOMBRE?",
    "#DIV/0!",
    "#¡DIV/0!",
    "#NUM!",
    "#¡NUM!",
    "#NULL!",
    "#¡NULO!",
    "#NULO!",
    "#SPILL!",
    "#¡DESBORDAMIENTO!",
    "#CALC!",
    "#¡CALC!",
    "#FIELD!",
    "#¡CAMPO!",
    "#BLOCKED!",
    "#¡BLOQUEADO!",
    "#GETTING_DATA",
    "#OBTENIENDO_DATOS",
];

/// `5.25512E+11`, `5,25512E+11`: what Excel writes into a CSV for a long number.
fn lost_digits(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_fits = match mantissa.split_once(['.', ',']) {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(mantissa),
    };
    mantissa_fits && exponent.strip_prefix('+').is_some_and(digits)
}

/// More than 15 digits that end in zeros: Excel keeps no more.
fn rounded(text: &str) -> bool {
    let text = text.strip_prefix('+').unwrap_or(text);
    text.len() > 15 && text.ends_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a text was before its UTF-8 was read as something else. That a text is UTF-8 once more, and
/// becomes Spanish, does not happen by chance.
fn repair(text: &str) -> Option<String> {
    const MISREAD_AS: [Encoding; 3] =
        [Encoding::WINDOWS_1252, Encoding::CP850, Encoding::MAC_ROMAN];
    // What the first byte of é, ñ, º or “ becomes.
    let mut chars = text.chars().peekable();
    let begins = |char| matches!(char, 'Â' | 'Ã' | 'â' | '┬' | '├' | 'Ô' | '¬' | '√' | '‚');
    let suspicious =
        std::iter::from_fn(|| Some((chars.next()?, chars.peek().copied()))).any(|(char, next)| {
            !char.is_ascii() && begins(char) && next.is_some_and(|next| !next.is_ascii())
        });
    if !suspicious {
        return None;
    }
    MISREAD_AS.into_iter().find_map(|encoding| {
        let repaired = String::from_utf8(encoding.encode(text)?).ok()?;
        let plausible =
            |char: char| char.is_ascii() || "áéíóúüñÁÉÍÓÚÜÑ¿¡ºª°«»“”‘’–—…€·´".contains(char);
        (repaired != text && repaired.chars().all(plausible)).then_some(repaired)
    })
}

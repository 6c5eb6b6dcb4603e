use phonenumber::country;
use unicode_normalization::UnicodeNormalization;

use super::{Notice, NoticeCode, Problem, ProblemCode, text};
use crate::Field;

/// One Mexican or foreign number in E.164, for instance `+525512345678` (cases D1 to D8).
pub(super) fn rule(
    field: Field,
    typed: &str,
    notices: &mut Vec<Notice>,
) -> Result<String, Problem> {
    let (visible, removed) = text::without_invisible(typed);
    text::whole(field, visible.trim(), text::Breaks::Refused)?;
    // NFKC turns full-width digits and plus signs into plain ones.
    let plain: String = visible.nfkc().collect();
    let plain = plain.trim();
    if is_placeholder(plain) {
        return Err(Problem::new(field, ProblemCode::Placeholder));
    }
    let candidates = numbers_in(plain);
    if plain.chars().any(char::is_alphabetic) {
        let code = if has_extension(plain) {
            ProblemCode::PhoneExtension
        } else {
            ProblemCode::PhoneLetters
        };
        return Err(Problem::new(field, code).found(canonical_all(&candidates)));
    }
    if candidates.len() > 1 {
        return Err(Problem::new(field, ProblemCode::PhoneTwo).found(canonical_all(&candidates)));
    }
    let number = canonical(plain).map_err(|code| Problem::new(field, code))?;
    if removed > 0 {
        let notice = Notice::new(field, NoticeCode::InvisibleRemoved);
        notices.push(notice.text(&number.e164).count(removed));
    }
    if number.prefix_dropped {
        notices.push(Notice::new(field, NoticeCode::PhonePrefixDropped).text(&number.e164));
    }
    if !number.e164.starts_with("+52") {
        notices.push(Notice::new(field, NoticeCode::PhoneForeign).text(&number.e164));
    }
    Ok(number.e164)
}

/// Whether a text is one number, and nothing but a number.
pub(crate) fn is_phone(text: &str) -> bool {
    !text.chars().any(char::is_alphabetic) && canonical(text).is_ok()
}

/// The form that all spellings of one number share; `None` for what is no number.
pub(crate) fn phone_key(text: &str) -> Option<String> {
    canonical(text).ok().map(|number| number.e164)
}

/// Whether two numbers reach the same line: `+52` and the old mobile form `+521` do.
pub(crate) fn same_number(a: &str, b: &str) -> bool {
    match (canonical(a), canonical(b)) {
        (Ok(a), Ok(b)) => a.e164 == b.e164,
        _ => false,
    }
}

/// `S/N`, `no tiene`, zeros: what people type when a form demands something (case D8).
pub(crate) fn is_placeholder(text: &str) -> bool {
    let bare: String = text
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let words = [
        "sn",
        "na",
        "nd",
        "notiene",
        "sintelefono",
        "sincorreo",
        "ninguno",
        "ninguna",
        "x",
        "xx",
        "xxx",
        "no",
    ];
    bare.chars().all(|c| c == '0') || words.contains(&bare.as_str())
}

struct Number {
    e164: String,
    prefix_dropped: bool,
}

fn canonical(text: &str) -> Result<Number, ProblemCode> {
    let international = text.trim_start().starts_with('+');
    let mut digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let abroad = international || {
        let dialled = digits.starts_with("00");
        if dialled {
            digits.drain(..2);
        }
        dialled
    };
    if abroad && !digits.starts_with("52") {
        return foreign(&digits);
    }
    // Dialling habits of before 2019: 044 and 045 to mobiles, 01 to other areas, 1 after 52.
    let (national, prefix_dropped) = match (digits.len(), digits.as_str()) {
        (12, d) if d.starts_with("52") => (&d[2..], false),
        (13, d) if d.starts_with("521") => (&d[3..], false),
        (13, d) if !abroad && (d.starts_with("044") || d.starts_with("045")) => (&d[3..], true),
        (12, d) if !abroad && d.starts_with("01") => (&d[2..], true),
        (10, d) if !abroad => (d, false),
        (7 | 8, _) if !abroad => return Err(ProblemCode::PhoneNoAreaCode),
        _ => return Err(ProblemCode::PhoneBad),
    };
    // No area code starts with 0 or 1; beyond that the numbering plan changes faster than tables.
    if national.starts_with(['0', '1']) {
        return Err(ProblemCode::PhoneBad);
    }
    Ok(Number {
        e164: format!("+52{national}"),
        prefix_dropped,
    })
}

/// Accepts any real country code with a possible length: tables cannot show whether a number is in use,
/// and refusing a real one would be worse than keeping a wrong one.
fn foreign(digits: &str) -> Result<Number, ProblemCode> {
    let number = phonenumber::parse(None::<country::Id>, format!("+{digits}"))
        .ok()
        .filter(|number| (6..=14).contains(&number.national().value().to_string().len()))
        .ok_or(ProblemCode::PhoneBad)?;
    let e164 = number.format().mode(phonenumber::Mode::E164).to_string();
    Ok(Number {
        e164,
        prefix_dropped: false,
    })
}

fn canonical_all(candidates: &[String]) -> Vec<String> {
    candidates
        .iter()
        .filter_map(|text| canonical(text).ok())
        .map(|number| number.e164)
        .collect()
}

fn has_extension(text: &str) -> bool {
    let folded = text.to_lowercase();
    folded
        .split(|c: char| !c.is_alphabetic())
        .any(|word| matches!(word, "ext" | "extension" | "extensión" | "x"))
}

/// The separate numbers in a text. Separators between numbers are `/ , ; |`, words, or a run of
/// digits that is already complete.
fn numbers_in(text: &str) -> Vec<String> {
    let mut numbers: Vec<String> = Vec::new();
    for part in text.split(|c: char| matches!(c, '/' | ',' | ';' | '|') || c.is_alphabetic()) {
        let digits = part.chars().filter(char::is_ascii_digit).count();
        if digits > 15 {
            let groups = part
                .split_whitespace()
                .filter(|group| group.chars().filter(char::is_ascii_digit).count() >= 10);
            numbers.extend(groups.map(str::to_owned));
        } else if digits >= 7 {
            numbers.push(part.trim().to_owned());
        }
    }
    numbers
}

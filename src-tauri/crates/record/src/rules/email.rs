use email_address::EmailAddress;
use unicode_normalization::UnicodeNormalization;

use super::{Notice, NoticeCode, Problem, ProblemCode, phone::is_placeholder, text};
use crate::Field;

/// Domains that schools' families really use, with common typos of them.
const SLIPS: [(&str, &str); 14] = [
    ("gmial.com", "gmail.com"),
    ("gmai.com", "gmail.com"),
    ("gmal.com", "gmail.com"),
    ("gamil.com", "gmail.com"),
    ("gmail.con", "gmail.com"),
    ("gmail.co", "gmail.com"),
    ("gmail.com.mx", "gmail.com"),
    ("hotmial.com", "hotmail.com"),
    ("hotmai.com", "hotmail.com"),
    ("hotmal.com", "hotmail.com"),
    ("hotmail.con", "hotmail.com"),
    ("outlok.com", "outlook.com"),
    ("yaho.com", "yahoo.com"),
    ("iclod.com", "icloud.com"),
];

/// One address: trimmed and unwrapped, its letter case kept (case D10).
pub(super) fn rule(
    field: Field,
    typed: &str,
    notices: &mut Vec<Notice>,
) -> Result<String, Problem> {
    let (visible, removed) = text::without_invisible(typed);
    let whole = text::whole(field, visible.trim(), text::Breaks::Refused)?;
    if is_placeholder(&whole) {
        return Err(Problem::new(field, ProblemCode::Placeholder));
    }
    let found = addresses(&whole);
    let address = match found.as_slice() {
        [] if whole.contains('@') => return Err(Problem::new(field, ProblemCode::EmailBad)),
        [] => return Err(Problem::new(field, ProblemCode::EmailNoAt)),
        [one] => one.clone(),
        _ => return Err(Problem::new(field, ProblemCode::EmailTwo).found(found)),
    };
    let domain = address
        .rsplit('@')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    if !EmailAddress::is_valid(&address) || !is_domain(&domain) {
        return Err(Problem::new(field, ProblemCode::EmailBad));
    }
    if removed > 0 {
        notices.push(
            Notice::new(field, NoticeCode::InvisibleRemoved)
                .text(&address)
                .count(removed),
        );
    } else if address != whole {
        notices.push(Notice::new(field, NoticeCode::EmailUnwrapped).text(&address));
    }
    if let Some((_, meant)) = SLIPS.iter().find(|(slip, _)| *slip == domain) {
        let local = &address[..address.len() - domain.len()];
        notices.push(Notice::new(field, NoticeCode::EmailTypo).text(format!("{local}{meant}")));
    }
    Ok(address)
}

/// Whether a text is one address.
pub(crate) fn looks_like_email(text: &str) -> bool {
    text.contains('@') && EmailAddress::is_valid(text.trim())
}

/// Letters of any script, digits and inner hyphens between dots. The RFC's grammar allows more
/// (`x.mx?subject=y`), but no domain that can be registered has it.
fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    labels.len() > 1
        && labels.iter().all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.nfc().all(|c| c.is_alphanumeric() || c == '-')
        })
}

/// Addresses in `mailto:ana@x.mx?subject=y`, `Ana <ana@x.mx>`, `ana@x.mx; luis@x.mx`. Text with an
/// `@` and inner spaces that belong to no display name stays whole, and so is refused.
fn addresses(text: &str) -> Vec<String> {
    if let Some((_, rest)) = text.split_once('<')
        && let Some((inner, after)) = rest.split_once('>')
        && after.trim().is_empty()
        && inner.contains('@')
    {
        return vec![without_scheme(inner.trim()).to_owned()];
    }
    text.split([';', ',', '/'])
        .flat_map(|part| {
            let part = part.trim();
            let words: Vec<&str> = part.split_whitespace().collect();
            let several = words.iter().filter(|word| word.contains('@')).count() > 1;
            if several { words } else { vec![part] }
        })
        .filter(|part| part.contains('@'))
        .map(|part| without_scheme(part).to_owned())
        .collect()
}

/// The address of a `mailto:` link, whose `?…` are headers and no part of it (RFC 6068).
fn without_scheme(text: &str) -> &str {
    match text.split_at_checked("mailto:".len()) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("mailto:") => {
            rest.split_once('?').map_or(rest, |(address, _)| address)
        }
        _ => text,
    }
}

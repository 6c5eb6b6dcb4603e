mod date;
mod email;
mod pairs;
mod phone;
mod rows;
mod text;

use std::net::IpAddr;

use jiff::Timestamp;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::{Entry, Field, Kind, Value};

use text::Breaks;

pub(crate) use email::looks_like_email;
pub(crate) use pairs::{PairChange, pair_changes};
pub(crate) use phone::{is_phone, is_placeholder, phone_key, same_number};
pub(crate) use rows::{Origin, Row, Wish, read_rows};
pub(crate) use text::is_untouched;

/// Why a field cannot be sent as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `None` for the verification code, which is beside the data.
    pub field: Option<Field>,
    /// Index of the custom data row.
    pub row: Option<usize>,
    pub code: ProblemCode,
    /// The limit that was passed, in characters.
    pub max: Option<usize>,
    /// What the text held instead of one value: two phone numbers, two e-mails.
    pub found: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Hash)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ProblemCode {
    NameEmpty,
    UsernameEmpty,
    TextEmpty,
    TooLong,
    ControlCharacters,
    /// Holds U+FFFD: the text was damaged before it got here.
    DamagedText,
    EmailNoAt,
    EmailTwo,
    EmailBad,
    PhoneNoAreaCode,
    PhoneTwo,
    PhoneExtension,
    PhoneLetters,
    PhoneBad,
    /// `S/N`, `no tiene`, `0000000000`: says that there is none instead of being one.
    Placeholder,
    IpBad,
    DateBad,
    /// Only turning the switch off means consent; a half-erased date does not.
    DateIncomplete,
    KeyEmpty,
    KeyRepeated,
    ValueEmpty,
    UsernameSpaces,
    /// Only white space; a blank field is a password nobody typed.
    PasswordBlank,
    /// The kind of entry does not fit the field, such as clearing a name.
    NotHere,
    CodeBad,
}

/// Shown at the field; blocks nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Notice {
    pub field: Field,
    pub row: Option<usize>,
    pub code: NoticeCode,
    /// What will be sent, or what may have been meant.
    pub text: Option<String>,
    pub count: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Hash)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum NoticeCode {
    PhonePrefixDropped,
    /// The same number as stored, in another form; left alone unless asked for.
    PhoneOtherForm,
    PhoneForeign,
    InvisibleRemoved,
    SpacesSqueezed,
    EmailTypo,
    EmailUnwrapped,
    UnusualCharacters,
    /// Another key of the custom data differs only in letter case, accents or spaces.
    KeyAlike,
}

impl Problem {
    fn new(field: Field, code: ProblemCode) -> Self {
        Self {
            field: Some(field),
            row: None,
            code,
            max: None,
            found: Vec::new(),
        }
    }

    fn found(self, found: Vec<String>) -> Self {
        Self { found, ..self }
    }
}

impl Notice {
    fn new(field: Field, code: NoticeCode) -> Self {
        Self {
            field,
            row: None,
            code,
            text: None,
            count: None,
        }
    }

    fn text(self, text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            ..self
        }
    }

    fn count(self, count: usize) -> Self {
        Self {
            count: Some(count),
            ..self
        }
    }
}

/// The result of an entry: the value to send (`None`: nothing was really typed), or its problem.
pub(crate) type Ruling = Result<Option<Value>, Problem>;

/// Applies the field's rule to what was typed. `current` is what the record holds.
pub(crate) fn rule(
    field: Field,
    entry: &Entry,
    current: &Value,
    notices: &mut Vec<Notice>,
) -> Ruling {
    let spec = field.spec();
    match (spec.kind, entry) {
        (_, Entry::Clear) if spec.nullable => Ok(Some(Value::Null)),
        (Kind::Flag | Kind::Choice, Entry::Flag { flag }) => Ok(Some(Value::flag(*flag))),
        (Kind::Tags, Entry::List { items }) => tags(field, items, notices),
        (Kind::Pairs, Entry::Pairs { .. }) => Ok(None),
        (
            Kind::Text | Kind::Email | Kind::Phone | Kind::DateSwitch | Kind::Password | Kind::Ip,
            Entry::Text { text, exact },
        ) => {
            // Retyping the stored value, however odd, is neither a change nor a problem.
            if current
                .as_text()
                .is_some_and(|held| is_untouched(held, text))
            {
                return Ok(None);
            }
            if text.trim().is_empty() {
                return blank(field, text, current);
            }
            length(field, text)?;
            typed(field, text, *exact, current, notices).map(Some)
        }
        _ => Err(Problem::new(field, ProblemCode::NotHere)),
    }
}

/// A field emptied by hand clears what can be cleared; it never sends an empty text.
fn blank(field: Field, text: &str, current: &Value) -> Ruling {
    let code = match field {
        _ if field.spec().kind == Kind::DateSwitch => ProblemCode::DateIncomplete,
        Field::Password if !text.is_empty() => ProblemCode::PasswordBlank,
        Field::Name => ProblemCode::NameEmpty,
        Field::Username => ProblemCode::UsernameEmpty,
        _ if field.spec().nullable && current.as_text().is_some() => return Ok(Some(Value::Null)),
        _ => return Ok(None),
    };
    Err(Problem::new(field, code))
}

fn length(field: Field, text: &str) -> Result<(), Problem> {
    let max = field.spec().max;
    if text.chars().count() > max {
        return Err(Problem {
            max: Some(max),
            ..Problem::new(field, ProblemCode::TooLong)
        });
    }
    Ok(())
}

fn typed(
    field: Field,
    text: &str,
    exact: bool,
    current: &Value,
    notices: &mut Vec<Notice>,
) -> Result<Value, Problem> {
    Ok(Value::text(match field.spec().kind {
        Kind::Email => email::rule(field, text, notices)?,
        Kind::Phone => {
            let number = phone::rule(field, text, notices)?;
            let stored = current.as_text().unwrap_or_default();
            if !exact && number != stored && same_number(&number, stored) {
                notices.push(Notice::new(field, NoticeCode::PhoneOtherForm).text(&number));
                return Ok(current.clone());
            }
            number
        }
        Kind::Ip => ip(field, text)?,
        Kind::DateSwitch => date::rule(field, text)?,
        // A password is whatever was typed, spaces included.
        Kind::Password => password(field, text)?,
        _ => text::tidy(field, text, Breaks::as_in(current.as_text()), notices)?,
    }))
}

fn ip(field: Field, text: &str) -> Result<String, Problem> {
    let address: IpAddr = text
        .trim()
        .parse()
        .map_err(|_| Problem::new(field, ProblemCode::IpBad))?;
    Ok(address.to_string())
}

fn password(field: Field, text: &str) -> Result<String, Problem> {
    if text::without_invisible(text).0.trim().is_empty() {
        return Err(Problem::new(field, ProblemCode::PasswordBlank));
    }
    text::whole(field, text, Breaks::Refused)
}

/// Trimmed, without blanks and repeats; an empty list is a list.
fn tags(field: Field, items: &[String], notices: &mut Vec<Notice>) -> Ruling {
    let mut tags: Vec<String> = Vec::new();
    for item in items.iter().filter(|item| !item.trim().is_empty()) {
        length(field, item)?;
        let tag = text::tidy(field, item, Breaks::Refused, notices)?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Ok(Some(Value::List { items: tags }))
}

/// Whether two values are the same to the server: instants are compared as instants, text in
/// Unicode's composed form.
pub(crate) fn same(field: Field, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text { text: a }, Value::Text { text: b }) => {
            if field.spec().kind == Kind::DateSwitch
                && let (Ok(a), Ok(b)) = (a.parse::<Timestamp>(), b.parse::<Timestamp>())
            {
                return a == b;
            }
            same_text(a, b)
        }
        _ => a == b,
    }
}

pub(crate) fn same_text(a: &str, b: &str) -> bool {
    a == b || a.nfc().eq(b.nfc())
}

/// Checks a typed verification code: 4 to 12 letters or digits, spaces around and inside ignored.
///
/// # Errors
/// A [`Problem`] without a field, with [`ProblemCode::CodeBad`].
pub fn check_code(typed: &str) -> Result<Option<String>, Problem> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    if code.is_empty() {
        return Ok(None);
    }
    if (4..=12).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Ok(Some(code));
    }
    Err(Problem {
        field: None,
        row: None,
        code: ProblemCode::CodeBad,
        max: None,
        found: Vec::new(),
    })
}

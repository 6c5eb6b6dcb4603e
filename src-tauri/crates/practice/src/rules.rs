use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::refusal::{Issue, data_path};

/// What a settable field takes.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    /// At least one character.
    Filled,
    NullableText,
    NullableEmail,
    NullableTime,
    Flag,
    NullableFlag,
    Texts,
    Entries,
    Members,
}

const FIELDS: [(&str, Kind); 19] = [
    ("name", Kind::Filled),
    ("username", Kind::Filled),
    ("email", Kind::NullableEmail),
    ("phoneNumber", Kind::NullableText),
    ("secondaryPhoneNumber", Kind::NullableText),
    ("password", Kind::Text),
    ("tags", Kind::Texts),
    ("tosIp", Kind::Text),
    ("acceptedServiceAgreement", Kind::Flag),
    ("skipTaxInvoice", Kind::Flag),
    ("signature", Kind::NullableText),
    ("assigneeId", Kind::NullableText),
    ("optedOutWhatsappAt", Kind::NullableTime),
    ("hasChangedPassword", Kind::Flag),
    ("phoneNumberVerified", Kind::Flag),
    ("emailVerified", Kind::Flag),
    ("replyWithAssistant", Kind::NullableFlag),
    ("metadata", Kind::Entries),
    ("meta", Kind::Members),
];

/// Whether a field is settable and stored as it is sent, unlike custom data.
pub(crate) fn is_plain(name: &str) -> bool {
    FIELDS
        .iter()
        .any(|(field, kind)| *field == name && !matches!(kind, Kind::Entries | Kind::Members))
}

/// The parts of an update's body, once they have the right shape.
pub(crate) struct Asked<'a> {
    pub(crate) data: &'a Map<String, Value>,
    pub(crate) otp: Option<&'a str>,
}

/// Reads `{"input":{"data":{…},"otp":"…"}}` and checks every field against its kind.
pub(crate) fn read(body: Option<&Value>, reject_unknown: bool) -> Result<Asked<'_>, Vec<Issue>> {
    let object = |value: Option<&'_ Value>, path: &[String]| match value {
        None => Err(vec![Issue::new(path, "Required")]),
        Some(Value::Object(_)) => Ok(()),
        Some(other) => Err(vec![Issue::new(path, &expected("object", other))]),
    };
    let path = data_path();
    object(body, &["body".to_owned()])?;
    let input = body.and_then(|b| b.get("input"));
    object(input, &path[..1])?;
    let data = input.and_then(|i| i.get("data"));
    object(data, &path)?;
    let Some(data) = data.and_then(Value::as_object) else {
        return Err(Vec::new());
    };

    let mut problems = Problems::default();
    let otp = input.and_then(|i| i.get("otp"));
    if let Some(otp) = otp
        && !otp.is_string()
    {
        problems.0.push(Issue::new(
            [&path[0], &"otp".to_owned()],
            &expected("string", otp),
        ));
    }
    for (name, value) in data {
        match FIELDS.iter().find(|(field, _)| field == name) {
            Some((_, kind)) => problems.check(*kind, &[name], value),
            None if reject_unknown => problems.add(&[name], "Unrecognized key in object"),
            None => {}
        }
    }
    if problems.0.is_empty() {
        Ok(Asked {
            data,
            otp: otp.and_then(Value::as_str),
        })
    } else {
        Err(problems.0)
    }
}

#[derive(Default)]
struct Problems(Vec<Issue>);

impl Problems {
    fn add(&mut self, at: &[&str], message: &str) {
        let mut path = data_path();
        path.extend(at.iter().map(|part| (*part).to_owned()));
        self.0.push(Issue {
            path,
            message: message.to_owned(),
        });
    }

    fn check(&mut self, kind: Kind, at: &[&str], value: &Value) {
        match (kind, value) {
            (
                Kind::NullableText | Kind::NullableEmail | Kind::NullableTime | Kind::NullableFlag,
                Value::Null,
            )
            | (Kind::Text | Kind::NullableText, Value::String(_))
            | (Kind::Flag | Kind::NullableFlag, Value::Bool(_)) => {}
            (Kind::Filled, Value::String(text)) => {
                if text.is_empty() {
                    self.add(at, "String must contain at least 1 character(s)");
                }
            }
            (Kind::NullableEmail, Value::String(text)) => {
                if !is_email(text) {
                    self.add(at, "Invalid email");
                }
            }
            (Kind::NullableTime, Value::String(text)) => {
                if text.parse::<Timestamp>().is_err() {
                    self.add(at, "Invalid datetime");
                }
            }
            (Kind::Texts, Value::Array(items)) => self.each(items, at, Kind::Text),
            (Kind::Entries, Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.entry(&[at, &[index.to_string().as_str()]].concat(), item);
                }
            }
            (Kind::Members, Value::Object(members)) => {
                for (key, member) in members {
                    self.check(Kind::NullableText, &[at, &[key.as_str()]].concat(), member);
                }
            }
            (kind, other) => self.add(at, &expected(kind.wants(), other)),
        }
    }

    fn each(&mut self, items: &[Value], at: &[&str], kind: Kind) {
        for (index, item) in items.iter().enumerate() {
            self.check(kind, &[at, &[index.to_string().as_str()]].concat(), item);
        }
    }

    fn entry(&mut self, at: &[&str], item: &Value) {
        if !item.is_object() {
            return self.add(at, &expected("object", item));
        }
        match item.get("key") {
            Some(key) => self.check(Kind::Filled, &[at, &["key"]].concat(), key),
            None => self.add(&[at, &["key"]].concat(), "Required"),
        }
        if let Some(value) = item.get("value") {
            self.check(Kind::NullableText, &[at, &["value"]].concat(), value);
        }
    }
}

impl Kind {
    fn wants(self) -> &'static str {
        match self {
            Self::Text
            | Self::Filled
            | Self::NullableText
            | Self::NullableEmail
            | Self::NullableTime => "string",
            Self::Flag | Self::NullableFlag => "boolean",
            Self::Texts | Self::Entries => "array",
            Self::Members => "object",
        }
    }
}

fn expected(wanted: &str, found: &Value) -> String {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    format!("Expected {wanted}, received {found}")
}

/// As a server checks: something, one @, a domain with a dot, no blanks.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let labels: Vec<&str> = domain.split('.').collect();
    !local.is_empty()
        && labels.len() > 1
        && labels.iter().all(|label| !label.is_empty())
        && !domain.contains('@')
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

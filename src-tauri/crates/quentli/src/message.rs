use serde_json::Value;

use crate::{ApiKey, Issue};

/// How much of an unexpected body is useful to a person.
const FIRST_WORDS: usize = 200;
/// A server's message is shown word for word, up to this length.
const LONGEST_MESSAGE: usize = 1_000;
const MOST_ISSUES: usize = 50;

/// The names to look for in an issue's path, as the API spells them.
const FIELDS: [&str; 19] = [
    "name",
    "username",
    "assigneeId",
    "tags",
    "email",
    "phoneNumber",
    "secondaryPhoneNumber",
    "emailVerified",
    "phoneNumberVerified",
    "optedOutWhatsappAt",
    "replyWithAssistant",
    "password",
    "hasChangedPassword",
    "skipTaxInvoice",
    "acceptedServiceAgreement",
    "tosIp",
    "signature",
    "metadata",
    "meta",
];

/// What a refusal's body says, as far as it can be read.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Said {
    pub message: String,
    pub issues: Vec<Issue>,
    /// The body has the shape of the API's own errors, unlike a proxy's page or another server's.
    pub by_the_api: bool,
    /// The field whose value is taken, if the message is about a clash.
    pub clash: Option<Clash>,
}

/// A value is already taken, and which one if the message names it.
#[derive(Debug, PartialEq)]
pub(crate) struct Clash {
    pub field: Option<String>,
}

impl Said {
    /// Reads `{"error":{"message","issues"?}}` and similar shapes; for any other body the message is its
    /// first words.
    pub(crate) fn read(body: &[u8], key: &ApiKey) -> Self {
        let json: Option<Value> = serde_json::from_slice(body).ok();
        let Some((error, message)) = json.as_ref().and_then(error_and_message) else {
            let message = first_words(body, key);
            return Self {
                clash: clash(&message, &[], &[]),
                message,
                issues: Vec::new(),
                by_the_api: false,
            };
        };
        let message = clean(message, LONGEST_MESSAGE, key);
        let listed = error
            .get("issues")
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        let listed = &listed[..listed.len().min(MOST_ISSUES)];
        let issues: Vec<Issue> = listed.iter().map(|issue| read_issue(issue, key)).collect();
        let codes: Vec<&str> = listed
            .iter()
            .map(|issue| {
                issue
                    .get("code")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            })
            .collect();
        Self {
            clash: clash(&message, &issues, &codes),
            by_the_api: json
                .as_ref()
                .is_some_and(|json| json.get("error").is_some()),
            message,
            issues,
        }
    }
}

/// The object that may hold issues, and the message.
fn error_and_message(json: &Value) -> Option<(&Value, &str)> {
    let error = json.get("error").unwrap_or(json);
    let message = error.as_str().or_else(|| error.get("message")?.as_str())?;
    Some((error, message))
}

fn read_issue(issue: &Value, key: &ApiKey) -> Issue {
    let text = |name| issue.get(name).and_then(Value::as_str);
    let message = text("message")
        .or_else(|| text("code"))
        .or(issue.as_str())
        .unwrap_or_default();
    let field = issue
        .get("path")
        .or_else(|| issue.get("field"))
        .and_then(field_of_path);
    Issue {
        field,
        message: clean(message, LONGEST_MESSAGE, key),
    }
}

/// From `input.data.email`, `/input/data/email` or `["input","data","metadata",0,"value"]`: the
/// first segment that is a field of the API.
fn field_of_path(path: &Value) -> Option<String> {
    let segments: Vec<&str> = match path {
        Value::String(text) => text.split(['.', '/', '[', ']']).collect(),
        Value::Array(parts) => parts.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    segments
        .into_iter()
        .find(|segment| FIELDS.contains(segment))
        .map(str::to_owned)
}

/// Whether the message is about a value already taken. Matches as few words as possible: the server's
/// wording may change, and a missed clash is still a refusal that is shown word for word.
fn clash(message: &str, issues: &[Issue], codes: &[&str]) -> Option<Clash> {
    let about = |text: &str| {
        let text = plain(text);
        let taken = [
            "already exist",
            "exists",
            "taken",
            "duplicate",
            "in use",
            "unique",
            "ya existe",
            "en uso",
            "duplicad",
            "ya registrad",
            "ya esta registrad",
        ];
        taken.iter().any(|words| text.contains(words)) && !text.contains("not exist")
    };
    let clashing: Vec<&Issue> = issues
        .iter()
        .zip(codes.iter().chain(std::iter::repeat(&"")))
        .filter(|(issue, code)| about(&issue.message) || about(code))
        .map(|(issue, _)| issue)
        .collect();
    if clashing.is_empty() && !about(message) {
        return None;
    }
    let named = |issues: &[&Issue]| issues.iter().find_map(|issue| issue.field.clone());
    let words = clashing
        .iter()
        .map(|issue| issue.message.as_str())
        .chain([message]);
    let field = named(&clashing).or_else(|| {
        let mut guesses = words.filter_map(field_in_words);
        guesses.next().map(str::to_owned)
    });
    Some(Clash { field })
}

/// The one unique field that the text names; `None` if it names none or several.
pub(crate) fn field_in_words(text: &str) -> Option<&'static str> {
    let text = plain(text);
    let names = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let phone = if names(&["secondary", "secundari"]) {
        "secondaryPhoneNumber"
    } else {
        "phoneNumber"
    };
    let mut found = [
        (names(&["phone", "telefono", "celular", "whatsapp"]), phone),
        (names(&["email", "e-mail", "correo"]), "email"),
        (names(&["username", "usuario"]), "username"),
    ]
    .into_iter()
    .filter_map(|(named, field)| named.then_some(field));
    let first = found.next();
    if found.next().is_some() { None } else { first }
}

/// Lower case, without Spanish accents.
fn plain(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| match c {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            other => other,
        })
        .collect()
}

/// The first words of an unexpected body, without tags and control characters. Empty if it is not text.
pub(crate) fn first_words(body: &[u8], key: &ApiKey) -> String {
    // Only a whole character's worth is cut off at the end, so look at no more than is needed.
    let head = &body[..body.len().min(8 * 1024)];
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return String::new(),
    };
    if text.trim_start().starts_with('<') {
        clean(&without_tags(text), FIRST_WORDS, key)
    } else {
        clean(text, FIRST_WORDS, key)
    }
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

/// One line, one space between words, no control characters, no key.
fn clean(text: &str, longest: usize, key: &ApiKey) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    // Before truncating: half a key would not be recognized, yet still disclose half of it.
    key.hide_in(line).chars().take(longest).collect()
}

#[cfg(test)]
mod tests;

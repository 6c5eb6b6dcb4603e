use quentli::{Customer, CustomerId, Nullable};

use crate::{Field, changes::fold, rules::same_number};

/// A field and the text it has to contain, as the API's list filter names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchTerm {
    /// `name`, `email`, `username`, `phoneNumber` or `secondaryPhoneNumber`.
    pub field: &'static str,
    pub contains: String,
}

/// What to ask the server for, given what was typed.
///
/// A phone is searched by its last ten digits at most, which finds `+52…` and `+521…` alike.
pub fn search_terms(typed: &str) -> Vec<SearchTerm> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Vec::new();
    }
    let mut terms: Vec<SearchTerm> = ["name", "email", "username"]
        .into_iter()
        .map(|field| SearchTerm {
            field,
            contains: text.clone(),
        })
        .collect();
    if let Some(digits) = phone_digits(&text) {
        for field in ["phoneNumber", "secondaryPhoneNumber"] {
            terms.push(SearchTerm {
                field,
                contains: digits.clone(),
            });
        }
    }
    terms
}

/// The id to request directly, if the text could be one. Ids are opaque, but every one seen has digits,
/// and a request for every surname typed would only delay the list.
pub fn possible_id(typed: &str) -> Option<CustomerId> {
    let id = CustomerId::parse(typed)?;
    let digits = id.as_str().contains(|c: char| c.is_ascii_digit());
    (digits && id.as_str().len() >= 8).then_some(id)
}

/// Whether a customer already has `value` in a field whose values are unique, however it is written there.
pub fn holds(customer: &Customer, field: Field, value: &str) -> bool {
    let text = |held: &Nullable<String>| held.value().is_some_and(|held| fold(held) == fold(value));
    match field {
        Field::Username => text(&customer.username),
        Field::Email => text(&customer.email),
        Field::PhoneNumber | Field::SecondaryPhoneNumber => {
            phones(customer).any(|phone| same_number(phone, value))
        }
        _ => false,
    }
}

fn phones(customer: &Customer) -> impl Iterator<Item = &String> {
    [&customer.phone_number, &customer.secondary_phone_number]
        .into_iter()
        .filter_map(Nullable::value)
}

/// The digits to look for, if the text looks like a phone number or a part of one.
pub(crate) fn phone_digits(text: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | '-' | '.' | ' ');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !text.chars().all(allowed) || digits.len() < 4 {
        return None;
    }
    let start = digits.len().saturating_sub(10);
    let national = if text.trim_start().starts_with('+') && digits.len() < 12 {
        digits
            .strip_prefix("521")
            .or_else(|| digits.strip_prefix("52"))
            .unwrap_or(&digits)
    } else {
        &digits[start..]
    };
    (!national.is_empty()).then(|| national.to_owned())
}

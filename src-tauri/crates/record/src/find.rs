use quentli::{Customer, CustomerId};

use crate::{changes::fold, rules::same_number};

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

/// How well a customer matches, best first; `None` for no match: a server that ignores the filter
/// answers with unrelated customers.
pub fn rank(customer: &Customer, typed: &str) -> Option<u8> {
    let wanted = fold(typed);
    let name = fold(customer.name.value().map_or("", String::as_str));
    let exact = [&customer.username, &customer.email];
    if customer.id.as_str() == typed.trim()
        || exact
            .into_iter()
            .any(|field| field.value().is_some_and(|text| fold(text) == wanted))
        || phones(customer).any(|phone| same_number(phone, typed))
    {
        return Some(0);
    }
    if name.starts_with(&wanted) {
        return Some(1);
    }
    if name.split(' ').any(|word| word.starts_with(&wanted)) {
        return Some(2);
    }
    let contains = name.contains(&wanted)
        || exact
            .into_iter()
            .any(|field| field.value().is_some_and(|t| fold(t).contains(&wanted)))
        || phone_digits(typed).is_some_and(|digits| phones(customer).any(|p| p.contains(&digits)));
    contains.then_some(3)
}

fn phones(customer: &Customer) -> impl Iterator<Item = &String> {
    [&customer.phone_number, &customer.secondary_phone_number]
        .into_iter()
        .filter_map(quentli::Nullable::value)
}

/// The digits to look for, if the text looks like a phone number or a part of one.
fn phone_digits(text: &str) -> Option<String> {
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

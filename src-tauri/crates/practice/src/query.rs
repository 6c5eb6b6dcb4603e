use std::cmp::Reverse;

use crate::family::Family;
use crate::filter::Filter;
use crate::refusal::{Issue, Refusal};

/// A request to `GET /v1/customers`: filter, order, skip and take.
pub(crate) struct Query {
    pub(crate) filter: Filter,
    pub(crate) skip: usize,
    pub(crate) take: usize,
    order: Order,
}

struct Order {
    field: String,
    descending: bool,
}

const SORTABLE: [&str; 4] = ["createdAt", "updatedAt", "name", "username"];

impl Query {
    /// Reads the raw query string. `filter` and `orderBy` come nested (`filter[name][equals]=x`)
    /// or as one encoded string (`filter=name%5Bequals%5D%3Dx`).
    pub(crate) fn parse(raw: &str) -> Result<Self, Refusal> {
        let mut issues = Vec::new();
        let mut query = Self {
            filter: Filter::default(),
            skip: 0,
            take: 20,
            order: Order {
                field: "createdAt".to_owned(),
                descending: true,
            },
        };
        let mut seen: Vec<String> = Vec::new();
        for (key, value) in pairs(raw) {
            let mut parts = path(&key);
            let name = parts.remove(0);
            if parts.is_empty() && matches!(name.as_str(), "skip" | "take") {
                if seen.contains(&name) {
                    issues.push(Issue::new([&name], "Expected number, received array"));
                }
                let (min, max) = if name == "skip" {
                    (0.0, None)
                } else {
                    (1.0, Some(100.0))
                };
                match number(&value, min, max) {
                    Ok(number) if name == "skip" => query.skip = number,
                    Ok(number) => query.take = number,
                    Err(message) => issues.push(Issue::new([&name], &message)),
                }
                seen.push(name);
                continue;
            }
            let inner = if parts.is_empty() {
                pairs(&value)
                    .into_iter()
                    .map(|(k, v)| (path(&k), v))
                    .collect()
            } else {
                vec![(parts, value)]
            };
            for (parts, value) in inner {
                let read = match name.as_str() {
                    "filter" => query.filter.add(&parts, &value),
                    "orderBy" => query.order.set(&parts, &value),
                    _ => Ok(()),
                };
                if let Err(message) = read {
                    issues.push(Issue::new([&name].into_iter().chain(&parts), &message));
                }
            }
        }
        if issues.is_empty() {
            Ok(query)
        } else {
            Err(Refusal::invalid(issues))
        }
    }

    /// Whether the families are to be listed as they were created, which is how all of them are read page by page.
    pub(crate) fn is_by_creation(&self) -> bool {
        self.order.field == "createdAt" && !self.order.descending
    }

    /// Looks each family's value up once: thousands of them are sorted for each page.
    pub(crate) fn sort<'a>(&self, families: &mut [&'a Family]) {
        let key = self.order.field.as_str();
        let value = |family: &&'a Family| family.text(key);
        let id = |family: &&'a Family| family.id();
        if self.order.descending {
            families.sort_by_cached_key(|family| (Reverse(value(family)), id(family)));
        } else {
            families.sort_by_cached_key(|family| (value(family), id(family)));
        }
    }
}

impl Order {
    fn set(&mut self, parts: &[String], value: &str) -> Result<(), String> {
        let [field] = parts else {
            return Err("Expected { field: \"asc\" | \"desc\" }".to_owned());
        };
        if !SORTABLE.contains(&field.as_str()) {
            return Err("Unrecognized key in object".to_owned());
        }
        if !matches!(value, "asc" | "desc") {
            return Err("Invalid enum value. Expected 'asc' | 'desc'".to_owned());
        }
        *self = Self {
            field: field.clone(),
            descending: value == "desc",
        };
        Ok(())
    }
}

fn number(text: &str, min: f64, max: Option<f64>) -> Result<usize, String> {
    let number: f64 = text.parse().unwrap_or(f64::NAN);
    if !number.is_finite() {
        return Err("Expected number, received string".to_owned());
    }
    if number < min {
        return Err(format!("Number must be greater than or equal to {min}"));
    }
    if let Some(max) = max
        && number > max
    {
        return Err(format!("Number must be less than or equal to {max}"));
    }
    // The contract says number, not integer; `as` cuts fractions off and stops at the largest.
    Ok(number as usize)
}

/// The decoded pairs of a query string.
fn pairs(raw: &str) -> Vec<(String, String)> {
    raw.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (decode(key, true), decode(value, true)))
        .collect()
}

/// `OR[0][name][contains]` as its parts; never empty.
fn path(key: &str) -> Vec<String> {
    let (head, mut rest) = key.split_at(key.find('[').unwrap_or(key.len()));
    let mut parts = vec![head.to_owned()];
    while let Some(inner) = rest.strip_prefix('[') {
        let end = inner.find(']').unwrap_or(inner.len());
        parts.push(inner[..end].to_owned());
        rest = inner.get(end + 1..).unwrap_or_default();
    }
    parts
}

/// Percent-decoding; `plus` reads `+` as a space, as in query strings. Bytes that are not UTF-8
/// become U+FFFD and so match nothing.
pub(crate) fn decode(text: &str, plus: bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let coded = tail.get(..2).and_then(byte);
        rest = match (first, coded) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                &tail[2..]
            }
            (b'+', _) if plus => {
                bytes.push(b' ');
                tail
            }
            _ => {
                bytes.push(*first);
                tail
            }
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn byte(hex: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(hex[at]).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

use jiff::Timestamp;

use crate::{family::Family, names::bare};

const TEXTS: [&str; 7] = [
    "id",
    "name",
    "username",
    "email",
    "phoneNumber",
    "secondaryPhoneNumber",
    "organizationId",
];
const TIMES: [&str; 3] = ["createdAt", "updatedAt", "archivedAt"];

/// Whether the accents of a text that is to be contained matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accents {
    Matter,
    Ignored,
}

/// A `customerFilter`: every condition must hold, and one of the `OR` branches if there are any.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    all: Vec<Condition>,
    /// By the number in `OR[n]`.
    any: Vec<(usize, Filter)>,
}

#[derive(Debug)]
enum Condition {
    /// Case does not matter; whether accents do depends on the quirk.
    Contains(String, String),
    Equals(String, String),
    TimeEquals(String, Timestamp),
    Since(String, Timestamp),
    NoPayments(bool),
}

impl Filter {
    /// Adds one leaf, such as `["OR", "0", "name", "contains"]` with its value.
    pub(crate) fn add(&mut self, path: &[String], value: &str) -> Result<(), String> {
        if let [or, index, rest @ ..] = path
            && or == "OR"
        {
            let index: usize = index.parse().map_err(|_| "Expected array".to_owned())?;
            let at = self
                .any
                .iter()
                .position(|(n, _)| *n == index)
                .unwrap_or_else(|| {
                    self.any.push((index, Self::default()));
                    self.any.len() - 1
                });
            return self.any[at].1.add(rest, value);
        }
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        self.all.push(condition(&parts, value)?);
        Ok(())
    }

    pub(crate) fn matches(&self, family: &Family, accents: Accents) -> bool {
        let branch = |(_, branch): &(usize, Self)| branch.matches(family, accents);
        self.all
            .iter()
            .all(|condition| condition.holds(family, accents))
            && (self.any.is_empty() || self.any.iter().any(branch))
    }
}

fn condition(path: &[&str], value: &str) -> Result<Condition, String> {
    match *path {
        ["noPayments"] => match value {
            "true" => Ok(Condition::NoPayments(true)),
            "false" => Ok(Condition::NoPayments(false)),
            _ => Err("Expected boolean, received string".to_owned()),
        },
        [field, operator] if TEXTS.contains(&field) => match operator {
            "contains" => Ok(Condition::Contains(field.to_owned(), value.to_lowercase())),
            "equals" => Ok(Condition::Equals(field.to_owned(), value.to_owned())),
            _ => Err(format!("Unrecognized operator: {operator}")),
        },
        [field, operator] if TIMES.contains(&field) => {
            let at = value.parse().map_err(|_| "Invalid datetime".to_owned())?;
            match operator {
                "gte" => Ok(Condition::Since(field.to_owned(), at)),
                "equals" => Ok(Condition::TimeEquals(field.to_owned(), at)),
                _ => Err(format!("Unrecognized operator: {operator}")),
            }
        }
        [field] if TEXTS.contains(&field) || TIMES.contains(&field) => {
            Err("Expected object, received string".to_owned())
        }
        _ => Err("Unrecognized key in object".to_owned()),
    }
}

impl Condition {
    fn holds(&self, family: &Family, accents: Accents) -> bool {
        let time = |field: &str| family.text(field).and_then(|t| t.parse::<Timestamp>().ok());
        match self {
            Self::Contains(field, part) => family.text(field).is_some_and(|text| match accents {
                Accents::Matter => text.to_lowercase().contains(part),
                Accents::Ignored => bare(text).contains(&bare(part)),
            }),
            Self::Equals(field, value) => family.text(field) == Some(value),
            Self::TimeEquals(field, at) => time(field) == Some(*at),
            Self::Since(field, at) => time(field).is_some_and(|t| t >= *at),
            Self::NoPayments(wanted) => family.no_payments == *wanted,
        }
    }
}

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use quentli::{Customer, CustomerId, Nullable};

use super::FamilyPlace;
use crate::{Field, Finder, changes::fold, rules};

/// The families of an organization, as rows are looked up among them.
#[derive(Debug, Default)]
pub struct Known {
    families: Vec<Customer>,
    /// Ids that were seen, of families of other organizations.
    strangers: HashSet<CustomerId>,
}

/// Finds families by one of their values.
#[derive(Debug)]
pub(super) struct Lookup {
    by: Finder,
    /// `None` where several have the value.
    places: HashMap<String, Option<FamilyPlace>>,
    /// Usernames of digits, without the zeros in front.
    padded: HashMap<String, Option<FamilyPlace>>,
}

pub(super) enum Found {
    One(FamilyPlace),
    /// Only with zeros in front.
    Padded(FamilyPlace),
    Several,
    Stranger,
    None,
}

impl Known {
    pub fn new(families: Vec<Customer>, strangers: HashSet<CustomerId>) -> Self {
        Self {
            families,
            strangers,
        }
    }

    pub fn len(&self) -> usize {
        self.families.len()
    }

    pub fn is_empty(&self) -> bool {
        self.families.is_empty()
    }

    pub fn family(&self, place: FamilyPlace) -> &Customer {
        &self.families[place.0 as usize]
    }

    pub(super) fn place(&self, id: &CustomerId) -> Option<FamilyPlace> {
        let mut places = self.places();
        places
            .find(|(_, family)| family.id == *id)
            .map(|(place, _)| place)
    }

    pub(super) fn places(&self) -> impl Iterator<Item = (FamilyPlace, &Customer)> {
        (0..).map(FamilyPlace).zip(&self.families)
    }

    pub(super) fn find(&self, lookup: &Lookup, text: &str) -> Found {
        if lookup.by == Finder::Id
            && CustomerId::parse(text).is_some_and(|id| self.strangers.contains(&id))
        {
            return Found::Stranger;
        }
        match lookup.places.get(&*key(lookup.by, text)) {
            Some(Some(place)) => Found::One(*place),
            Some(None) => Found::Several,
            None => match lookup.padded.get(without_zeros(text)) {
                Some(Some(place)) => Found::Padded(*place),
                _ => Found::None,
            },
        }
    }
}

impl Lookup {
    pub(super) fn new(known: &Known, by: Finder) -> Self {
        let mut places = HashMap::with_capacity(known.len());
        let mut padded = HashMap::new();
        for (place, family) in known.places() {
            let value = match by {
                Finder::Id => Some(family.id.as_str()),
                Finder::Username => text(&family.username),
                Finder::Email => text(&family.email),
                Finder::Phone => text(&family.phone_number),
            };
            let Some(value) = value else { continue };
            add(&mut places, key(by, value).into_owned(), place);
            if by == Finder::Username
                && value.starts_with('0')
                && value.bytes().all(|byte| byte.is_ascii_digit())
            {
                add(&mut padded, without_zeros(value).to_owned(), place);
            }
        }
        Self { by, places, padded }
    }
}

fn add(places: &mut HashMap<String, Option<FamilyPlace>>, key: String, place: FamilyPlace) {
    places
        .entry(key)
        .and_modify(|known| *known = None)
        .or_insert(Some(place));
}

fn text(value: &Nullable<String>) -> Option<&str> {
    let value = value.value()?.trim();
    (!value.is_empty()).then_some(value)
}

fn without_zeros(text: &str) -> &str {
    text.trim().trim_start_matches('0')
}

/// The form in which two values are the same one.
fn key(by: Finder, text: &str) -> Cow<'_, str> {
    match by {
        // Not folded: whether two usernames that differ in case are one is not known, and a wrong family is worse
        // than none.
        Finder::Id | Finder::Username => text.trim().into(),
        Finder::Email => unique_key(Field::Email, text).into(),
        Finder::Phone => unique_key(Field::PhoneNumber, text).into(),
    }
}

/// The form in which two values of a field that must be unique are taken for the same.
pub(super) fn unique_key(field: Field, text: &str) -> String {
    match field {
        Field::PhoneNumber => rules::phone_key(text).unwrap_or_else(|| text.trim().to_owned()),
        _ if text.is_ascii() => text.trim().to_ascii_lowercase(),
        _ => fold(text),
    }
}

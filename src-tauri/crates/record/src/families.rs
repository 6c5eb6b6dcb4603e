//! Many families at once, folded when they arrive, so that each letter typed is answered from memory.

mod marks;
mod query;
#[cfg(test)]
mod tests;

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use quentli::{Customer, CustomerId, Nullable};
use serde::{Deserialize, Serialize};

use crate::fold;

pub use marks::{Marked, Place};
use query::{Closeness, Query};

/// A school's families. Each is kept as compact JSON, since thousands of them are in memory at once.
#[derive(Default)]
pub struct Families {
    all: Vec<Family>,
    places: HashMap<CustomerId, usize>,
    /// Indices of `all` by name; stale while a name changed since.
    by_name: Vec<usize>,
    is_sorted: bool,
}

struct Family {
    json: Box<str>,
    /// Folded: the name, then a line each for the other values that are searched.
    text: Box<str>,
    name: u32,
    keys: u32,
    phones: u32,
    traits: u8,
}

/// What a list of families can be narrowed down to. Archived families are in no other than `All`, `Archived` and
/// `WithDraft`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum FamilyFilter {
    All,
    NoPhone,
    NoEmail,
    EmailUnverified,
    OptedOut,
    Archived,
    /// As [`Families::note_drafts`] was given them, archived or not.
    WithDraft,
}

impl FamilyFilter {
    pub const EACH: [Self; 7] = [
        Self::All,
        Self::NoPhone,
        Self::NoEmail,
        Self::EmailUnverified,
        Self::OptedOut,
        Self::Archived,
        Self::WithDraft,
    ];

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// What was found for a text that was typed.
#[derive(Clone, Debug)]
pub struct Matches {
    /// Best first.
    pub best: Vec<Match>,
    pub total: usize,
}

#[derive(Clone, Debug)]
pub struct Match {
    pub customer: Customer,
    /// What matched, in the order of the places.
    pub marks: Vec<Marked>,
}

impl Families {
    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Adds a family, or puts what is known of it now in the place of what was.
    pub fn put(&mut self, customer: &Customer) {
        let family = Family::of(customer);
        if let Some(&place) = self.places.get(&customer.id) {
            self.is_sorted &= self.all[place].name() == family.name();
            self.all[place] = family;
        } else {
            self.is_sorted = false;
            self.places.insert(customer.id.clone(), self.all.len());
            self.all.push(family);
        }
    }

    pub fn remove(&mut self, id: &CustomerId) {
        let Some(place) = self.places.remove(id) else {
            return;
        };
        self.all.swap_remove(place);
        self.is_sorted = false;
        // The last one is in its place now.
        if let Some(moved) = self.all.get(place).and_then(Family::customer) {
            self.places.insert(moved.id, place);
        }
    }

    /// Removes all families but these.
    pub fn keep_only(&mut self, kept: &HashSet<CustomerId>) {
        let mut gone: Vec<CustomerId> = self.places.keys().cloned().collect();
        gone.retain(|id| !kept.contains(id));
        for id in gone {
            self.remove(&id);
        }
    }

    /// Which families have a draft now; those named before have none any more.
    pub fn note_drafts(&mut self, ids: &[CustomerId]) {
        let draft = FamilyFilter::WithDraft.bit();
        for family in &mut self.all {
            family.traits &= !draft;
        }
        for id in ids {
            if let Some(&place) = self.places.get(id) {
                self.all[place].traits |= draft;
            }
        }
    }

    pub fn get(&self, id: &CustomerId) -> Option<Customer> {
        self.all[*self.places.get(id)?].customer()
    }

    /// All of them, in no order.
    pub fn all(&self) -> impl Iterator<Item = Customer> {
        self.all.iter().filter_map(Family::customer)
    }

    /// The best `most` families for what was typed, of all that match.
    pub fn search(&self, typed: &str, most: usize) -> Matches {
        let query = Query::of(typed);
        let mut found = self.near(&query, Family::close_to);
        let mut total = found.len();
        if total < most {
            let mut seen = vec![false; self.all.len()];
            for &(_, place) in &found {
                seen[place] = true;
            }
            let with_a_slip = self.near(&query, Family::a_letter_from);
            found.extend(with_a_slip.into_iter().filter(|&(_, place)| !seen[place]));
            total = found.len();
        }
        let by_rank = |&(closeness, place): &(Closeness, usize)| {
            let family = &self.all[place];
            (closeness, family.is(FamilyFilter::Archived), family.name())
        };
        if found.len() > most {
            found.select_nth_unstable_by(most, |one, other| by_rank(one).cmp(&by_rank(other)));
            found.truncate(most);
        }
        found.sort_unstable_by(|one, other| by_rank(one).cmp(&by_rank(other)));
        let best = found.iter().filter_map(|&(_, place)| {
            let customer = self.all[place].customer()?;
            let marks = marks::marks(&customer, &query);
            Some(Match { customer, marks })
        });
        Matches {
            best: best.collect(),
            total,
        }
    }

    fn near(
        &self,
        query: &Query,
        close: impl Fn(&Family, &Query) -> Option<Closeness>,
    ) -> Vec<(Closeness, usize)> {
        let places = self.all.iter().enumerate();
        places
            .filter_map(|(place, family)| Some((close(family, query)?, place)))
            .collect()
    }

    /// How many families each filter leaves, in the order of [`FamilyFilter::EACH`].
    pub fn counts(&self) -> [usize; 7] {
        FamilyFilter::EACH.map(|filter| self.all.iter().filter(|family| family.is(filter)).count())
    }

    /// Some of the families that a filter leaves, by name.
    pub fn list(&mut self, filter: FamilyFilter, from: usize, most: usize) -> Vec<Customer> {
        self.sort();
        let kept = self.by_name.iter().map(|&place| &self.all[place]);
        kept.filter(|family| family.is(filter))
            .skip(from)
            .take(most)
            .filter_map(Family::customer)
            .collect()
    }

    /// All that are left by a filter and, of a text that is not blank, by a [`search`](Self::search) of which
    /// `most` are shown; by name.
    pub fn left_by(&mut self, filter: FamilyFilter, typed: &str, most: usize) -> Vec<CustomerId> {
        self.sort();
        let mut is_left: Vec<bool> = self.all.iter().map(|family| family.is(filter)).collect();
        if !typed.trim().is_empty() {
            let query = Query::of(typed);
            let mut found = self.near(&query, Family::close_to);
            if found.len() < most {
                found.extend(self.near(&query, Family::a_letter_from));
            }
            let found: HashSet<usize> = found.into_iter().map(|(_, place)| place).collect();
            for (place, is_left) in is_left.iter_mut().enumerate() {
                *is_left &= found.contains(&place);
            }
        }
        let mut ids: Vec<Option<&CustomerId>> = vec![None; self.all.len()];
        for (id, &place) in &self.places {
            ids[place] = Some(id);
        }
        let left = self.by_name.iter().filter(|&&place| is_left[place]);
        left.filter_map(|&place| ids[place].cloned()).collect()
    }

    fn sort(&mut self) {
        if !self.is_sorted {
            self.by_name = (0..self.all.len()).collect();
            let all = &self.all;
            self.by_name
                .sort_unstable_by(|&one, &other| all[one].name().cmp(all[other].name()));
            self.is_sorted = true;
        }
    }
}

impl fmt::Debug for Families {
    /// Their number only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Families({})", self.all.len())
    }
}

impl Family {
    fn of(customer: &Customer) -> Self {
        let mut text = fold(customer.name.value().map_or("", String::as_str));
        text.reserve(128);
        let name = text.len();
        let mut line = |value: &str| {
            text.push('\n');
            text.push_str(value);
            text.len()
        };
        line(&fold(customer.username.value().map_or("", String::as_str)));
        line(&fold(customer.email.value().map_or("", String::as_str)));
        let keys = line(&customer.id.as_str().to_lowercase());
        let mut phones = keys;
        for phone in phones_of(customer) {
            phones = line(&digits(phone));
        }
        for (_, value) in pairs_of(customer) {
            line(&fold(value));
        }
        // About as long as nearly all of them are.
        let mut json = Vec::with_capacity(1024);
        let written = serde_json::to_writer(&mut json, customer);
        let json = written.ok().and_then(|()| String::from_utf8(json).ok());
        Self {
            json: json.unwrap_or_default().into(),
            text: text.into(),
            name: short(name),
            keys: short(keys),
            phones: short(phones),
            traits: traits(customer),
        }
    }

    fn customer(&self) -> Option<Customer> {
        serde_json::from_str(&self.json).ok()
    }

    fn name(&self) -> &str {
        &self.text[..self.name as usize]
    }

    /// Username, e-mail and id.
    fn keys(&self) -> impl Iterator<Item = &str> {
        self.text[self.name as usize..self.keys as usize]
            .split('\n')
            .skip(1)
    }

    fn phones(&self) -> impl Iterator<Item = &str> {
        self.text[self.keys as usize..self.phones as usize]
            .split('\n')
            .skip(1)
    }

    /// The values of its custom data.
    fn pairs(&self) -> &str {
        &self.text[self.phones as usize..]
    }

    fn is(&self, filter: FamilyFilter) -> bool {
        self.traits & filter.bit() != 0
    }
}

/// Nobody's values are longer; a text that were would only be searched in part.
fn short(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn traits(customer: &Customer) -> u8 {
    let has = |value: &Nullable<String>| value.value().is_some_and(|text| !text.trim().is_empty());
    if has(&customer.archived_at) {
        return FamilyFilter::All.bit() | FamilyFilter::Archived.bit();
    }
    let mut traits = FamilyFilter::All.bit();
    let mut note = |filter: FamilyFilter, holds: bool| {
        if holds {
            traits |= filter.bit();
        }
    };
    let unknown = |value: &Nullable<String>| matches!(value, Nullable::Absent);
    note(
        FamilyFilter::NoPhone,
        !has(&customer.phone_number) && !unknown(&customer.phone_number),
    );
    note(
        FamilyFilter::NoEmail,
        !has(&customer.email) && !unknown(&customer.email),
    );
    note(
        FamilyFilter::EmailUnverified,
        has(&customer.email) && customer.email_verified.value() == Some(&false),
    );
    note(FamilyFilter::OptedOut, has(&customer.opted_out_whatsapp_at));
    traits
}

fn phones_of(customer: &Customer) -> impl Iterator<Item = &String> {
    [&customer.phone_number, &customer.secondary_phone_number]
        .into_iter()
        .filter_map(Nullable::value)
}

fn pairs_of(customer: &Customer) -> impl Iterator<Item = (&str, &str)> {
    let metadata = customer.metadata.value().into_iter().flatten();
    let meta = customer.meta.value().into_iter().flatten();
    metadata
        .map(|pair| (pair.key.as_str(), pair.value.as_str()))
        .chain(meta.map(|(key, value)| (key.as_str(), value.as_str())))
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

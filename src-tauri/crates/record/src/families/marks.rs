//! Which letters of a family's values are those that were typed.

use quentli::Customer;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{
    pairs_of,
    query::{Query, slipped},
};

/// Where something matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Name,
    Username,
    Email,
    PhoneNumber,
    SecondaryPhoneNumber,
    /// A pair of custom data, under its key, which no list shows otherwise.
    Pair {
        key: String,
        value: String,
    },
}

/// The parts of a value that matched, as UTF-16 units from and to, as JavaScript counts them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    pub place: Place,
    pub parts: Vec<(usize, usize)>,
}

pub(super) fn marks(customer: &Customer, query: &Query) -> Vec<Marked> {
    let texts = [
        (Place::Name, &customer.name),
        (Place::Username, &customer.username),
        (Place::Email, &customer.email),
    ];
    let texts = texts.into_iter().filter_map(|(place, value)| {
        let parts = Folded::of(value.value()?).parts(query);
        Some(Marked { place, parts })
    });
    let numbers = [
        (Place::PhoneNumber, &customer.phone_number),
        (
            Place::SecondaryPhoneNumber,
            &customer.secondary_phone_number,
        ),
    ];
    let numbers = numbers.into_iter().filter_map(|(place, value)| {
        let parts = number_part(value.value()?, query.digits.as_deref()?);
        Some(Marked {
            place,
            parts: parts.into_iter().collect(),
        })
    });
    let shown: Vec<Marked> = texts
        .chain(numbers)
        .filter(|marked| !marked.parts.is_empty())
        .collect();
    if !shown.is_empty() {
        return shown;
    }
    let pairs = pairs_of(customer).filter_map(|(key, value)| {
        let parts = Folded::of(value).parts(query);
        (!parts.is_empty()).then(|| Marked {
            place: Place::Pair {
                key: key.to_owned(),
                value: value.to_owned(),
            },
            parts,
        })
    });
    pairs.collect()
}

/// A text folded letter by letter, each with the place in the text that it comes from.
struct Folded {
    letters: Vec<char>,
    /// One more than there are letters.
    starts: Vec<usize>,
}

impl Folded {
    fn of(text: &str) -> Self {
        let (mut letters, mut starts) = (Vec::new(), Vec::new());
        let mut at = 0;
        for letter in text.chars() {
            let bare = std::iter::once(letter)
                .nfkd()
                .filter(|c| !is_combining_mark(*c))
                .flat_map(char::to_lowercase);
            for folded in bare {
                letters.push(if folded.is_whitespace() { ' ' } else { folded });
                starts.push(at);
            }
            at += letter.len_utf16();
        }
        starts.push(at);
        Self { letters, starts }
    }

    fn parts(&self, query: &Query) -> Vec<(usize, usize)> {
        let mut parts: Vec<(usize, usize)> = query
            .words
            .iter()
            .filter_map(|word| {
                let wanted: Vec<char> = word.text.chars().collect();
                let at = self.find(&wanted);
                let part = at.map(|at| at..at + wanted.len());
                part.or_else(|| self.find_slipped(&word.text))
            })
            .map(|part| (self.starts[part.start], self.starts[part.end]))
            .collect();
        parts.sort_unstable();
        parts.dedup_by(|next, before| {
            let touches = next.0 <= before.1;
            if touches {
                before.1 = before.1.max(next.1);
            }
            touches
        });
        parts
    }

    /// At the beginning of a word, if it is at one.
    fn find(&self, wanted: &[char]) -> Option<usize> {
        let is_at = |at: &usize| self.letters[*at..].starts_with(wanted);
        let mut beginnings = (0..self.letters.len()).filter(|&at| self.begins_word(at));
        beginnings
            .find(is_at)
            .or_else(|| (0..self.letters.len()).find(is_at))
    }

    fn find_slipped(&self, word: &str) -> Option<std::ops::Range<usize>> {
        let mut beginnings = (0..self.letters.len()).filter(|&at| self.begins_word(at));
        beginnings.find_map(|at| {
            let length = self.letters[at..].iter().take_while(|c| **c != ' ').count();
            let part: String = self.letters[at..at + length].iter().collect();
            slipped(word, &part).then_some(at..at + length)
        })
    }

    fn begins_word(&self, at: usize) -> bool {
        self.letters[at] != ' ' && (at == 0 || self.letters[at - 1] == ' ')
    }
}

/// The part of a phone number that has these digits, whatever stands between them.
fn number_part(number: &str, digits: &str) -> Option<(usize, usize)> {
    let (mut found, mut places) = (String::new(), Vec::new());
    let mut at = 0;
    for letter in number.chars() {
        if letter.is_ascii_digit() {
            found.push(letter);
            places.push(at);
        }
        at += letter.len_utf16();
    }
    let start = found.rfind(digits)?;
    Some((places[start], places[start + digits.len() - 1] + 1))
}

//! How close a family is to what was typed.

use memchr::memmem::Finder;

use super::Family;
use crate::{find::phone_digits, fold};

/// Best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    /// It is the whole name, username, e-mail, id or phone number.
    Whole,
    /// Each word is a word of the name.
    Words,
    /// Each word begins one of the name.
    Beginnings,
    /// Each word is somewhere.
    Inside,
    /// The same, but for one letter of a word.
    Slip,
}

/// Words this long may have one wrong letter.
const MAY_SLIP: usize = 5;

pub(super) struct Query {
    pub(super) whole: String,
    pub(super) words: Vec<Word>,
    /// To be found in a phone number, where what was typed looks like one.
    pub(super) digits: Option<String>,
    /// What was typed without zeros in front, where it is all digits.
    number: Option<String>,
}

pub(super) struct Word {
    pub(super) text: String,
    finder: Finder<'static>,
    may_slip: bool,
}

impl Query {
    pub(super) fn of(typed: &str) -> Self {
        let whole = fold(typed);
        let words = whole.split(' ').filter(|word| !word.is_empty());
        Self {
            words: words
                .map(|word| Word {
                    text: word.to_owned(),
                    finder: Finder::new(word).into_owned(),
                    may_slip: may_slip(word),
                })
                .collect(),
            digits: phone_digits(typed),
            number: number(&whole),
            whole,
        }
    }
}

impl Family {
    pub(super) fn close_to(&self, query: &Query) -> Option<Closeness> {
        let inside = |word: &Word| word.finder.find(self.text.as_bytes()).is_some();
        let all_inside = !query.words.is_empty() && query.words.iter().all(inside);
        if !all_inside {
            return (self.has_number(query) || self.has_username(query)).then(|| self.rank(query));
        }
        Some(self.rank(query))
    }

    fn rank(&self, query: &Query) -> Closeness {
        let whole = query.whole.as_str();
        let exact_number = query.digits.as_ref().is_some_and(|digits| {
            digits.len() >= 10 && self.phones().any(|phone| phone.ends_with(digits))
        });
        if self.name() == whole
            || self.keys().any(|key| key == whole)
            || self.has_username(query)
            || exact_number
        {
            return Closeness::Whole;
        }
        let each = |fits: fn(&str, &str) -> bool| {
            let mut words = query.words.iter();
            words.all(|word| self.name().split(' ').any(|part| fits(part, &word.text)))
        };
        if each(|part, word| part == word) {
            Closeness::Words
        } else if each(|part, word| part.starts_with(word)) {
            Closeness::Beginnings
        } else {
            Closeness::Inside
        }
    }

    fn has_number(&self, query: &Query) -> bool {
        let digits = query.digits.as_ref();
        digits.is_some_and(|digits| self.phones().any(|phone| phone.contains(digits.as_str())))
    }

    /// Whether the whole is the username, but for zeros in front.
    fn has_username(&self, query: &Query) -> bool {
        query.number.as_ref().is_some_and(|number| {
            let username = self.keys().next().unwrap_or_default();
            username.trim_start_matches('0') == number
        })
    }

    pub(super) fn a_letter_from(&self, query: &Query) -> Option<Closeness> {
        let near = |word: &Word| {
            let inside = word.finder.find(self.text.as_bytes()).is_some();
            inside || (word.may_slip && self.words().any(|part| is_near(&word.text, part)))
        };
        (!query.words.is_empty() && query.words.iter().all(near)).then_some(Closeness::Slip)
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        let name = self.name().split(' ');
        name.chain(self.pairs().split(['\n', ' ']))
    }
}

fn number(whole: &str) -> Option<String> {
    let bare = whole.trim_start_matches('0');
    let is_number = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| bare.to_owned())
}

fn may_slip(word: &str) -> bool {
    word.chars().count() >= MAY_SLIP && !word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether `typed` is the beginning of `word`, but for one letter that is missing, too many, another, or in the
/// place of its neighbour.
pub(super) fn slipped(typed: &str, word: &str) -> bool {
    may_slip(typed) && is_near(typed, word)
}

fn is_near(typed: &str, word: &str) -> bool {
    let first = |text: &str| {
        let mut letters = text.chars();
        (letters.next(), letters.next())
    };
    // Most words differ in both: one slip leaves one of the first two letters.
    let ((a, b), (c, d)) = (first(typed), first(word));
    if a != c && a != d && b != c && b != d {
        return false;
    }
    let length = typed.chars().count();
    let mut ends = word.char_indices().map(|(at, _)| at).skip(length - 1);
    let beginnings = [ends.next(), ends.next(), ends.next()];
    let mut beginnings = beginnings.into_iter().map(|end| end.unwrap_or(word.len()));
    word.chars().take(length).count() + 1 >= length
        && beginnings.any(|end| one_apart(typed, &word[..end]))
}

fn one_apart(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.chars(), other.chars());
    loop {
        let (rest, other_rest) = (one.as_str(), other.as_str());
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b => {}
            (a, b) => {
                let swapped = || {
                    let (mut one, mut other) = (one.clone(), other.clone());
                    one.next() == b && other.next() == a && one.as_str() == other.as_str()
                };
                return one.as_str() == other_rest
                    || rest == other.as_str()
                    || one.as_str() == other.as_str()
                    || swapped();
            }
        }
    }
}

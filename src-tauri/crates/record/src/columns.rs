//! What the columns of a table mean, and what a row of it asks for.

mod cell;
mod guess;
mod headers;
mod out;
mod row;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::{Field, Kind};

pub(crate) use cell::is_failed_formula;
pub use cell::{CellProblem, CellProblemCode, DateOrder, date_order};
pub use guess::{Basis, Guess, Seen, guess};
pub use out::{FlagWords, cell_of, header_of};
pub use row::{RowDraft, composed_name};

/// What a column of a table is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    Ignored,
    /// Its cells say which family a row is about.
    Finds(Finder),
    Field(Field),
    /// Part of a name, composed as [`Reading::name_order`] says.
    NamePart(NamePart),
    /// One key of custom data; `home` is [`Field::Metadata`] or [`Field::Meta`].
    Pair {
        home: Field,
        key: String,
    },
    /// When the record was last changed, as whoever made the table saw it.
    UpdatedAt,
}

/// How a family is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finder {
    Id,
    Username,
    Email,
    Phone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NamePart {
    Paternal,
    Maternal,
    Given,
}

/// The order in which the parts of a name are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NameOrder {
    /// `María del Carmen De la Cruz Pérez`
    #[default]
    GivenFirst,
    /// `De la Cruz Pérez María del Carmen`
    SurnamesFirst,
    /// `De la Cruz Pérez, María del Carmen`
    SurnamesComma,
}

/// What to do where a cell says that there is none: `S/N`, `0000000000`, `no tiene`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    Leave,
    Clear,
}

/// What a table's text means, as far as it has to be asked.
#[derive(Clone, Debug)]
pub struct Reading {
    /// `None`: not asked, and a date that can be read both ways is a problem.
    pub date_order: Option<DateOrder>,
    /// Where a date without a time is.
    pub zone: TimeZone,
    pub tag_separator: char,
    pub name_order: NameOrder,
    /// Also rewrite phones that are the same number in another form (`+521…` to `+52…`).
    pub rewrite_phones: bool,
    /// Text that was once read in the wrong encoding (`JosÃ©`) is taken as it was meant.
    pub repair_text: bool,
    /// A username of digits that nobody has means the one with zeros before it, where exactly one family has that.
    pub pad_usernames: bool,
    /// `#N/A` and `#N/D` clear, like the clear word.
    pub missing_clears: bool,
    /// Answers by the placeholder as [`placeholder_of`] writes it; one without an answer is a problem.
    pub placeholders: BTreeMap<String, Placeholder>,
}

impl Reading {
    /// As long as nothing was asked: commas between tags, dates only where they can be read one way.
    pub fn new(zone: TimeZone) -> Self {
        Self {
            date_order: None,
            zone,
            tag_separator: ',',
            name_order: NameOrder::default(),
            rewrite_phones: false,
            repair_text: false,
            pad_usernames: false,
            missing_clears: false,
            placeholders: BTreeMap::new(),
        }
    }
}

/// Why columns cannot be used together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnsError {
    /// No column says which family a row is about.
    NoFinder,
    /// These two do, and only one may.
    TwoFinders(usize, usize),
    /// These two are for the same value.
    Twice(usize, usize),
    /// Parts of a name beside a whole one.
    NameTwice(usize, usize),
    /// Nothing is left to change.
    NothingToChange,
    /// A pair's home that is no custom data, or a key without text.
    BadPair(usize),
}

/// The meaning of each column of a table, by position, found to fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    all: Vec<Column>,
    finder: (usize, Finder),
}

impl Columns {
    /// # Errors
    /// The first that does not fit, from left to right.
    pub fn new(all: Vec<Column>) -> Result<Self, ColumnsError> {
        let mut finder = None;
        let mut changes = false;
        for (index, column) in all.iter().enumerate() {
            match column {
                Column::Ignored | Column::UpdatedAt => continue,
                Column::Finds(by) => {
                    if let Some((first, _)) = finder {
                        return Err(ColumnsError::TwoFinders(first, index));
                    }
                    finder = Some((index, *by));
                    continue;
                }
                Column::Pair { home, key } => {
                    if home.spec().kind != Kind::Pairs || key.trim().is_empty() {
                        return Err(ColumnsError::BadPair(index));
                    }
                }
                Column::Field(_) | Column::NamePart(_) => {}
            }
            changes = true;
            for (earlier, other) in all[..index].iter().enumerate() {
                match (other, column) {
                    (Column::NamePart(_), Column::Field(Field::Name))
                    | (Column::Field(Field::Name), Column::NamePart(_)) => {
                        return Err(ColumnsError::NameTwice(earlier, index));
                    }
                    // One key has one home.
                    (Column::Pair { key: one, .. }, Column::Pair { key: other, .. })
                        if one == other =>
                    {
                        return Err(ColumnsError::Twice(earlier, index));
                    }
                    _ if other == column => return Err(ColumnsError::Twice(earlier, index)),
                    _ => {}
                }
            }
        }
        let finder = finder.ok_or(ColumnsError::NoFinder)?;
        if !changes {
            return Err(ColumnsError::NothingToChange);
        }
        Ok(Self { all, finder })
    }

    pub fn all(&self) -> &[Column] {
        &self.all
    }

    /// The column that says which family a row is about, and how.
    pub fn finder(&self) -> (usize, Finder) {
        self.finder
    }

    /// The name that a row has for its family, or what stands for one, for looking for a family that is not known.
    pub fn words_of(&self, cells: &[&str]) -> Vec<String> {
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default().trim().to_owned();
        let of = |wanted: fn(&Column) -> bool| {
            let places = self.all.iter().enumerate();
            let texts = places
                .filter(|(_, column)| wanted(column))
                .map(|(at, _)| cell(at));
            let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
            texts.join(" ")
        };
        let words = [
            of(|column| matches!(column, Column::Field(Field::Name) | Column::NamePart(_))),
            cell(self.finder.0),
            of(|column| matches!(column, Column::Field(Field::Username))),
            of(|column| matches!(column, Column::Field(Field::Email))),
            of(|column| matches!(column, Column::Field(Field::PhoneNumber))),
        ];
        words.into_iter().filter(|text| !text.is_empty()).collect()
    }

    /// The column whose cell a problem with a field of the draft is about: the first, where a name is composed.
    pub fn column_of(&self, field: Field, key: Option<&str>) -> Option<usize> {
        self.all.iter().position(|column| match column {
            Column::Field(own) => *own == field,
            Column::NamePart(_) => field == Field::Name,
            Column::Pair { home, key: own } => *home == field && Some(own.as_str()) == key,
            Column::Ignored | Column::Finds(_) | Column::UpdatedAt => false,
        })
    }
}

/// A text that says that there is none, in the form by which it is asked about once; `None` for any other.
pub fn placeholder_of(text: &str) -> Option<String> {
    let folded = crate::fold(text);
    (!folded.is_empty() && (crate::rules::is_placeholder(text) || folded.chars().all(|c| c == '-')))
        .then_some(folded)
}

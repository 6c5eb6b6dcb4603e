//! What a table has to hold so that [`guess`](super::guess()) and [`Columns::draft`](super::Columns::draft) take it for
//! what is stored.

use quentli::Customer;
use unicode_normalization::is_nfc;

use super::{
    Column, Finder, cell,
    headers::{Named, named, pair},
};
use crate::{Field, Value, value_of};

/// The words for yes and no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagWords {
    yes: String,
    no: String,
}

impl FlagWords {
    /// Words that a table would not be read back with are replaced by those that the API has.
    pub fn new(yes: &str, no: &str) -> Self {
        let fit = cell::yes_or_no(yes) == Some(true) && cell::yes_or_no(no) == Some(false);
        let (yes, no) = if fit { (yes, no) } else { ("true", "false") };
        Self {
            yes: yes.to_owned(),
            no: no.to_owned(),
        }
    }
}

/// The header by which a column is recognized: `word`, or else a name of its own. `None` where there is none: a key
/// of custom data with spaces at its end, say, would come back as another key.
pub fn header_of(column: &Column, word: &str) -> Option<String> {
    match column {
        Column::Finds(Finder::Id) => Some("id".to_owned()),
        Column::UpdatedAt => Some("updatedAt".to_owned()),
        Column::Field(field) => {
            let own = named(word) == Some(Named::Field(*field));
            let header = if own { word } else { field.spec().api_name };
            Some(header.to_owned())
        }
        Column::Pair { home, key } => {
            let header = format!("{}.{key}", home.spec().api_name);
            let same = pair(&header) == Some((*home, key)) && is_nfc(&header);
            same.then_some(header)
        }
        Column::Ignored | Column::Finds(_) | Column::NamePart(_) => None,
    }
}

/// What is stored, exactly; blank where nothing is, or nobody can know.
pub fn cell_of(record: &Customer, column: &Column, words: &FlagWords) -> String {
    match column {
        Column::Finds(Finder::Id) => record.id.as_str().to_owned(),
        Column::UpdatedAt => record.updated_at.value().cloned().unwrap_or_default(),
        Column::Field(field) => match value_of(record, *field) {
            Value::Text { text } => text,
            Value::Flag { flag: true } => words.yes.clone(),
            Value::Flag { flag: false } => words.no.clone(),
            Value::Absent | Value::Null | Value::List { .. } | Value::Pairs { .. } => String::new(),
        },
        Column::Pair { key, .. } => match value_of(record, Field::Metadata) {
            // A key may be stored several times; a table has room for one of them.
            Value::Pairs { pairs } => {
                let pair = pairs.into_iter().find(|pair| pair.key == *key);
                pair.map(|pair| pair.value).unwrap_or_default()
            }
            _ => String::new(),
        },
        Column::Ignored | Column::Finds(_) | Column::NamePart(_) => String::new(),
    }
}

//! A workbook to practise with: families of the practice school, with the usual faults of schools' tables.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use quentli::Customer;
use record::{Column, Field, FlagWords, cell_of, header_of};
use sheets::{ColumnOut, Content, workbook_in_memory};

use crate::{Error, SheetError};

/// A front end's words for what stands in the workbook.
#[derive(Clone, Debug, Default)]
pub struct SampleWords {
    pub sheet: String,
    pub fields: HashMap<Field, String>,
    /// What clears a value: `(vaciar)`.
    pub clear: String,
    /// The name of a family that nobody has.
    pub stranger: String,
}

const FIELDS: [Field; 5] = [
    Field::Username,
    Field::Name,
    Field::PhoneNumber,
    Field::SecondaryPhoneNumber,
    Field::Email,
];
const USERNAME: usize = 0;
const NAME: usize = 1;
const PHONE: usize = 2;
const SECOND: usize = 3;
const EMAIL: usize = 4;
const LEVEL: usize = 5;

/// How many families without a fault in their username, and with zeros before it.
const PLAIN: usize = 33;
const PADDED: usize = 3;

/// The workbook's bytes: the same for the same families in the same order. With few families it has fewer rows.
pub fn sample_sheet(families: &[Customer], words: &SampleWords) -> Result<Vec<u8>, Error> {
    let columns = columns();
    let mut outs: Vec<ColumnOut> = columns
        .iter()
        .map(|column| {
            let word = match column {
                Column::Field(field) => words.fields.get(field).map_or("", String::as_str),
                _ => "",
            };
            ColumnOut::text(header_of(column, word).unwrap_or_default())
        })
        .collect();
    // As Excel does: zeros before a number are lost.
    outs[USERNAME].content = Content::Number;
    let rows = rows(families, &columns, words);
    let bytes = workbook_in_memory(&words.sheet, &outs, &rows).map_err(SheetError::from)?;
    Ok(bytes)
}

fn columns() -> Vec<Column> {
    let fields = FIELDS.into_iter().map(Column::Field);
    let level = Column::Pair {
        home: Field::Metadata,
        key: "Nivel".to_owned(),
    };
    fields.chain([level]).collect()
}

fn rows(families: &[Customer], columns: &[Column], words: &SampleWords) -> Vec<Vec<String>> {
    let flags = FlagWords::new("", "");
    let texts = |family: &Customer| -> Vec<String> {
        columns
            .iter()
            .map(|column| cell_of(family, column, &flags))
            .collect()
    };
    let bare = |username: &str| username.trim_start_matches('0').to_owned();
    let mut users: HashMap<String, usize> = HashMap::new();
    for family in families {
        *users
            .entry(bare(family.username.value().map_or("", String::as_str)))
            .or_default() += 1;
    }
    let usable = |row: &&Vec<String>| {
        users.get(&bare(&row[USERNAME])) == Some(&1)
            && !row[PHONE].is_empty()
            && !row[EMAIL].is_empty()
    };
    let here = families
        .iter()
        .filter(|family| family.archived_at.value().is_none());
    let all: Vec<Vec<String>> = here.map(texts).collect();
    let (padded, plain): (Vec<_>, Vec<_>) = all
        .iter()
        .filter(usable)
        .partition(|row| row[USERNAME].starts_with('0'));
    let mut rows: Vec<Vec<String>> = plain.into_iter().take(PLAIN).cloned().collect();
    spoil(&mut rows, words);
    // Their zeros go where the number is written; they ask for a change each, or nobody would notice.
    rows.extend(padded.into_iter().take(PADDED).map(|row| {
        let mut row = row.clone();
        "Secundaria 1".clone_into(&mut row[LEVEL]);
        row
    }));
    rows
}

/// Puts the faults in: the first rows have one each, the last ones are as Quentli has them.
fn spoil(rows: &mut Vec<Vec<String>>, words: &SampleWords) {
    let phone = |number: u32| format!("+52555550{number:04}");
    let mut more = Vec::new();
    for (number, row) in (0..).zip(rows.iter_mut()) {
        match number {
            0 => "S/N".clone_into(&mut row[PHONE]),
            1 => row[PHONE] = format!("{} / {}", row[PHONE], phone(1)),
            2 => "5555 0002".clone_into(&mut row[PHONE]),
            3 => {
                let name = row[EMAIL].split('@').next().unwrap_or_default();
                row[EMAIL] = format!("{name}@gmial.com");
            }
            4 => row[PHONE].clear(),
            5 => row[SECOND].clone_from(&words.clear),
            // The same family again, with another phone.
            6 => {
                row[PHONE] = phone(6);
                let mut other = row.clone();
                other[PHONE] = phone(7);
                more.push(other);
            }
            // And with the same values.
            7 => {
                row[PHONE] = phone(8);
                more.push(row.clone());
            }
            10 => row[PHONE] = "55 5555 0010".into(),
            11 => row[PHONE] = "(55) 5555-0011".into(),
            12 => row[SECOND] = "044 55 5555 0012".into(),
            13 => row[NAME] = row[NAME].replace(' ', "  ").to_uppercase(),
            14 => row[EMAIL] = "mailto:familia14@example.com".into(),
            15 => row[PHONE] = "no tiene".into(),
            16..20 => "Primaria 6".clone_into(&mut row[LEVEL]),
            _ => {}
        }
    }
    // Two families with each other's phone.
    if rows.len() > 9 {
        let (one, other) = rows.split_at_mut(9);
        std::mem::swap(&mut one[8][PHONE], &mut other[0][PHONE]);
    }
    more.push(vec![
        "99999".to_owned(),
        words.stranger.clone(),
        phone(9),
        String::new(),
        String::new(),
        "Primaria 1".to_owned(),
    ]);
    rows.extend(more);
}

use std::collections::HashSet;

use crate::cell::Row;

/// A column under the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// From 0. Columns are known by this, not by their names.
    pub index: u32,
    /// What the header says, trimmed; empty if it says nothing.
    pub header: String,
    /// The same, made unique: `Teléfono (2)`. Empty where the header is.
    pub name: String,
    pub hidden: bool,
}

impl Column {
    /// The column's letters: `C`.
    pub fn letters(&self) -> String {
        column_letters(self.index)
    }
}

/// The letters of a column counted from 0: `A`, `Z`, `AA`, `XFD`.
pub fn column_letters(index: u32) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(index) + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    letters.iter().rev().collect()
}

/// The column that letters name, and how many bytes they take.
pub(crate) fn parse_letters(reference: &[u8]) -> Option<(u32, usize)> {
    let count = reference
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    if count == 0 || count > 3 {
        return None;
    }
    let number = reference[..count].iter().fold(0_u32, |number, letter| {
        number * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    Some((number - 1, count))
}

/// The columns that a header row names, those without a name in between included.
pub(crate) fn columns_of(header: &Row, hidden: impl Fn(u32) -> bool) -> Vec<Column> {
    let last = header.cells.iter().rposition(|cell| !cell.is_blank());
    let width = last.map_or(0, |last| header.cells[last].column + 1);
    let mut taken = HashSet::new();
    (0..width)
        .map(|index| {
            let header = header
                .cell(index)
                .map_or("", |cell| cell.text.trim())
                .to_owned();
            Column {
                index,
                name: unique(&header, &mut taken),
                header,
                hidden: hidden(index),
            }
        })
        .collect()
}

fn unique(header: &str, taken: &mut HashSet<String>) -> String {
    if header.is_empty() {
        return String::new();
    }
    let mut name = header.to_owned();
    let mut number = 1;
    while !taken.insert(name.to_lowercase()) {
        number += 1;
        name = format!("{header} ({number})");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_both_ways() {
        for (index, letters) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (16_383, "XFD"),
        ] {
            assert_eq!(column_letters(index), letters);
            assert_eq!(
                parse_letters(letters.as_bytes()),
                Some((index, letters.len()))
            );
        }
    }
}

//! Which row names the columns.

use crate::cell::{Cell, Kind, Row};
use crate::text::most_common;

/// The row that names the columns, as a number into `rows`: the first one that is about as wide as what
/// follows, and in which everything is a name. Above it are titles.
pub(crate) fn guess(rows: &[Row]) -> Option<usize> {
    let widths: Vec<usize> = rows.iter().map(width).collect();
    let usual = most_common(&widths)?;
    let wide = |at: &usize| widths[*at] * 2 > usual;
    let names = |at: &usize| {
        rows[*at]
            .cells
            .iter()
            .all(|cell| cell.is_blank() || is_name(cell))
    };
    (0..rows.len())
        .filter(wide)
        .find(names)
        .or_else(|| (0..rows.len()).find(wide))
}

fn width(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_blank()).count()
}

fn is_name(cell: &Cell) -> bool {
    let digits = cell.text.bytes().filter(u8::is_ascii_digit).count();
    cell.kind == Kind::Text
        && !cell.text.contains('@')
        && cell.text.len() <= 200
        && digits <= 4
        && cell.text.chars().any(char::is_alphabetic)
}

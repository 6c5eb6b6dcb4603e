//! The cases have the numbers of the list of what school spreadsheets hold: A bytes, B grammar of CSV,
//! C what Excel does to values, E the file as a whole.

mod bytes;
mod grammar;
mod sheets_of_a_book;
mod support;
mod text_values;
mod values;

//! The cases have the numbers of the list of what school spreadsheets hold: A bytes, B grammar of CSV,
//! C what Excel does to values, E the file as a whole.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod any_bytes;
mod bad_input;
mod bytes;
mod grammar;
mod same_reading;
mod sheets_of_a_book;
mod support;
mod text_values;
mod values;
mod writing;
mod xlsb;

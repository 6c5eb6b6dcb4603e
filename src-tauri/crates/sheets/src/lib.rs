#![doc = include_str!("../README.md")]

mod cell;
mod clean;
mod column;
mod dates;
mod error;
mod header;
mod input;
mod inspection;
mod limits;
mod number;
mod rows;
mod sniff;
mod source;
mod text;
mod workbook;
mod write;

pub use cell::{Cell, Kind, Notice, Row};
pub use column::{Column, column_letters};
pub use dates::date_of_serial;
pub use error::{Error, Found, Limit, Position};
pub use input::Fingerprint;
pub use inspection::{Format, Inspection};
pub use limits::Limits;
pub use rows::Rows;
pub use source::{Options, Source};
pub use text::{Confidence, Encoding, EncodingGuess, LineEnds, Separator, TextFacts};
pub use workbook::{READ_APART, Sheet, SheetFacts, Visibility, read_apart};
pub use write::{ColumnOut, Content, Writer};

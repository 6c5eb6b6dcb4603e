//! The crate's promises at its boundary: record and draft in, changes and patch out.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod cells;
mod columns;
mod conflict;
mod exchanges;
mod family;
mod fields;
mod find;
mod generate;
mod inverse;
mod left;
mod odd_text;
mod out;
mod pairs;
mod people;
mod phones;
mod plan;
mod property;
mod rebase;
mod support;

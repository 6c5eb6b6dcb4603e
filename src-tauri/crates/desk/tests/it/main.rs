//! What the crate promises, at its own boundary: a reviewed change in, an outcome out.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

// The crate `record` tests with the same family.
#[path = "../../../record/tests/it/family.rs"]
mod family;
mod update;

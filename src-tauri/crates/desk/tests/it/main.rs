//! What the crate promises, at its own boundary: a reviewed change in, an outcome out.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;
mod update;

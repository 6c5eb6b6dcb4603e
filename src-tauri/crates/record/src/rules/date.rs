use jiff::Timestamp;

use super::{Problem, ProblemCode};
use crate::Field;

/// An instant; sent as `2025-01-10T12:00:00.000Z`, the form of the API's own examples.
pub(super) fn rule(field: Field, typed: &str) -> Result<String, Problem> {
    let text = typed.trim();
    let at: Timestamp = text.parse().map_err(|_| {
        let code = if is_beginning(text) {
            ProblemCode::DateIncomplete
        } else {
            ProblemCode::DateBad
        };
        Problem::new(field, code)
    })?;
    Ok(format!("{at:.3}"))
}

/// Whether `text` is the beginning of an instant, such as `2026-03-04T10`. Tries two endings, since a
/// month or day cut after its first digit can continue in more than one way: `2026-1`, `2026-04-3`.
fn is_beginning(text: &str) -> bool {
    ["2000-01-01T00:00:00Z", "2000-10-10T00:00:00Z"]
        .iter()
        .filter_map(|whole| whole.get(text.len()..))
        .any(|ending| format!("{text}{ending}").parse::<Timestamp>().is_ok())
}

use quentli::Customer;
use record::{Checked, Draft, Entry, Field, PairEntry, Problem, ProblemCode, check};
use serde_json::Value as Json;

pub(crate) use crate::family::{draft, family, text, with};

pub(crate) fn row(original: Option<&str>, key: &str, value: &str) -> PairEntry {
    PairEntry {
        key: key.to_owned(),
        value: value.to_owned(),
        original: original.map(str::to_owned),
        remove: false,
    }
}

pub(crate) fn checked(field: Field, entry: Entry) -> Checked {
    check(Some(&family()), &draft([(field, entry)]))
}

/// The patch's `data`, as JSON.
pub(crate) fn data(record: &Customer, draft: &Draft) -> Json {
    let checked = check(Some(record), draft);
    assert_eq!(checked.problems, [], "no problem expected");
    serde_json::to_value(record::patch(&checked.changes)).unwrap()
}

pub(crate) fn sent(field: Field, entry: Entry) -> Json {
    data(&family(), &draft([(field, entry)]))
}

pub(crate) fn problem(field: Field, typed: &str) -> Problem {
    let checked = checked(field, text(typed));
    assert_eq!(checked.changes, [], "{typed:?} must not be sent");
    assert_eq!(checked.problems.len(), 1, "{typed:?} has one problem");
    checked.problems.into_iter().next().unwrap()
}

pub(crate) fn refuses(field: Field, typed: &str, code: ProblemCode) {
    assert_eq!(problem(field, typed).code, code, "{typed:?}");
}

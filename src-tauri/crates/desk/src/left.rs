use quentli::Customer;

use crate::{Change, Draft, check};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordSent {
    This,
    NotThis,
}

pub fn left_of(
    draft: &Draft,
    _sent: &[Change],
    _base: Option<&Customer>,
    now: Option<&Customer>,
    _password: PasswordSent,
) -> Draft {
    let checked = check(now, draft);
    if checked.changes.is_empty() && checked.problems.is_empty() {
        return Draft::default();
    }
    draft.clone()
}

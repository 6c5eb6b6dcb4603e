use super::Cause;
use crate::State;

/// Credential Manager cannot be locked: access is refused only if the logon session has no vault, or a policy forbids it.
pub(super) const NO_ACCESS: State = State::NoService;

/// Windows' codes say no more than the store's own error already does.
pub(super) fn state(_: Cause<'_>) -> Option<State> {
    None
}

use super::Cause;
use crate::State;

/// Credential Manager has no lock of its own: access is refused only where the logon session, or a policy, has no vault.
pub(super) const NO_ACCESS: State = State::NoService;

/// Windows' codes say no more than the store's own error already does.
pub(super) fn state(_: Cause<'_>) -> Option<State> {
    None
}

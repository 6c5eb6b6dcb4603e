use security_framework::base::Error;

use super::Cause;
use crate::State;

pub(super) const NO_ACCESS: State = State::Locked;

/// Codes of `SecBase.h`. The store sorts only some of them, and calls a closed prompt a plain failure.
pub(super) fn state(cause: Cause<'_>) -> Option<State> {
    match cause.downcast_ref::<Error>()?.code() {
        // userCanceledErr
        -128 => Some(State::Dismissed),
        // errSecAuthFailed, errSecInteractionNotAllowed, errSecInteractionRequired
        -25293 | -25308 | -25315 => Some(State::Locked),
        // errSecNoSuchKeychain, errSecInvalidKeychain, errSecNoDefaultKeychain
        -25294 | -25295 | -25307 => Some(State::NoCollection),
        // errSecNotAvailable, errSecMissingEntitlement
        -25291 | -34018 => Some(State::NoService),
        // errSecDuplicateItem
        -25299 => Some(State::Ambiguous),
        _ => None,
    }
}

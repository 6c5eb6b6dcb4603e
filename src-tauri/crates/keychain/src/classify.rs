//! Maps a store's error to a [`State`] or a stable code. The operating system's words go no further.

use std::error::Error as StdError;

use zeroize::Zeroize;

use crate::{Error, State};

#[cfg_attr(target_os = "linux", path = "classify/linux.rs")]
#[cfg_attr(windows, path = "classify/windows.rs")]
#[cfg_attr(target_os = "macos", path = "classify/macos.rs")]
mod platform;

type Cause<'a> = &'a (dyn StdError + Send + Sync + 'static);

/// A store that cannot be opened counts as no service, unless its error is more specific.
pub(crate) fn opening(error: keyring::Error) -> Error {
    match request(error) {
        known @ Error::Unusable(_) => known,
        _ => Error::Unusable(State::NoService),
    }
}

/// What a failed read, write or deletion means.
pub(crate) fn request(error: keyring::Error) -> Error {
    use keyring::Error as E;
    match error {
        E::PlatformFailure(cause) => {
            platform::state(cause.as_ref()).map_or(Error::Other("platform"), Error::Unusable)
        }
        E::NoStorageAccess(cause) => {
            Error::Unusable(platform::state(cause.as_ref()).unwrap_or(platform::NO_ACCESS))
        }
        E::Ambiguous(_) => Error::Unusable(State::Ambiguous),
        E::BadEncoding(mut bytes) | E::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            Error::NotText
        }
        E::TooLong(..) => Error::TooLong,
        E::NoEntry => Error::Other("no_entry"),
        E::BadStoreFormat(_) => Error::Other("bad_store"),
        E::Invalid(..) => Error::Other("invalid"),
        E::NotSupportedByStore(_) => Error::Other("not_supported"),
        E::NoDefaultStore => Error::Other("no_default_store"),
        _ => Error::Other("unknown"),
    }
}

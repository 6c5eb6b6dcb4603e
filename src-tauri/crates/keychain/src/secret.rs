use std::fmt;

use zeroize::Zeroizing;

use crate::Error;

/// Windows keeps at most 2,560 bytes of UTF-16; the same limit everywhere keeps a secret portable.
const LIMIT: usize = 1_280;

/// Text that must not be shown: masked when printed, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of the text. [`crate::Keychain::set`] checks whether a keychain can hold it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. There is no other access: search for this name to find every use of a secret.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Refuses what some keychain would truncate or alter: 1,280 UTF-16 units or more, or a NUL.
    pub(crate) fn storable(&self) -> Result<(), Error> {
        if self.0.encode_utf16().count() >= LIMIT {
            return Err(Error::TooLong);
        }
        if self.0.contains('\0') {
            return Err(Error::NotText);
        }
        Ok(())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<Zeroizing<String>> for Secret {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

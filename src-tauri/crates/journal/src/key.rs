use std::fmt;

use chacha20poly1305::{Key, aead::Generate};
use data_encoding::BASE64URL_NOPAD;
use zeroize::{Zeroize, Zeroizing};

use crate::Error;

/// The key of the personal columns: 32 bytes, wiped when dropped, never printed.
#[derive(Clone)]
pub struct JournalKey(Zeroizing<[u8; 32]>);

impl JournalKey {
    /// A new random key.
    ///
    /// # Panics
    /// Where the system has no randomness to give.
    #[must_use]
    pub fn generate() -> Self {
        let mut random = Key::generate();
        let key = Self(Zeroizing::new(random.0));
        random.0.zeroize();
        key
    }

    /// Reads what [`JournalKey::to_text`] gave.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        let bytes = BASE64URL_NOPAD
            .decode(text.trim().as_bytes())
            .map(Zeroizing::new)
            .map_err(|_| Error::BadKey)?;
        let mut key = Zeroizing::new([0; 32]);
        if bytes.len() != key.len() {
            return Err(Error::BadKey);
        }
        key.copy_from_slice(&bytes);
        Ok(Self(key))
    }

    /// As base64url, 43 characters, for the keychain and nowhere else.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64URL_NOPAD.encode(self.0.as_slice()))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for JournalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JournalKey(…)")
    }
}

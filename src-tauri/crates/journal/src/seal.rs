use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, AeadInOut, Generate, Payload},
};
use serde::{Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

use crate::{ConnectionId, Error, JournalKey};

pub(crate) const NONCE: usize = 24;
const TAG: usize = 16;

/// Where a ciphertext lives. It opens nowhere else, so nobody can move one family's draft under
/// another's name by editing the file.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'a str,
    pub(crate) column: &'a str,
    pub(crate) connection: &'a str,
    pub(crate) row: &'a str,
}

impl<'a> Place<'a> {
    pub(crate) fn of(
        connection: &'a ConnectionId,
        table: &'a str,
        column: &'a str,
        row: &'a str,
    ) -> Self {
        Self {
            table,
            column,
            connection: connection.as_str(),
            row,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        // The length keeps `a|b` + `c` and `a` + `b|c` apart.
        let length = self.connection.len().to_string();
        [self.table, self.column, &length, self.connection, self.row]
            .join("|")
            .into_bytes()
    }
}

/// Another one each time that something is sealed.
pub(crate) fn nonce(sealed: &[u8]) -> Option<[u8; NONCE]> {
    sealed.first_chunk().copied()
}

/// Encrypts and decrypts under one key, known in the file by `key`.
#[derive(Clone)]
pub(crate) struct Sealer {
    pub(crate) key: i64,
    /// Whether the key outlives this session.
    pub(crate) kept: bool,
    cipher: XChaCha20Poly1305,
}

impl Sealer {
    pub(crate) fn new(key: i64, kept: bool, secret: &JournalKey) -> Self {
        let cipher = XChaCha20Poly1305::new(secret.bytes().into());
        Self { key, kept, cipher }
    }

    /// The nonce, then the ciphertext with its tag.
    pub(crate) fn seal_bytes(&self, place: Place<'_>, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce = XNonce::try_generate().map_err(|_| Error::Randomness)?;
        let mut sealed = Vec::with_capacity(NONCE + plain.len() + TAG);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let (_, text) = sealed.split_at_mut(NONCE);
        let tag = self
            .cipher
            .encrypt_inout_detached(&nonce, &place.bytes(), text.into())
            .map_err(|_| Error::Unreadable)?;
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    pub(crate) fn open_bytes(
        &self,
        place: Place<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (nonce, sealed) = sealed
            .split_first_chunk::<NONCE>()
            .ok_or(Error::Unreadable)?;
        let aad = place.bytes();
        let payload = Payload {
            msg: sealed,
            aad: &aad,
        };
        self.cipher
            .decrypt(nonce.into(), payload)
            .map(Zeroizing::new)
            .map_err(|_| Error::Unreadable)
    }

    pub(crate) fn seal<T: Serialize + ?Sized>(
        &self,
        place: Place<'_>,
        value: &T,
    ) -> Result<Vec<u8>, Error> {
        let plain = serde_json::to_vec(value)
            .map(Zeroizing::new)
            .map_err(|_| Error::Unreadable)?;
        self.seal_bytes(place, &plain)
    }

    pub(crate) fn open<T: DeserializeOwned>(
        &self,
        place: Place<'_>,
        sealed: &[u8],
    ) -> Result<T, Error> {
        let plain = self.open_bytes(place, sealed)?;
        serde_json::from_slice(&plain).map_err(|_| Error::Unreadable)
    }
}

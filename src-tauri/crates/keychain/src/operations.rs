//! Operations on an open store. Everything here blocks, and runs on the keychain's thread only.

use std::sync::Arc;

use keyring::{CredentialStore, Entry, Error};
use zeroize::Zeroize;

use crate::Secret;
use crate::store::entry;

const PROBE: &str = "keychain-probe";
const PROBE_TEXT: &str = "ficha can keep a text here";

/// Where entries are: this request's store and the service they belong to.
pub(crate) struct Place {
    pub(crate) store: Arc<CredentialStore>,
    pub(crate) service: String,
}

impl Place {
    fn entry(&self, name: &str) -> Result<Entry, Error> {
        entry(self.store.as_ref(), &self.service, name)
    }

    /// Writes, reads back and deletes an entry. A read alone proves nothing: a keychain without a default
    /// collection answers "no such entry" to every read.
    pub(crate) fn probe(&self) -> Result<bool, Error> {
        self.set(PROBE, &Secret::new(PROBE_TEXT))?;
        let kept = self.get(PROBE);
        // Deleted even after a failed read, so that no probe is left in the user's keychain.
        let deleted = self.delete(PROBE);
        let kept = kept?;
        deleted?;
        Ok(kept.is_some_and(|kept| kept.expose() == PROBE_TEXT))
    }

    pub(crate) fn get(&self, name: &str) -> Result<Option<Secret>, Error> {
        read(&self.entry(name)?)
    }

    /// Also resolves duplicates: the value is written to one of them before the others are deleted, so that
    /// there is never a moment without one.
    pub(crate) fn set(&self, name: &str, secret: &Secret) -> Result<(), Error> {
        match self.entry(name)?.set_password(secret.expose()) {
            Err(Error::Ambiguous(copies)) => {
                let mut copies = copies.into_iter();
                if let Some(first) = copies.next() {
                    first.set_password(secret.expose())?;
                }
                copies.try_for_each(|copy| remove(&copy))
            }
            other => other,
        }
    }

    pub(crate) fn delete(&self, name: &str) -> Result<(), Error> {
        match remove(&self.entry(name)?) {
            Err(Error::Ambiguous(copies)) => copies.iter().try_for_each(remove),
            other => other,
        }
    }

    /// Copies that agree become one; copies that differ are all deleted, because there is no way to know which is right.
    pub(crate) fn repair(&self, name: &str) -> Result<Option<Secret>, Error> {
        let copies = match read(&self.entry(name)?) {
            Err(Error::Ambiguous(copies)) => copies,
            other => return other,
        };
        let texts = copies.iter().map(readable).collect::<Result<Vec<_>, _>>()?;
        let agreed = texts.windows(2).all(|pair| pair[0] == pair[1]);
        let kept = texts.into_iter().next().flatten().filter(|_| agreed);
        copies
            .iter()
            .skip(kept.iter().count())
            .try_for_each(remove)?;
        Ok(kept)
    }
}

/// A copy that is not text differs from every other and can only be deleted.
fn readable(copy: &Entry) -> Result<Option<Secret>, Error> {
    match read(copy) {
        Err(Error::BadEncoding(_)) => Ok(None),
        other => other,
    }
}

fn read(entry: &Entry) -> Result<Option<Secret>, Error> {
    match entry.get_password() {
        Ok(text) => Ok(Some(Secret::new(text))),
        Err(Error::NoEntry) => Ok(None),
        Err(Error::BadEncoding(mut bytes)) => {
            bytes.zeroize();
            Err(Error::BadEncoding(bytes))
        }
        Err(other) => Err(other),
    }
}

fn remove(entry: &Entry) -> Result<(), Error> {
    match entry.delete_credential() {
        Err(Error::NoEntry) => Ok(()),
        other => other,
    }
}

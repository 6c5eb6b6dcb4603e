use std::{
    fmt,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;
use record::{Customer, CustomerId, Draft};
use rusqlite::{Connection, OptionalExtension, params};
use zeroize::Zeroizing;

use crate::{
    Book, ConnectionId, Error,
    book::time,
    seal::{NONCE, nonce},
    sealed,
    store::Store,
};

/// A draft as it was last saved.
#[derive(Clone, PartialEq)]
pub struct StoredDraft {
    /// The record the draft was begun on; `None` for a key that cannot read.
    pub base: Option<Customer>,
    pub draft: Draft,
    pub saved_at: Timestamp,
}

/// The record that the draft saved last was begun on, by its fingerprint, and the nonce it is sealed with. While
/// one family is edited it stays the same, and is not sealed again for each edit.
#[derive(Default)]
pub(crate) struct LastBase {
    hasher: RandomState,
    sealed: Mutex<Option<(u64, [u8; NONCE])>>,
}

impl LastBase {
    /// `None` where nothing could compare it again.
    fn fingerprint(&self, base: &Customer) -> Option<u64> {
        let text = serde_json::to_vec(base).map(Zeroizing::new).ok()?;
        Some(self.hasher.hash_one(&*text))
    }

    fn nonce_of(&self, fingerprint: u64) -> Option<[u8; NONCE]> {
        let sealed = *self.sealed.lock().unwrap_or_else(PoisonError::into_inner);
        sealed.and_then(|(last, nonce)| (last == fingerprint).then_some(nonce))
    }

    fn put(&self, fingerprint: u64, nonce: [u8; NONCE]) {
        let mut sealed = self.sealed.lock().unwrap_or_else(PoisonError::into_inner);
        *sealed = Some((fingerprint, nonce));
    }
}

impl Book {
    /// The draft kept for a family. After [`Error::Unreadable`] only
    /// [`Book::discard_draft`] helps.
    pub fn draft(&self, customer: &CustomerId) -> Result<Option<StoredDraft>, Error> {
        type Cells = (Option<Vec<u8>>, Vec<u8>, i64);
        let customer = customer.as_str();
        self.journal.read_sealed(|database, sealer| {
            let stored: Option<Cells> = database
                .prepare_cached(
                    "SELECT base, draft, saved_at FROM drafts
                     WHERE connection = ?1 AND customer = ?2 AND key = ?3",
                )?
                .query_row((self.connection.as_str(), customer, sealer.key), |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })
                .optional()?;
            let Some((base, draft, saved_at)) = stored else {
                return Ok(None);
            };
            let base = base
                .map(|base| sealer.open(self.place("drafts", "base", customer), &base))
                .transpose()?;
            let draft: sealed::Draft =
                sealer.open(self.place("drafts", "draft", customer), &draft)?;
            Ok(Some(StoredDraft {
                base,
                draft: draft.into(),
                saved_at: time(saved_at)?,
            }))
        })
    }

    /// Keeps the draft, save a password, which is kept nowhere; an empty one is discarded.
    pub fn save_draft(
        &self,
        customer: &CustomerId,
        base: Option<&Customer>,
        draft: &Draft,
        at: Timestamp,
    ) -> Result<(), Error> {
        let draft = draft.without_password();
        if draft.is_empty() {
            return self.discard_draft(customer);
        }
        let draft = Saved {
            customer,
            draft: draft.into(),
            at: at.as_millisecond(),
        };
        let last = self.journal.last_base();
        let fingerprint = base.and_then(|base| last.fingerprint(base));
        if let Some(nonce) = fingerprint.and_then(|base| last.nonce_of(base))
            && self.save_over(&draft, nonce)?
        {
            return Ok(());
        }
        let nonce = self.save_whole(&draft, base)?;
        self.journal.drafted().saved();
        if let (Some(fingerprint), Some(nonce)) = (fingerprint, nonce) {
            last.put(fingerprint, nonce);
        }
        Ok(())
    }

    /// Where the draft on the disk has the base that was sealed with `nonce`; whether it has.
    fn save_over(&self, saved: &Saved<'_>, nonce: [u8; NONCE]) -> Result<bool, Error> {
        let at = saved.at;
        self.journal.write_sealed(|sealer| {
            let (connection, customer) = (self.connection.clone(), saved.customer.clone());
            let place = self.place("drafts", "draft", customer.as_str());
            let draft = sealer.seal(place, &saved.draft)?;
            let key = sealer.key;
            Ok(move |store: &Store| {
                let changed = store
                    .database
                    .prepare_cached(
                        "UPDATE drafts SET draft = ?4, saved_at = ?5
                         WHERE connection = ?1 AND customer = ?2 AND key = ?3
                         AND substr(base, 1, length(?6)) = ?6",
                    )?
                    .execute(params![
                        connection.as_str(),
                        customer.as_str(),
                        key,
                        draft,
                        at,
                        nonce
                    ])?;
                Ok(changed == 1)
            })
        })
    }

    /// Returns the nonce of the sealed base.
    fn save_whole(
        &self,
        saved: &Saved<'_>,
        base: Option<&Customer>,
    ) -> Result<Option<[u8; NONCE]>, Error> {
        let at = saved.at;
        self.journal.write_sealed(|sealer| {
            let (connection, customer) = (self.connection.clone(), saved.customer.clone());
            let place = |column| self.place("drafts", column, customer.as_str());
            let base = base
                .map(|base| sealer.seal(place("base"), base))
                .transpose()?;
            let draft = sealer.seal(place("draft"), &saved.draft)?;
            let key = sealer.key;
            Ok(move |store: &Store| {
                let (connection, customer) = (connection.as_str(), customer.as_str());
                store
                    .database
                    .prepare_cached(
                        "INSERT INTO drafts (connection, customer, key, base, draft, saved_at)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                         ON CONFLICT (connection, customer, key) DO UPDATE SET
                             base = excluded.base, draft = excluded.draft,
                             saved_at = excluded.saved_at",
                    )?
                    .execute(params![connection, customer, key, base, draft, at])?;
                Ok(base.as_deref().and_then(nonce))
            })
        })
    }

    /// Deletes the family's draft. One under the keychain's key survives a session without it:
    /// nobody saw it there.
    pub fn discard_draft(&self, customer: &CustomerId) -> Result<(), Error> {
        let (connection, customer) = (self.connection.clone(), customer.clone());
        self.journal.write(move |store| {
            let key = store.sealer()?.key;
            delete_draft(&store.database, &connection, customer.as_str(), key)
        })
    }
}

/// A draft to be saved.
struct Saved<'a> {
    customer: &'a CustomerId,
    draft: sealed::Draft,
    at: i64,
}

pub(crate) fn delete_draft(
    database: &Connection,
    connection: &ConnectionId,
    customer: &str,
    key: i64,
) -> Result<(), Error> {
    database
        .prepare_cached("DELETE FROM drafts WHERE connection = ?1 AND customer = ?2 AND key = ?3")?
        .execute((connection.as_str(), customer, key))?;
    Ok(())
}

impl fmt::Debug for StoredDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredDraft({:?})", self.saved_at)
    }
}

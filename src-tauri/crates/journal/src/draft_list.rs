use std::{
    collections::HashSet,
    fmt,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use jiff::Timestamp;
use record::{Customer, CustomerId};

use crate::{
    Book, ConnectionId, Error, KeyId, OtherKey,
    book::{customer_id, time},
    draft::delete_draft,
    seal::Sealer,
    sealed,
};

/// A draft's base and text, and the family's name when it was last opened.
type Cells = (Option<Vec<u8>>, Vec<u8>, Option<Vec<u8>>);

/// A draft in the list of all, whether or not it can be read.
#[derive(Clone, PartialEq, Eq)]
pub struct DraftLine {
    /// As it is stored: a file that was altered may hold what is no id.
    pub customer: String,
    /// Together with the family it names the draft.
    pub key: KeyId,
    /// From the record it was begun on, else from when the family was last opened.
    pub name: Option<String>,
    /// The epoch where the file holds no moment.
    pub saved_at: Timestamp,
    pub state: DraftState,
}

/// Whether a draft can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftState {
    Readable,
    /// Under today's key, which does not open it.
    Damaged,
    OtherKey(OtherKey),
}

impl Book {
    /// Every draft of this connection, newest first. A family has one under each key it was
    /// edited with; [`Book::draft`] and [`Book::discard_draft`] mean the one of today's key.
    pub fn drafts(&self) -> Result<Vec<DraftLine>, Error> {
        self.journal.read_sealed(|database, sealer| {
            let mut select = database.prepare_cached(
                "SELECT customer, saved_at, key, kept, base, draft,
                     (SELECT name FROM recents WHERE connection = ?1
                      AND customer = drafts.customer AND key = ?2)
                 FROM drafts JOIN keys ON keys.id = drafts.key WHERE connection = ?1
                 ORDER BY saved_at DESC, drafts.rowid DESC",
            )?;
            let rows = select.query_map((self.connection.as_str(), sealer.key), |row| {
                let cells: Cells = (row.get(4)?, row.get(5)?, row.get(6)?);
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, cells))
            })?;
            rows.map(|row| {
                let (customer, saved_at, key, kept, cells): (String, i64, i64, bool, _) = row?;
                let saved_at = time(saved_at);
                let whole = saved_at.is_ok() && customer_id(&customer).is_ok();
                let (opens, own) = match sealer.other(key, kept) {
                    Some(other) => (Err(other), None),
                    None => {
                        let (opens, own) = self.look_into(sealer, &customer, &cells);
                        (Ok(opens), own)
                    }
                };
                let state = match opens {
                    Err(other) => DraftState::OtherKey(other),
                    Ok(true) if whole => DraftState::Readable,
                    Ok(_) => DraftState::Damaged,
                };
                // A family may have been opened under today's key, too.
                let name = own.or_else(|| {
                    let place = self.place("recents", "name", &customer);
                    sealer.open(place, cells.2.as_ref()?).ok()
                });
                Ok(DraftLine {
                    customer,
                    key: KeyId(key),
                    name,
                    saved_at: saved_at.unwrap_or_default(),
                    state,
                })
            })
            .collect()
        })
    }

    /// Whether a draft opens, and the name in the record it was begun on.
    fn look_into(
        &self,
        sealer: &Sealer,
        id: &str,
        (base, draft, _): &Cells,
    ) -> (bool, Option<String>) {
        let draft: Result<sealed::Draft, _> = sealer.open(self.place("drafts", "draft", id), draft);
        let base: Option<Result<Customer, _>> = base
            .as_ref()
            .map(|base| sealer.open(self.place("drafts", "base", id), base));
        let opens = draft.is_ok() && !matches!(base, Some(Err(_)));
        let name = base
            .and_then(Result::ok)
            .and_then(|base| base.name.value().cloned());
        (opens, name)
    }

    /// Deletes the draft that a line of [`Book::drafts`] names, and no other of its family.
    pub fn discard_line(&self, customer: &str, key: KeyId) -> Result<(), Error> {
        let (connection, customer) = (self.connection.clone(), customer.to_owned());
        self.journal
            .write(move |store| delete_draft(&store.database, &connection, &customer, key.0))
    }

    /// Whether the disk has a draft of the family under today's key, readable or not.
    pub fn has_draft(&self, customer: &CustomerId) -> Result<bool, Error> {
        self.journal.read_sealed(|database, sealer| {
            let mut select = database.prepare_cached(
                "SELECT 1 FROM drafts WHERE connection = ?1 AND customer = ?2 AND key = ?3",
            )?;
            Ok(select.exists((self.connection.as_str(), customer.as_str(), sealer.key))?)
        })
    }

    /// Whether the disk may have a draft of the family under today's key: false only where it has none. Reads the disk
    /// once for as long as no draft is saved, since a run asks about thousands of families.
    pub fn may_have_draft(&self, customer: &CustomerId) -> Result<bool, Error> {
        let mut drafted = self.journal.drafted().lock();
        let saves = self.journal.drafted().saves();
        self.journal.read_sealed(|database, sealer| {
            let as_of = (saves, self.connection.clone(), sealer.key);
            if drafted.as_of.as_ref() != Some(&as_of) {
                let mut select = database.prepare_cached(
                    "SELECT customer FROM drafts WHERE connection = ?1 AND key = ?2",
                )?;
                let families =
                    select.query_map((self.connection.as_str(), sealer.key), |row| row.get(0))?;
                drafted.families = families.collect::<Result<_, _>>()?;
                drafted.as_of = Some(as_of);
            }
            Ok(drafted.families.contains(customer.as_str()))
        })
    }

    /// Today's key.
    pub fn key(&self) -> Result<KeyId, Error> {
        self.journal.read_sealed(|_, sealer| Ok(KeyId(sealer.key)))
    }
}

/// Families that have a draft, and how often one was saved that may be new.
#[derive(Default)]
pub(crate) struct Drafted {
    saves: AtomicU64,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// The saves so far, the connection and the key.
    as_of: Option<(u64, ConnectionId, i64)>,
    families: HashSet<String>,
}

impl Drafted {
    /// To be called once the draft is on the disk.
    pub(crate) fn saved(&self) {
        self.saves.fetch_add(1, Ordering::Release);
    }

    fn saves(&self) -> u64 {
        self.saves.load(Ordering::Acquire)
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for DraftLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DraftLine")
            .field("customer", &self.customer)
            .field("key", &self.key)
            .field("saved_at", &self.saved_at)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

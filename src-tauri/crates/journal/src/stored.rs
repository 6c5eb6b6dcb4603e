use std::fmt;

use jiff::Timestamp;
use record::{Customer, CustomerId};
use rusqlite::{OptionalExtension, Row, ToSql};

use crate::{
    Book, Error, Intent, IntentId, OtherKey, Reason, State,
    book::{customer_id, time},
    seal::Sealer,
    sealed,
    updates::{row_of, state_of},
};

/// An update as it is stored.
#[derive(Clone, PartialEq)]
pub struct StoredUpdate {
    pub id: IntentId,
    pub customer: CustomerId,
    /// [`State::Unknown`] for one that was given up, too; that one is `seen`.
    pub state: State,
    pub details: Details,
    pub started_at: Timestamp,
    /// No byte of it can have left later.
    pub left_by: Timestamp,
    /// `None` while nobody knows the outcome.
    pub settled_at: Option<Timestamp>,
    /// A person saw the outcome, or gave the update up.
    pub seen: bool,
}

/// What was sent, and what came of it.
#[derive(Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly all are the large one")]
pub enum Details {
    Readable {
        intent: Intent,
        held: Option<Customer>,
        reason: Option<Reason>,
    },
    /// Written under a key other than today's.
    OtherKey(OtherKey),
    /// Today's key does not open it.
    Damaged,
}

/// An update in the list of those that are not settled, or not yet seen, without its details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenUpdate {
    pub id: IntentId,
    pub customer: CustomerId,
    pub state: State,
    /// Whose key its details are under, where that is not today's.
    pub other_key: Option<OtherKey>,
    pub started_at: Timestamp,
}

/// An update whose outcome nobody knows yet.
#[derive(Clone, PartialEq)]
pub struct PendingUpdate {
    pub id: IntentId,
    pub customer: CustomerId,
    /// `None` where the details cannot be read, so reading back cannot settle it.
    pub intent: Option<Intent>,
    pub started_at: Timestamp,
    /// No byte of it can have left later.
    pub left_by: Timestamp,
    /// [`State::Intent`] or [`State::Unknown`].
    pub state: State,
}

/// Selects rows of a connection, `?1`, as [`cells`] reads them.
macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT updates.id, customer, key, intent, held, reason, state, started_at, left_by,
                 settled_at, noted_at, kept
             FROM updates JOIN keys ON keys.id = updates.key WHERE connection = ?1 AND ",
            $condition
        )
    };
}

impl Book {
    /// Every update that is not settled, or settled and not yet seen by a person, oldest first.
    pub fn open_updates(&self) -> Result<Vec<StoredUpdate>, Error> {
        self.journal.read_sealed(|database, sealer| {
            let mut select =
                database.prepare_cached(select!("noted_at IS NULL ORDER BY updates.id"))?;
            let rows = select.query_map([self.connection.as_str()], cells)?;
            rows.map(|row| self.stored(sealer, &row?)).collect()
        })
    }

    /// As [`Book::open_updates`], without opening what is sealed: for a list that is drawn often.
    pub fn list_open(&self) -> Result<Vec<OpenUpdate>, Error> {
        self.journal.read_sealed(|database, sealer| {
            let mut select = database.prepare_cached(
                "SELECT updates.id, customer, key, kept, state, started_at
                 FROM updates JOIN keys ON keys.id = updates.key
                 WHERE connection = ?1 AND noted_at IS NULL ORDER BY updates.id",
            )?;
            type Row = (i64, String, i64, bool, String, i64);
            let rows = select.query_map([self.connection.as_str()], |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                ))
            })?;
            rows.map(|row| {
                let (id, customer, key, kept, state, started_at): Row = row?;
                Ok(OpenUpdate {
                    id: IntentId(id),
                    customer: customer_id(&customer)?,
                    state: state_of(&state)?.unwrap_or(State::Unknown),
                    other_key: sealer.other(key, kept),
                    started_at: time(started_at)?,
                })
            })
            .collect()
        })
    }

    /// One update, with its details.
    pub fn update(&self, id: IntentId) -> Result<Option<StoredUpdate>, Error> {
        self.one(select!("updates.id = ?2"), id.0)
    }

    /// A family's newest update, whatever became of it.
    pub fn latest(&self, customer: &CustomerId) -> Result<Option<StoredUpdate>, Error> {
        self.one(
            select!("customer = ?2 ORDER BY updates.id DESC LIMIT 1"),
            customer.as_str(),
        )
    }

    fn one(&self, select: &str, what: impl ToSql) -> Result<Option<StoredUpdate>, Error> {
        self.journal.read_sealed(|database, sealer| {
            database
                .prepare_cached(select)?
                .query_row((self.connection.as_str(), what), cells)
                .optional()?
                .map(|row| self.stored(sealer, &row))
                .transpose()
        })
    }

    /// Every update without a settled outcome, oldest first.
    pub fn pending(&self) -> Result<Vec<PendingUpdate>, Error> {
        let pending = self.open_updates()?.into_iter();
        Ok(pending
            .filter(|update| matches!(update.state, State::Intent | State::Unknown))
            .map(|update| PendingUpdate {
                id: update.id,
                customer: update.customer,
                intent: match update.details {
                    Details::Readable { intent, .. } => Some(intent),
                    Details::OtherKey(_) | Details::Damaged => None,
                },
                started_at: update.started_at,
                left_by: update.left_by,
                state: update.state,
            })
            .collect())
    }

    fn stored(&self, sealer: &Sealer, cells: &Cells) -> Result<StoredUpdate, Error> {
        let started_at = time(cells.started_at)?;
        let left_by = cells.left_by.map_or(Ok(started_at), time)?;
        let state = state_of(&cells.state)?.unwrap_or(State::Unknown);
        let settled_at = match state {
            State::Intent | State::Unknown => None,
            _ => cells.settled_at.map(time).transpose()?,
        };
        Ok(StoredUpdate {
            id: IntentId(cells.id),
            details: self.details(sealer, cells, left_by),
            customer: customer_id(&cells.customer)?,
            state,
            started_at,
            left_by,
            settled_at,
            seen: cells.noted_at.is_some(),
        })
    }

    fn details(&self, sealer: &Sealer, cells: &Cells, left_by: Timestamp) -> Details {
        if let Some(other) = sealer.other(cells.key, cells.kept) {
            return Details::OtherKey(other);
        }
        let row = row_of(&cells.customer, cells.id);
        let Ok(intent) = self.open_intent(sealer, &row, &cells.intent, left_by) else {
            return Details::Damaged;
        };
        // What was intended counts for itself, even where the rest of the row does not open.
        let held = cells.held.as_ref().and_then(|held| {
            let place = self.place("updates", "held", &row);
            sealer.open(place, held).ok()
        });
        let reason = cells.reason.as_ref().and_then(|reason| {
            let place = self.place("updates", "reason", &row);
            let reason: sealed::Reason = sealer.open(place, reason).ok()?;
            Some(reason.into())
        });
        Details::Readable {
            intent,
            held,
            reason,
        }
    }

    pub(crate) fn open_intent(
        &self,
        sealer: &Sealer,
        row: &str,
        sealed: &[u8],
        left_by: Timestamp,
    ) -> Result<Intent, Error> {
        let intent: sealed::Intent = sealer.open(self.place("updates", "intent", row), sealed)?;
        Ok(intent.opened(left_by))
    }
}

/// A row of `updates`, as `select!` selects it.
struct Cells {
    id: i64,
    customer: String,
    key: i64,
    /// Whether that key was meant to last.
    kept: bool,
    intent: Vec<u8>,
    held: Option<Vec<u8>>,
    reason: Option<Vec<u8>>,
    state: String,
    started_at: i64,
    left_by: Option<i64>,
    settled_at: Option<i64>,
    noted_at: Option<i64>,
}

fn cells(row: &Row<'_>) -> rusqlite::Result<Cells> {
    Ok(Cells {
        id: row.get(0)?,
        customer: row.get(1)?,
        key: row.get(2)?,
        intent: row.get(3)?,
        held: row.get(4)?,
        reason: row.get(5)?,
        state: row.get(6)?,
        started_at: row.get(7)?,
        left_by: row.get(8)?,
        settled_at: row.get(9)?,
        noted_at: row.get(10)?,
        kept: row.get(11)?,
    })
}

impl fmt::Debug for StoredUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredUpdate")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("details", &self.details)
            .field("seen", &self.seen)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Readable { .. } => f.write_str("Readable(…)"),
            Self::OtherKey(other) => write!(f, "OtherKey({other:?})"),
            Self::Damaged => f.write_str("Damaged"),
        }
    }
}

impl fmt::Debug for PendingUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingUpdate")
            .field("id", &self.id)
            .field("readable", &self.intent.is_some())
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

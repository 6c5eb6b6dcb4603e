use std::fmt;

use jiff::Timestamp;
use record::{Change, CustomerId};
use rusqlite::{OptionalExtension, Row, ToSql};

use crate::{
    After, Book, Error, Intent, IntentId, OtherKey, Reason, RunId, Seen, State,
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
    /// [`State::Unknown`] for one that was given up, too; that one is `noted`.
    pub state: State,
    pub details: Details,
    pub started_at: Timestamp,
    /// No byte of it can have left later.
    pub left_by: Timestamp,
    /// `None` while nobody knows the outcome.
    pub settled_at: Option<Timestamp>,
    /// A person saw the outcome, or gave the update up.
    pub noted: bool,
}

/// What was sent, and what came of it.
#[derive(Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly all are the large one")]
pub enum Details {
    Readable {
        intent: Intent,
        after: Option<After>,
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
    /// The run that it is a line of.
    pub run: Option<RunId>,
}

/// Selects rows of a connection, `?1`, as [`cells`] reads them.
macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT updates.id, customer, key, changes, seen, after, reason, state, started_at,
                 left_by, settled_at, noted_at, kept
             FROM updates JOIN keys ON keys.id = updates.key WHERE connection = ?1 AND state NOT IN ('planned', 'conflict', 'skipped') AND ",
            $condition
        )
    };
}

impl Book {
    /// Every update that is not settled, or settled and not yet seen by a person, oldest first. A line of a run is
    /// among them only while its outcome is not known; one that is still to be sent is not. Opens nothing
    /// that is sealed: for a list that is drawn often.
    pub fn list_open(&self) -> Result<Vec<OpenUpdate>, Error> {
        self.journal.read_sealed(|database, sealer| {
            let mut select = database.prepare_cached(
                "SELECT updates.id, customer, key, kept, state, started_at, run
                 FROM updates JOIN keys ON keys.id = updates.key
                 WHERE connection = ?1 AND noted_at IS NULL AND state <> 'planned'
                 ORDER BY updates.id",
            )?;
            type Row = (i64, String, i64, bool, String, i64, Option<i64>);
            let rows = select.query_map([self.connection.as_str()], |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                    row.get(6)?,
                ))
            })?;
            rows.map(|row| {
                let (id, customer, key, kept, state, started_at, run): Row = row?;
                Ok(OpenUpdate {
                    id: IntentId(id),
                    customer: customer_id(&customer)?,
                    state: state_of(&state)?.unwrap_or(State::Unknown),
                    other_key: sealer.other(key, kept),
                    started_at: time(started_at)?,
                    run: run.map(RunId),
                })
            })
            .collect()
        })
    }

    /// One update, with its details, if it was sent.
    pub fn update(&self, id: IntentId) -> Result<Option<StoredUpdate>, Error> {
        self.one(select!("updates.id = ?2"), id.0)
    }

    /// The update of a family that was sent last, whatever became of it.
    pub fn latest(&self, customer: &CustomerId) -> Result<Option<StoredUpdate>, Error> {
        self.one(
            select!("customer = ?2 ORDER BY coalesce(sent, updates.id) DESC LIMIT 1"),
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

    fn stored(&self, sealer: &Sealer, cells: &Cells) -> Result<StoredUpdate, Error> {
        let customer = customer_id(&cells.customer)?;
        let started_at = time(cells.started_at)?;
        let left_by = cells.left_by.map_or(Ok(started_at), time)?;
        let state = state_of(&cells.state)?.unwrap_or(State::Unknown);
        let settled_at = match state {
            State::Intent | State::Unknown => None,
            _ => cells.settled_at.map(time).transpose()?,
        };
        let details = match sealer.other(cells.key, cells.kept) {
            Some(other) => Details::OtherKey(other),
            None => {
                let row = row_of(&cells.customer, cells.id);
                let intended = self.open_intended(sealer, &row, &cells.seen, &cells.changes);
                let intent = intended.map(|(seen, changes)| Intent {
                    customer: customer.clone(),
                    seen,
                    changes,
                    started_at,
                    left_by,
                });
                intent.map_or(Details::Damaged, |intent| {
                    self.details(sealer, cells, intent)
                })
            }
        };
        Ok(StoredUpdate {
            id: IntentId(cells.id),
            details,
            customer,
            state,
            started_at,
            left_by,
            settled_at,
            noted: cells.noted_at.is_some(),
        })
    }

    /// What was intended counts for itself, even where the rest of the row does not open.
    fn details(&self, sealer: &Sealer, cells: &Cells, intent: Intent) -> Details {
        let row = row_of(&cells.customer, cells.id);
        let after = self.open_after(sealer, &row, cells.after.as_deref(), || {
            let seen = intent.seen.as_ref()?;
            Some(After::as_asked(&seen.name, &intent.changes))
        });
        let reason = self.open_reason(sealer, &row, cells.reason.as_deref());
        Details::Readable {
            intent,
            after,
            reason,
        }
    }

    pub(crate) fn open_changes(
        &self,
        sealer: &Sealer,
        row: &str,
        sealed: &[u8],
    ) -> Result<Vec<Change>, Error> {
        let (_, changes) = self.open_planned(sealer, row, sealed)?;
        Ok(changes)
    }

    /// What the column `changes` holds: of a line also what was seen.
    pub(crate) fn open_planned(
        &self,
        sealer: &Sealer,
        row: &str,
        sealed: &[u8],
    ) -> Result<(Option<Seen>, Vec<Change>), Error> {
        let intended = sealer.open(self.place("updates", "changes", row), sealed)?;
        Ok(match intended {
            sealed::Intended::Alone(changes) => (None, changes.into()),
            sealed::Intended::Seen { seen, changes } => (Some(seen.into()), changes.into()),
        })
    }

    /// What a person saw, and what was to become of it.
    pub(crate) fn open_intended(
        &self,
        sealer: &Sealer,
        row: &str,
        seen: &[u8],
        changes: &[u8],
    ) -> Result<(Option<Seen>, Vec<Change>), Error> {
        match (self.open_planned(sealer, row, changes)?, seen) {
            ((Some(seen), changes), []) => Ok((Some(seen), changes)),
            ((None, changes), seen) => {
                let place = self.place("updates", "seen", row);
                let seen: Option<sealed::Seen> = sealer.open(place, seen)?;
                Ok((seen.map(Into::into), changes))
            }
            ((Some(_), _), _) => Err(Error::Unreadable),
        }
    }

    pub(crate) fn open_reason(
        &self,
        sealer: &Sealer,
        row: &str,
        sealed: Option<&[u8]>,
    ) -> Option<Reason> {
        let place = self.place("updates", "reason", row);
        let reason: sealed::Reason = sealer.open(place, sealed?).ok()?;
        Some(reason.into())
    }

    /// What came back; an empty cell stands for what was asked for.
    pub(crate) fn open_after(
        &self,
        sealer: &Sealer,
        row: &str,
        sealed: Option<&[u8]>,
        as_asked: impl FnOnce() -> Option<After>,
    ) -> Option<After> {
        match sealed? {
            [] => as_asked(),
            sealed => {
                let place = self.place("updates", "after", row);
                let after: sealed::After = sealer.open(place, sealed).ok()?;
                Some(after.into())
            }
        }
    }
}

/// A row of `updates`, as `select!` selects it.
struct Cells {
    id: i64,
    customer: String,
    key: i64,
    /// Whether that key was meant to last.
    kept: bool,
    changes: Vec<u8>,
    seen: Vec<u8>,
    after: Option<Vec<u8>>,
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
        changes: row.get(3)?,
        seen: row.get(4)?,
        after: row.get(5)?,
        reason: row.get(6)?,
        state: row.get(7)?,
        started_at: row.get(8)?,
        left_by: row.get(9)?,
        settled_at: row.get(10)?,
        noted_at: row.get(11)?,
        kept: row.get(12)?,
    })
}

impl fmt::Debug for StoredUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredUpdate")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("details", &self.details)
            .field("noted", &self.noted)
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

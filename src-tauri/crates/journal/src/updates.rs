use std::fmt;

use desk::{
    Change, CustomerId, Field, Intent, IntentId, LogError, Settled, State, UpdateLog, Value,
};
use jiff::Timestamp;
use rusqlite::OptionalExtension;

use crate::{
    Book, Error,
    book::{customer_id, time},
    erase::immediate,
    unlock::next_id,
};

/// An update whose outcome nobody knows yet.
#[derive(Clone, PartialEq)]
pub struct PendingUpdate {
    pub id: IntentId,
    pub customer: CustomerId,
    /// `None` where the details cannot be read: the key is gone, so reading back cannot settle it.
    pub intent: Option<Intent>,
    pub started_at: Timestamp,
    /// [`State::Intent`] or [`State::Unknown`].
    pub state: State,
}

/// What was last sent, and applied, for a field that no answer of Quentli carries.
#[derive(Clone, PartialEq, Eq)]
pub struct LastSent {
    pub field: Field,
    /// `None` for the password: it is kept nowhere.
    pub value: Option<Value>,
    pub at: Timestamp,
}

impl UpdateLog for Book {
    fn intend(&self, intent: &Intent) -> Result<IntentId, LogError> {
        Ok(self.write_intent(intent)?)
    }

    fn settle(&self, id: IntentId, settled: &Settled) -> Result<(), LogError> {
        Ok(self.write_outcome(id, settled)?)
    }
}

impl Book {
    /// Every update without a settled outcome, oldest first.
    pub fn pending(&self) -> Result<Vec<PendingUpdate>, Error> {
        type Row = (i64, String, i64, Vec<u8>, String, i64);
        self.journal.with(|store| {
            let sealer = store.sealer()?;
            let mut select = store.database.prepare_cached(
                "SELECT id, customer, key, intent, state, started_at FROM updates
                 WHERE connection = ?1 AND state IN ('intent', 'unknown') ORDER BY id",
            )?;
            let rows = select.query_map([self.connection.as_str()], |row| {
                let (id, customer, key) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok((id, customer, key, row.get(3)?, row.get(4)?, row.get(5)?))
            })?;
            rows.map(|row| {
                let (id, customer, key, intent, state, started_at): Row = row?;
                let row = row_of(&customer, id);
                let intent = (key == sealer.key)
                    .then(|| sealer.open(self.place("updates", "intent", &row), &intent))
                    .and_then(Result::ok);
                Ok(PendingUpdate {
                    id: IntentId(id),
                    customer: customer_id(&customer)?,
                    intent,
                    started_at: time(started_at)?,
                    state: if state == "intent" {
                        State::Intent
                    } else {
                        State::Unknown
                    },
                })
            })
            .collect()
        })
    }

    /// Closes an update that nobody can settle, once a person took note of it.
    pub fn give_up(&self, id: IntentId) -> Result<(), Error> {
        self.journal.with(|store| {
            let changed = store
                .database
                .prepare_cached(
                    "UPDATE updates SET state = 'given_up'
                     WHERE id = ?1 AND connection = ?2 AND state IN ('intent', 'unknown')",
                )?
                .execute((id.0, self.connection.as_str()))?;
            if changed == 1 {
                Ok(())
            } else {
                Err(Error::NotPending)
            }
        })
    }

    /// The newest applied value of each write-only field, in the order of the form.
    pub fn last_sent(&self, customer: &CustomerId) -> Result<Vec<LastSent>, Error> {
        let customer = customer.as_str();
        self.journal.with(|store| {
            let sealer = store.sealer()?;
            let mut select = store.database.prepare_cached(
                "SELECT id, intent, coalesce(settled_at, started_at) FROM updates
                 WHERE connection = ?1 AND customer = ?2 AND key = ?3 AND state = 'applied'
                 ORDER BY id DESC",
            )?;
            let rows = select
                .query_map((self.connection.as_str(), customer, sealer.key), |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?;
            let mut sent: Vec<LastSent> = Vec::new();
            for row in rows {
                let (id, intent, at): (i64, Vec<u8>, i64) = row?;
                let row = row_of(customer, id);
                // History may have gaps; the newest that can be read is still true of its date.
                let Ok(intent): Result<Intent, _> =
                    sealer.open(self.place("updates", "intent", &row), &intent)
                else {
                    continue;
                };
                for change in intent.changes {
                    let known = sent.iter().any(|sent| sent.field == change.field);
                    if !known && !change.field.spec().readable {
                        sent.push(LastSent {
                            field: change.field,
                            value: (change.field != Field::Password).then_some(change.after),
                            at: time(at)?,
                        });
                    }
                }
            }
            sent.sort_by_key(|sent| sent.field);
            Ok(sent)
        })
    }

    fn write_intent(&self, intent: &Intent) -> Result<IntentId, Error> {
        let intent = without_password(intent);
        let customer = intent.customer.as_str();
        self.journal.with(|store| {
            let sealer = store.sealer.as_ref().ok_or(Error::Locked)?;
            let transaction = immediate(&mut store.database)?;
            let id = next_id(&transaction, "updates")?;
            let row = row_of(customer, id);
            let sealed = sealer.seal(self.place("updates", "intent", &row), &intent)?;
            transaction
                .prepare_cached(
                    "INSERT INTO updates (id, connection, customer, key, intent, state, started_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, 'intent', ?6)",
                )?
                .execute((
                    id,
                    self.connection.as_str(),
                    customer,
                    sealer.key,
                    sealed,
                    intent.started_at.as_millisecond(),
                ))?;
            transaction.commit()?;
            Ok(IntentId(id))
        })
    }

    fn write_outcome(&self, id: IntentId, settled: &Settled) -> Result<(), Error> {
        let connection = self.connection.as_str();
        self.journal.with(|store| {
            let sealer = store.sealer.as_ref();
            let transaction = immediate(&mut store.database)?;
            let (customer, key): (String, i64) = transaction
                .prepare_cached(
                    "SELECT customer, key FROM updates
                     WHERE id = ?1 AND connection = ?2 AND state IN ('intent', 'unknown')",
                )?
                .query_row((id.0, connection), |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?
                .ok_or(Error::NotPending)?;
            let row = row_of(&customer, id.0);
            // The outcome counts more than its details: it is written even where they cannot be.
            let held = sealer
                .filter(|sealer| sealer.key == key)
                .zip(settled.held.as_ref())
                .map(|(sealer, held)| sealer.seal(self.place("updates", "held", &row), held))
                .transpose()?;
            transaction
                .prepare_cached(
                    "UPDATE updates SET state = ?2, settled_at = ?3, held = ?4 WHERE id = ?1",
                )?
                .execute((id.0, text(settled.state), settled.at.as_millisecond(), held))?;
            if settled.draft_done
                && let Some(sealer) = sealer
            {
                self.delete_draft(&transaction, &customer, sealer.key)?;
            }
            Ok(transaction.commit()?)
        })
    }
}

/// The row as its ciphertexts are bound to it.
fn row_of(customer: &str, id: i64) -> String {
    format!("{customer}/{id}")
}

/// Callers leave the password's text out already; this file must not depend on that.
fn without_password(intent: &Intent) -> Intent {
    let bare = |change: &Change| Change {
        before: None,
        after: Value::text(""),
        ..change.clone()
    };
    let changes = intent.changes.iter().map(|change| match change.field {
        Field::Password => bare(change),
        _ => change.clone(),
    });
    Intent {
        changes: changes.collect(),
        ..intent.clone()
    }
}

fn text(state: State) -> &'static str {
    match state {
        State::Intent => "intent",
        State::Applied => "applied",
        State::Refused => "refused",
        State::NotApplied => "not_applied",
        State::Different => "different",
        State::Unknown => "unknown",
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

impl fmt::Debug for LastSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LastSent({:?}, {:?})", self.field, self.at)
    }
}

use std::fmt;

use jiff::Timestamp;
use record::{Change, CustomerId, Field, Value};
use rusqlite::{OptionalExtension, params};

use crate::{
    Book, Error, Intent, IntentId, Settled, State, book::time, draft::delete_draft, sealed,
    store::Store,
};

/// What was last sent, and applied, for a field that no answer of Quentli carries.
#[derive(Clone, PartialEq, Eq)]
pub struct LastSent {
    pub field: Field,
    /// `None` for the password: it is kept nowhere.
    pub value: Option<Value>,
    pub at: Timestamp,
}

impl Book {
    /// Marks a settled update as seen by a person. What nobody knows yet stays open. Where it changed the
    /// record, so are the family's updates that were settled before it was sent: the values they show are
    /// no longer what Quentli holds.
    pub fn note(&self, id: IntentId) -> Result<(), Error> {
        let connection = self.connection.clone();
        let now = Timestamp::now().as_millisecond();
        self.journal.write(move |store| {
            store
                .database
                .prepare_cached(
                    "UPDATE updates SET noted_at = ?3
                     WHERE connection = ?1 AND noted_at IS NULL
                     AND state NOT IN ('intent', 'unknown')
                     AND (id = ?2 OR EXISTS (
                         SELECT 1 FROM updates AS seen
                         WHERE seen.connection = ?1 AND seen.id = ?2
                         AND seen.state IN ('applied', 'different')
                         AND updates.customer = seen.customer AND updates.id < seen.id
                         AND updates.settled_at <= seen.started_at))",
                )?
                .execute((connection.as_str(), id.0, now))?;
            Ok(())
        })
    }

    /// Closes an update that nobody can settle. Only a person's press may do this: it counts as
    /// seen from then on.
    pub fn give_up(&self, id: IntentId) -> Result<(), Error> {
        let connection = self.connection.clone();
        let now = Timestamp::now().as_millisecond();
        self.journal.write(move |store| {
            let changed = store
                .database
                .prepare_cached(
                    "UPDATE updates SET state = 'given_up', noted_at = ?3
                     WHERE id = ?1 AND connection = ?2 AND state IN ('intent', 'unknown')",
                )?
                .execute((id.0, connection.as_str(), now))?;
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
        self.journal.read_sealed(|database, sealer| {
            let mut select = database.prepare_cached(
                "SELECT id, changes, coalesce(settled_at, started_at) FROM updates
                 WHERE connection = ?1 AND customer = ?2 AND key = ?3 AND state = 'applied'
                 ORDER BY coalesce(sent, id) DESC",
            )?;
            let rows = select
                .query_map((self.connection.as_str(), customer, sealer.key), |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?;
            let mut sent: Vec<LastSent> = Vec::new();
            for row in rows {
                let (id, changes, at): (i64, Vec<u8>, i64) = row?;
                let at = time(at)?;
                // History may have gaps; the newest that can be read is still true of its date.
                let Ok(changes) = self.open_changes(sealer, &row_of(customer, id), &changes) else {
                    continue;
                };
                for change in changes {
                    let known = sent.iter().any(|sent| sent.field == change.field);
                    if !known && !change.field.spec().readable {
                        sent.push(LastSent {
                            field: change.field,
                            value: (change.field != Field::Password).then_some(change.after),
                            at,
                        });
                    }
                }
            }
            sent.sort_by_key(|sent| sent.field);
            Ok(sent)
        })
    }

    /// Writes an intent down; it is on the disk when this returns.
    pub fn intend(&self, intent: &Intent) -> Result<IntentId, Error> {
        let intent = without_password(intent);
        let id = self.journal.number_update();
        let row = row_of(intent.customer.as_str(), id);
        let (connection, customer) = (self.connection.as_str(), intent.customer.clone());
        let started_at = intent.started_at.as_millisecond();
        let left_by = intent.left_by.as_millisecond();
        let seen = intent.seen.map(sealed::Seen::from);
        let changes = sealed::Changes::from(intent.changes);
        self.journal.write_sealed(|sealer| {
            let (connection, customer) = (connection.to_owned(), customer.clone());
            let seen = sealer.seal(self.place("updates", "seen", &row), &seen)?;
            let changes = sealer.seal(self.place("updates", "changes", &row), &changes)?;
            let key = sealer.key;
            Ok(move |store: &Store| {
                store
                    .database
                    .prepare_cached(
                        "INSERT INTO updates (id, connection, customer, key, changes, seen, state,
                             started_at, left_by)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'intent', ?7, ?8)",
                    )?
                    .execute(params![
                        id,
                        connection,
                        customer.as_str(),
                        key,
                        changes,
                        seen,
                        started_at,
                        left_by
                    ])?;
                Ok(())
            })
        })?;
        Ok(IntentId(id))
    }

    /// Writes an outcome down; it is on the disk when this returns.
    pub fn settle(&self, id: IntentId, settled: &Settled) -> Result<(), Error> {
        let state = text(settled.state);
        let at = settled.at.as_millisecond();
        let left_by = settled.left_by.map(Timestamp::as_millisecond);
        let after = settled.after.clone().map(sealed::After::from);
        let reason = settled.reason.clone().map(sealed::Reason::from);
        let draft_done = settled.draft_done;
        self.journal.write_under(|sealer| {
            // Neither changes unless the sealer does, and then all of this is done again.
            let (customer, key) = self.pending_row(id)?;
            let row = row_of(&customer, id.0);
            // The outcome counts more than its details: it is written even where they cannot be.
            let writer = sealer.filter(|sealer| sealer.key == key);
            let after = writer
                .zip(after.as_ref())
                .map(|(sealer, after)| sealer.seal(self.place("updates", "after", &row), after))
                .transpose()?;
            let reason = writer
                .zip(reason.as_ref())
                .map(|(sealer, reason)| sealer.seal(self.place("updates", "reason", &row), reason))
                .transpose()?;
            let connection = self.connection.clone();
            let done = sealer.filter(|_| draft_done).map(|sealer| sealer.key);
            Ok(move |store: &Store| {
                // Reading back brings neither a reason nor a moment: those of the sending stay.
                let changed = store
                    .database
                    .prepare_cached(
                        "UPDATE updates SET state = ?3, settled_at = ?4, after = ?5,
                             reason = coalesce(?6, reason), left_by = coalesce(?7, left_by),
                             noted_at = CASE WHEN run IS NOT NULL AND ?3 <> 'unknown' THEN ?4 END
                         WHERE id = ?1 AND connection = ?2 AND state IN ('intent', 'unknown')",
                    )?
                    .execute(params![
                        id.0,
                        connection.as_str(),
                        state,
                        at,
                        after,
                        reason,
                        left_by
                    ])?;
                if changed != 1 {
                    return Err(Error::NotPending);
                }
                done.map_or(Ok(()), |key| {
                    delete_draft(&store.database, &connection, &customer, key)
                })
            })
        })
    }

    /// The family and the key of an update that is not settled.
    fn pending_row(&self, id: IntentId) -> Result<(String, i64), Error> {
        self.journal.read(|database| {
            database
                .prepare_cached(
                    "SELECT customer, key FROM updates
                     WHERE id = ?1 AND connection = ?2 AND state IN ('intent', 'unknown')",
                )?
                .query_row((id.0, self.connection.as_str()), |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?
                .ok_or(Error::NotPending)
        })
    }
}

/// The row as its ciphertexts are bound to it.
pub(crate) fn row_of(customer: &str, id: i64) -> String {
    format!("{customer}/{id}")
}

/// Callers leave the password's text out already; this file must not depend on that.
fn without_password(intent: &Intent) -> Intent {
    Intent {
        changes: intent.changes.iter().map(bare).collect(),
        ..intent.clone()
    }
}

/// A change without the text of a password.
pub(crate) fn bare(change: &Change) -> Change {
    match change.field {
        Field::Password => Change {
            before: None,
            after: Value::text(""),
            ..change.clone()
        },
        _ => change.clone(),
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

/// What [`text`] wrote; `None` for an update that was given up.
pub(crate) fn state_of(text: &str) -> Result<Option<State>, Error> {
    Ok(Some(match text {
        "intent" => State::Intent,
        "applied" => State::Applied,
        "refused" => State::Refused,
        "not_applied" => State::NotApplied,
        "different" => State::Different,
        "unknown" => State::Unknown,
        "needs_code" => State::Refused,
        "given_up" => return Ok(None),
        _ => return Err(Error::Damaged),
    }))
}

impl fmt::Debug for LastSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LastSent({:?}, {:?})", self.field, self.at)
    }
}

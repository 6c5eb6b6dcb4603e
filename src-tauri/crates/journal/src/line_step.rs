//! The lines of a run on their way: from planned to intent, and to what became of them.

use jiff::Timestamp;
use record::{Change, CustomerId};
use rusqlite::{Connection, params};

use crate::{
    After, Book, Error, IntentId, LineState, Reason, Skip, seal::Sealer, sealed, store::Store,
    updates::row_of,
};

/// What is written down of a run's lines at once: one wait for the disk serves all of it.
#[derive(Clone, Debug, Default)]
pub struct LineStep {
    /// A line whose outcome is known counts as seen.
    pub settled: Vec<SettledLine>,
    /// Intents of which surely no byte left: they are planned again.
    pub withdrawn: Vec<IntentId>,
    /// Intents that were sent, and surely did nothing: they are planned again.
    pub again: Vec<IntentId>,
    pub intended: Option<Intended>,
}

/// Planned lines that may be sent from now on.
#[derive(Clone, Debug)]
pub struct Intended {
    pub ids: Vec<IntentId>,
    pub started_at: Timestamp,
    /// No byte of them can leave later.
    pub left_by: Timestamp,
}

/// What became of a line, or that it will not be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct SettledLine {
    pub id: IntentId,
    pub customer: CustomerId,
    pub state: LineState,
    pub at: Timestamp,
    pub after: Option<After>,
    /// What was asked for came back, exactly: it need not be in `after`.
    pub as_asked: bool,
    pub reason: Option<Reason>,
    /// No byte of it can have left later.
    pub left_by: Option<Timestamp>,
    pub skip: Option<Skip>,
}

impl SettledLine {
    /// Notes where exactly what was asked for came back, of a family whose name was `seen` in the plan.
    pub fn note_as_asked(&mut self, seen: &str, changes: &[Change]) {
        if self.state == LineState::Applied
            && self
                .after
                .take_if(|after| after.is_as_asked(seen, changes))
                .is_some()
        {
            self.as_asked = true;
        }
    }
}

impl Book {
    /// Writes a step down: all of it is on the disk when this returns, or nothing. Returns the lines that have an
    /// intent by it; of those that were to have one, some may not be planned any more.
    pub fn write_lines(&self, step: &LineStep) -> Result<Vec<IntentId>, Error> {
        self.journal.write_under(|sealer| {
            let settled = step
                .settled
                .iter()
                .map(|line| self.seal_outcome(sealer, line))
                .collect::<Result<Vec<Outcome>, Error>>()?;
            let (withdrawn, again) = (step.withdrawn.clone(), step.again.clone());
            let intents = step.intended.as_ref().map(|intended| Intents {
                numbered: self.number(&intended.ids),
                started_at: intended.started_at.as_millisecond(),
                left_by: intended.left_by.as_millisecond(),
            });
            let connection = self.connection.clone();
            let key = sealer.map(|sealer| sealer.key);
            Ok(move |store: &Store| {
                let (database, connection) = (&store.database, connection.as_str());
                for line in &settled {
                    settle(database, connection, key, line)?;
                }
                plan_again(database, connection, &withdrawn, 1)?;
                plan_again(database, connection, &again, 0)?;
                match &intents {
                    Some(intents) => intend(database, connection, intents),
                    None => Ok(Vec::new()),
                }
            })
        })
    }

    fn number(&self, ids: &[IntentId]) -> Vec<(i64, i64)> {
        let numbered = ids.iter().map(|id| (id.0, self.journal.number_update()));
        numbered.collect()
    }

    fn seal_outcome(&self, sealer: Option<&Sealer>, line: &SettledLine) -> Result<Outcome, Error> {
        let row = row_of(line.customer.as_str(), line.id.0);
        let after = line.after.clone().map(sealed::After::from);
        let reason = line.reason.clone().map(sealed::Reason::from);
        Ok(Outcome {
            id: line.id.0,
            state: line.state.text(),
            at: line.at.as_millisecond(),
            left_by: line.left_by.map(Timestamp::as_millisecond),
            skip: line.skip.map(Skip::text),
            after: match sealer.zip(after) {
                _ if line.as_asked => Some(Vec::new()),
                Some((sealer, after)) => {
                    Some(sealer.seal(self.place("updates", "after", &row), &after)?)
                }
                None => None,
            },
            reason: sealer
                .zip(reason)
                .map(|(sealer, reason)| sealer.seal(self.place("updates", "reason", &row), &reason))
                .transpose()?,
        })
    }
}

/// An outcome as it is written.
struct Outcome {
    id: i64,
    state: &'static str,
    at: i64,
    left_by: Option<i64>,
    skip: Option<&'static str>,
    after: Option<Vec<u8>>,
    reason: Option<Vec<u8>>,
}

/// A line that is no longer pending was settled when it was read back, or erased.
fn settle(
    database: &Connection,
    connection: &str,
    key: Option<i64>,
    line: &Outcome,
) -> Result<(), Error> {
    database
        .prepare_cached(
            "UPDATE updates SET state = ?3, settled_at = ?4, left_by = coalesce(?5, left_by),
                 skip = ?6, after = CASE WHEN key = ?9 THEN ?7 END,
                 reason = CASE WHEN key = ?9 THEN coalesce(?8, reason) ELSE reason END,
                 started_at = CASE WHEN ?3 = 'conflict' OR ?3 = 'skipped' THEN started_at
                     ELSE coalesce(started_at, ?4) END,
                 noted_at = CASE WHEN ?3 <> 'unknown' THEN ?4 END
             WHERE id = ?1 AND connection = ?2
                 AND (state = 'planned' OR state = 'intent' OR state = 'unknown')",
        )?
        .execute(params![
            line.id,
            connection,
            line.state,
            line.at,
            line.left_by,
            line.skip,
            line.after,
            line.reason,
            key
        ])?;
    Ok(())
}

/// `untried`: how many attempts do not count.
fn plan_again(
    database: &Connection,
    connection: &str,
    ids: &[IntentId],
    untried: u32,
) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut update = database.prepare_cached(
        "UPDATE updates SET state = 'planned', started_at = NULL, left_by = NULL,
             sent = NULL, tries = tries - ?3
         WHERE id = ?1 AND connection = ?2 AND state = 'intent'",
    )?;
    for id in ids {
        update.execute((id.0, connection, untried))?;
    }
    Ok(())
}

/// Intents as they are written.
struct Intents {
    /// Each line, and the number that it would have as an update of its own.
    numbered: Vec<(i64, i64)>,
    started_at: i64,
    left_by: i64,
}

fn intend(
    database: &Connection,
    connection: &str,
    intents: &Intents,
) -> Result<Vec<IntentId>, Error> {
    let Intents {
        numbered,
        started_at,
        left_by,
    } = intents;
    let mut update = database.prepare_cached(
        "UPDATE updates SET state = 'intent', started_at = ?3, left_by = ?4, sent = ?5,
             tries = tries + 1
         WHERE id = ?1 AND connection = ?2 AND state = 'planned'",
    )?;
    let mut intended = Vec::with_capacity(numbered.len());
    for (id, sent) in numbered {
        if update.execute(params![id, connection, started_at, left_by, sent])? == 1 {
            intended.push(IntentId(*id));
        }
    }
    // Numbers that are on no row must not be given again after a restart.
    if let Some((_, last)) = numbered.last() {
        database
            .prepare_cached("UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'updates'")?
            .execute([last])?;
    }
    Ok(intended)
}

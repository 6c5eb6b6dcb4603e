//! The lines of a run as they are stored.

use std::fmt;

use record::Change;
use rusqlite::{OptionalExtension, Row, params};

use crate::{
    After, Book, Error, IntentId, LineDetails, LineState, RunId, Seen, Skip, StoredLine, Waiting,
    book::{customer_id, time},
    seal::Sealer,
    updates::row_of,
};

/// Selects lines as [`cells`] reads them.
const SELECT: &str =
    "SELECT updates.id, line, row, wave, customer, updates.key, kept, changes, seen,
         after, reason, state, started_at, settled_at, skip
     FROM updates JOIN keys ON keys.id = updates.key";

/// What a planned line is to change.
#[derive(Clone, PartialEq)]
pub struct PlannedChanges {
    pub id: IntentId,
    /// `None` where it cannot be read, or was written by a version that kept it apart.
    pub seen: Option<Seen>,
    /// `None` where it cannot be read.
    pub changes: Option<Vec<Change>>,
}

impl fmt::Debug for PlannedChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlannedChanges({:?})", self.id)
    }
}

impl Book {
    /// The lines of a run that are still to be sent, in order. Opens nothing that is sealed.
    pub fn waiting_lines(&self, run: RunId) -> Result<Vec<Waiting>, Error> {
        self.journal.read(|database| {
            let mut select = database.prepare_cached(
                "SELECT id, line, wave, customer, tries FROM updates
                 WHERE run = ?1 AND connection = ?2 AND state = 'planned' ORDER BY wave, line",
            )?;
            let rows = select.query_map((run.0, self.connection.as_str()), |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                ))
            })?;
            rows.map(|row| {
                let (id, line, wave, customer, tries): (i64, usize, u32, String, u32) = row?;
                Ok(Waiting {
                    id: IntentId(id),
                    line,
                    wave,
                    customer: customer_id(&customer)?,
                    tries,
                })
            })
            .collect()
        })
    }

    /// The lines of a run whose outcome nobody knows. Opens nothing that is sealed.
    pub fn unresolved_lines(&self, run: RunId) -> Result<Vec<IntentId>, Error> {
        self.journal.read(|database| {
            let mut select = database.prepare_cached(
                "SELECT id FROM updates
                 WHERE run = ?1 AND connection = ?2 AND state IN ('intent', 'unknown')",
            )?;
            let ids = select.query_map((run.0, self.connection.as_str()), |row| row.get(0))?;
            ids.map(|id| Ok(IntentId(id?))).collect()
        })
    }

    /// The row and the state of each line of a run that was not applied, in the order of the plan. Opens nothing that
    /// is sealed.
    pub fn undone_lines(&self, run: RunId) -> Result<Vec<(u32, LineState)>, Error> {
        self.journal.read(|database| {
            let mut select = database.prepare_cached(
                "SELECT row, state FROM updates
                 WHERE run = ?1 AND connection = ?2 AND row IS NOT NULL AND state <> 'applied'
                 ORDER BY line",
            )?;
            let lines = select.query_map((run.0, self.connection.as_str()), |line| {
                Ok((line.get(0)?, line.get::<_, String>(1)?))
            })?;
            lines
                .map(|line| {
                    let (row, state) = line?;
                    Ok((row, LineState::of(&state).ok_or(Error::Damaged)?))
                })
                .collect()
        })
    }

    /// Lines of a run by their ids, in that order; those that are not there are left out.
    pub fn lines(&self, ids: &[IntentId]) -> Result<Vec<StoredLine>, Error> {
        self.journal.read_sealed(|database, sealer| {
            let select =
                format!("{SELECT} WHERE updates.id = ?1 AND connection = ?2 AND run IS NOT NULL");
            let mut select = database.prepare_cached(&select)?;
            let mut lines = Vec::with_capacity(ids.len());
            for id in ids {
                for row in select.query_map((id.0, self.connection.as_str()), cells)? {
                    lines.push(self.stored_line(sealer, &row?)?);
                }
            }
            Ok(lines)
        })
    }

    /// What planned lines are to change, in that order. Those that are not planned any more are left out.
    pub fn planned_changes(&self, ids: &[IntentId]) -> Result<Vec<PlannedChanges>, Error> {
        self.journal.read_sealed(|database, sealer| {
            let mut select = database.prepare_cached(
                "SELECT customer, key, changes FROM updates
                 WHERE id = ?1 AND connection = ?2 AND state = 'planned'",
            )?;
            let mut planned = Vec::with_capacity(ids.len());
            for &id in ids {
                let cells = select
                    .query_row((id.0, self.connection.as_str()), |row| {
                        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                    })
                    .optional()?;
                let Some((customer, key, changes)): Option<(String, i64, Vec<u8>)> = cells else {
                    continue;
                };
                let row = row_of(&customer, id.0);
                let (seen, changes) = (key == sealer.key)
                    .then(|| self.open_planned(sealer, &row, &changes).ok())
                    .flatten()
                    .map_or((None, None), |(seen, changes)| (seen, Some(changes)));
                planned.push(PlannedChanges { id, seen, changes });
            }
            Ok(planned)
        })
    }

    /// Lines of a run in the order of the sheet; all of them where `states` is empty.
    pub fn run_lines(
        &self,
        run: RunId,
        states: &[LineState],
        from: usize,
        most: usize,
    ) -> Result<Vec<StoredLine>, Error> {
        let wanted = condition(states);
        self.journal.read_sealed(|database, sealer| {
            let select = format!(
                "{SELECT} WHERE run = ?1 AND connection = ?2 {wanted} ORDER BY row, line LIMIT ?3 OFFSET ?4"
            );
            let mut select = database.prepare_cached(&select)?;
            let rows = select.query_map(
                params![run.0, self.connection.as_str(), bounded(most), bounded(from)],
                cells,
            )?;
            rows.map(|row| self.stored_line(sealer, &row?)).collect()
        })
    }

    /// How many [`Book::run_lines`] there are.
    pub fn count_lines(&self, run: RunId, states: &[LineState]) -> Result<usize, Error> {
        let wanted = condition(states);
        self.journal.read(|database| {
            let select =
                format!("SELECT count(*) FROM updates WHERE run = ?1 AND connection = ?2 {wanted}");
            let mut select = database.prepare_cached(&select)?;
            Ok(select.query_row((run.0, self.connection.as_str()), |row| row.get(0))?)
        })
    }

    fn stored_line(&self, sealer: &Sealer, cells: &Cells) -> Result<StoredLine, Error> {
        let details = match sealer.other(cells.key, cells.kept) {
            Some(other) => LineDetails::OtherKey(other),
            None => self
                .line_details(sealer, cells)
                .unwrap_or(LineDetails::Damaged),
        };
        Ok(StoredLine {
            id: IntentId(cells.id),
            line: cells.line,
            row: cells.row,
            wave: cells.wave,
            customer: customer_id(&cells.customer)?,
            state: LineState::of(&cells.state).ok_or(Error::Damaged)?,
            details,
            started_at: cells.started_at.map(time).transpose()?,
            settled_at: cells.settled_at.map(time).transpose()?,
            skip: cells.skip.as_deref().and_then(Skip::of),
        })
    }

    fn line_details(&self, sealer: &Sealer, cells: &Cells) -> Result<LineDetails, Error> {
        let row = row_of(&cells.customer, cells.id);
        let (seen, changes) = self.open_intended(sealer, &row, &cells.seen, &cells.changes)?;
        // What was planned counts for itself, even where the rest does not open.
        let after = self.open_after(sealer, &row, cells.after.as_deref(), || {
            Some(After::as_asked(&seen.as_ref()?.name, &changes))
        });
        let reason = self.open_reason(sealer, &row, cells.reason.as_deref());
        Ok(LineDetails::Readable {
            seen,
            changes,
            after,
            reason,
        })
    }
}

fn condition(states: &[LineState]) -> String {
    if states.is_empty() {
        return String::new();
    }
    let states: Vec<String> = states
        .iter()
        .map(|state| format!("'{}'", state.text()))
        .collect();
    format!("AND state IN ({})", states.join(", "))
}

fn bounded(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A row of `updates`, as [`SELECT`] selects it.
struct Cells {
    id: i64,
    line: usize,
    row: u32,
    wave: u32,
    customer: String,
    key: i64,
    /// Whether that key was meant to last.
    kept: bool,
    changes: Vec<u8>,
    seen: Vec<u8>,
    after: Option<Vec<u8>>,
    reason: Option<Vec<u8>>,
    state: String,
    started_at: Option<i64>,
    settled_at: Option<i64>,
    skip: Option<String>,
}

fn cells(row: &Row<'_>) -> rusqlite::Result<Cells> {
    Ok(Cells {
        id: row.get(0)?,
        line: row.get(1)?,
        row: row.get::<_, Option<u32>>(2)?.unwrap_or_default(),
        wave: row.get::<_, Option<u32>>(3)?.unwrap_or_default(),
        customer: row.get(4)?,
        key: row.get(5)?,
        kept: row.get(6)?,
        changes: row.get(7)?,
        seen: row.get(8)?,
        after: row.get(9)?,
        reason: row.get(10)?,
        state: row.get(11)?,
        started_at: row.get(12)?,
        settled_at: row.get(13)?,
        skip: row.get(14)?,
    })
}

//! The lines of a run on their way: from planned to intent, and to what became of them.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use crate::{
    Book, Error, IntentId, LineDetails, LineState, RunId, SettledLine, Skip, StoredLine, Waiting,
    book::{customer_id, time},
    seal::Sealer,
    sealed,
    store::Store,
    updates::row_of,
};

/// Selects lines as [`cells`] reads them.
const SELECT: &str =
    "SELECT updates.id, line, row, wave, customer, updates.key, kept, changes, seen,
         after, reason, state, started_at, settled_at, skip
     FROM updates JOIN keys ON keys.id = updates.key";

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

    /// Writes down that planned lines may be sent from now on: all of them are on the disk when this returns, or
    /// none.
    pub fn intend_lines(
        &self,
        ids: &[IntentId],
        started_at: Timestamp,
        left_by: Timestamp,
    ) -> Result<(), Error> {
        let numbered: Vec<(i64, i64)> = ids
            .iter()
            .map(|id| (id.0, self.journal.number_update()))
            .collect();
        let connection = self.connection.clone();
        let (started_at, left_by) = (started_at.as_millisecond(), left_by.as_millisecond());
        self.journal.write(move |store| {
            let mut update = store.database.prepare_cached(
                "UPDATE updates SET state = 'intent', started_at = ?3, left_by = ?4, sent = ?5,
                     tries = tries + 1
                 WHERE id = ?1 AND connection = ?2 AND state = 'planned'",
            )?;
            for (id, sent) in &numbered {
                let changed =
                    update.execute(params![id, connection.as_str(), started_at, left_by, sent])?;
                if changed != 1 {
                    return Err(Error::NotPending);
                }
            }
            // Numbers that are on no row must not be given again after a restart.
            if let Some((_, last)) = numbered.last() {
                store
                    .database
                    .prepare_cached(
                        "UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'updates'",
                    )?
                    .execute([last])?;
            }
            Ok(())
        })
    }

    /// Writes outcomes down; they are on the disk when this returns. A line whose outcome is known counts as seen.
    pub fn settle_lines(&self, settled: &[SettledLine]) -> Result<(), Error> {
        self.journal.write_under(|sealer| {
            let sealed = settled
                .iter()
                .map(|line| self.seal_outcome(sealer, line))
                .collect::<Result<Vec<Outcome>, Error>>()?;
            let (connection, key) = (self.connection.clone(), sealer.map(|sealer| sealer.key));
            Ok(move |store: &Store| {
                sealed
                    .iter()
                    .try_for_each(|line| settle(&store.database, connection.as_str(), key, line))
            })
        })
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
            after: sealer
                .zip(after)
                .map(|(sealer, after)| sealer.seal(self.place("updates", "after", &row), &after))
                .transpose()?,
            reason: sealer
                .zip(reason)
                .map(|(sealer, reason)| sealer.seal(self.place("updates", "reason", &row), &reason))
                .transpose()?,
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
        let place = |column| self.place("updates", column, &row);
        let seen: Option<sealed::Seen> = sealer.open(place("seen"), &cells.seen)?;
        // What was planned counts for itself, even where the rest does not open.
        let after = cells.after.as_ref().and_then(|after| {
            let after: sealed::After = sealer.open(place("after"), after).ok()?;
            Some(after.into())
        });
        let reason = cells.reason.as_ref().and_then(|reason| {
            let reason: sealed::Reason = sealer.open(place("reason"), reason).ok()?;
            Some(reason.into())
        });
        Ok(LineDetails::Readable {
            seen: seen.map(Into::into),
            changes: self.open_changes(sealer, &row, &cells.changes)?,
            after,
            reason,
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

/// A line that is not pending any more was settled by whoever read it back, or erased.
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
                 started_at = CASE WHEN ?3 IN ('conflict', 'skipped') THEN started_at
                     ELSE coalesce(started_at, ?4) END,
                 noted_at = CASE WHEN ?3 <> 'unknown' THEN ?4 END
             WHERE id = ?1 AND connection = ?2 AND state IN ('planned', 'intent', 'unknown')",
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

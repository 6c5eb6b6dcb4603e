//! Runs: where they stand, and their rows.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::{
    Book, Error, InputRow, LineState, RunCounts, RunDetails, RunId, Stopped, StoredRun,
    StoredRunState, book::time, run::Skip, seal::Sealer, sealed, store::Store,
};

/// Rows of the sheet in one ciphertext.
pub(crate) const CHUNK: usize = 100;

impl Book {
    /// Every run, the newest first.
    pub fn runs(&self) -> Result<Vec<StoredRun>, Error> {
        self.journal.read_sealed(|database, sealer| {
            let mut select = database.prepare_cached(
                "SELECT runs.id, state, created_at, ended_at, title, source, stop, key, kept
                 FROM runs JOIN keys ON keys.id = runs.key
                 WHERE connection = ?1 ORDER BY runs.id DESC",
            )?;
            let rows = select.query_map([self.connection.as_str()], cells)?;
            rows.map(|row| self.stored_run(database, sealer, &row?))
                .collect()
        })
    }

    pub fn run(&self, run: RunId) -> Result<Option<StoredRun>, Error> {
        self.journal.read_sealed(|database, sealer| {
            database
                .prepare_cached(
                    "SELECT runs.id, state, created_at, ended_at, title, source, stop, key, kept
                     FROM runs JOIN keys ON keys.id = runs.key
                     WHERE connection = ?1 AND runs.id = ?2",
                )?
                .query_row((self.connection.as_str(), run.0), cells)
                .optional()?
                .map(|row| self.stored_run(database, sealer, &row))
                .transpose()
        })
    }

    fn stored_run(
        &self,
        database: &rusqlite::Connection,
        sealer: &Sealer,
        cells: &Cells,
    ) -> Result<StoredRun, Error> {
        let details = match sealer.other(cells.key, cells.kept) {
            Some(other) => RunDetails::OtherKey(other),
            None => self
                .run_details(sealer, cells)
                .unwrap_or(RunDetails::Damaged),
        };
        let mut counts = RunCounts::default();
        let mut select = database
            .prepare_cached("SELECT state, count(*) FROM updates WHERE run = ?1 GROUP BY state")?;
        for row in select.query_map([cells.id], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (state, count): (String, usize) = row?;
            counts.set(LineState::of(&state).ok_or(Error::Damaged)?, count);
        }
        let [rows, same, repeated, left_out] = database
            .prepare_cached(
                "SELECT coalesce(sum(count), 0), coalesce(sum(same), 0),
                     coalesce(sum(repeated), 0), coalesce(sum(left_out), 0)
                 FROM run_rows WHERE run = ?1",
            )?
            .query_row([cells.id], |row| {
                Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
            })?;
        Ok(StoredRun {
            id: RunId(cells.id),
            state: StoredRunState::of(&cells.state).ok_or(Error::Damaged)?,
            created_at: time(cells.created_at)?,
            ended_at: cells.ended_at.map(time).transpose()?,
            counts,
            rows,
            same,
            repeated,
            left_out,
            details,
        })
    }

    fn run_details(&self, sealer: &Sealer, cells: &Cells) -> Result<RunDetails, Error> {
        let row = cells.id.to_string();
        let place = |column| self.place("runs", column, &row);
        let source: Option<sealed::RunSource> = cells
            .source
            .as_ref()
            .map(|source| sealer.open(place("source"), source))
            .transpose()?;
        // What was reviewed counts for itself.
        let stop: Option<sealed::Stopped> = cells
            .stop
            .as_ref()
            .and_then(|stop| sealer.open(place("stop"), stop).ok());
        Ok(RunDetails::Readable {
            title: sealer.open(place("title"), &cells.title)?,
            source: source.map(Into::into),
            stop: stop.map(Into::into),
        })
    }

    /// Notes where a run stands, and why it does not go on. False where it is over, or gone.
    pub fn set_run_state(
        &self,
        run: RunId,
        state: StoredRunState,
        stop: Option<&Stopped>,
        at: Timestamp,
    ) -> Result<bool, Error> {
        let at = at.as_millisecond();
        let stop = stop.cloned().map(sealed::Stopped::from);
        self.journal.write_under(|sealer| {
            let row = run.0.to_string();
            // That it stopped counts more than why.
            let stop = sealer
                .zip(stop.as_ref())
                .map(|(sealer, stop)| sealer.seal(self.place("runs", "stop", &row), stop))
                .transpose()?;
            let (connection, key) = (self.connection.clone(), sealer.map(|sealer| sealer.key));
            Ok(move |store: &Store| {
                let changed = store
                    .database
                    .prepare_cached(
                        "UPDATE runs SET state = ?3, stop = CASE WHEN key = ?4 THEN ?5 END,
                             ended_at = ?6
                         WHERE id = ?1 AND connection = ?2 AND state NOT IN ('cancelled', 'done')",
                    )?
                    .execute(params![
                        run.0,
                        connection.as_str(),
                        state.text(),
                        key,
                        stop,
                        state.is_over().then_some(at)
                    ])?;
                Ok(changed == 1)
            })
        })
    }

    /// Ends a run: what was not sent of it will not be.
    pub fn cancel_run(&self, run: RunId, at: Timestamp) -> Result<(), Error> {
        let connection = self.connection.clone();
        let at = at.as_millisecond();
        let skip = Skip::Cancelled.text();
        self.journal.write(move |store| {
            let connection = connection.as_str();
            store
                .database
                .prepare_cached(
                    "UPDATE updates SET state = 'skipped', skip = ?4, settled_at = ?3, noted_at = ?3
                     WHERE run = ?1 AND connection = ?2 AND state = 'planned'",
                )?
                .execute((run.0, connection, at, skip))?;
            store
                .database
                .prepare_cached(
                    "UPDATE runs SET state = 'cancelled', stop = NULL, ended_at = ?3
                     WHERE id = ?1 AND connection = ?2 AND state NOT IN ('cancelled', 'done')",
                )?
                .execute((run.0, connection, at))?;
            Ok(())
        })
    }

    /// Rows of the sheet, in its order.
    pub fn run_rows(&self, run: RunId, from: usize, most: usize) -> Result<Vec<InputRow>, Error> {
        self.journal.read_sealed(|database, sealer| {
            let mut select = database.prepare_cached(
                "SELECT chunk, rows FROM run_rows
                 WHERE run = ?1 AND connection = ?2 AND key = ?3 AND chunk BETWEEN ?4 AND ?5
                 ORDER BY chunk",
            )?;
            let (first, last) = (from / CHUNK, from.saturating_add(most) / CHUNK);
            let last = i64::try_from(last).unwrap_or(i64::MAX);
            let chunks = select.query_map(
                params![run.0, self.connection.as_str(), sealer.key, first, last],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            let mut rows = Vec::new();
            for chunk in chunks {
                let (chunk, sealed): (usize, Vec<u8>) = chunk?;
                let place = chunk_of(run.0, chunk);
                let opened: sealed::InputRows =
                    sealer.open(self.place("run_rows", "rows", &place), &sealed)?;
                rows.extend(Vec::<InputRow>::from(opened));
            }
            Ok(rows.into_iter().skip(from % CHUNK).take(most).collect())
        })
    }
}

/// Deletes runs that ended before `before`, with their lines and rows, save those with a line whose outcome nobody
/// knows. Returns how many lines went.
pub(crate) fn purge_runs(transaction: &Transaction<'_>, before: i64) -> Result<usize, Error> {
    const OLD: &str = "SELECT id FROM runs WHERE ended_at < ?1 AND NOT EXISTS (
         SELECT 1 FROM updates WHERE run = runs.id AND state IN ('intent', 'unknown'))";
    let lines = transaction.execute(
        &format!("DELETE FROM updates WHERE run IN ({OLD})"),
        [before],
    )?;
    transaction.execute(&format!("DELETE FROM runs WHERE id IN ({OLD})"), [before])?;
    Ok(lines)
}

pub(crate) fn chunk_of(run: i64, chunk: usize) -> String {
    format!("{run}/{chunk}")
}

/// A row of `runs`.
struct Cells {
    id: i64,
    state: String,
    created_at: i64,
    ended_at: Option<i64>,
    title: Vec<u8>,
    source: Option<Vec<u8>>,
    stop: Option<Vec<u8>>,
    key: i64,
    /// Whether that key was meant to last.
    kept: bool,
}

fn cells(row: &Row<'_>) -> rusqlite::Result<Cells> {
    Ok(Cells {
        id: row.get(0)?,
        state: row.get(1)?,
        created_at: row.get(2)?,
        ended_at: row.get(3)?,
        title: row.get(4)?,
        source: row.get(5)?,
        stop: row.get(6)?,
        key: row.get(7)?,
        kept: row.get(8)?,
    })
}

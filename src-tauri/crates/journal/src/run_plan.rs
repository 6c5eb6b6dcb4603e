//! Writing a run down: each of its lines and all rows of its sheet, sealed.

use std::sync::Arc;

use jiff::Timestamp;
use record::Change;
use rusqlite::{Connection, params};

use crate::{
    Book, ConnectionId, Error, InputRow, PlannedLine, RunId, RunPlan,
    ahead::Ahead,
    runs::{CHUNK, chunk_of},
    seal::{Place, Sealer},
    sealed,
    store::Store,
    updates::{bare, row_of},
};

/// A line as it is written.
struct Sealed {
    id: i64,
    line: usize,
    row: u32,
    wave: u32,
    customer: String,
    changes: Vec<u8>,
}

struct Chunk {
    rows: Vec<u8>,
    count: usize,
    same: usize,
    repeated: usize,
    left_out: usize,
}

/// A part of what is written for a run.
enum Part {
    Lines(Vec<Sealed>),
    /// The first of them has this number.
    Rows(usize, Vec<Chunk>),
}

/// Lines, and chunks of rows, in one part.
const LINES: usize = 250;
const CHUNKS: usize = 10;

impl Book {
    /// Writes a run down, as a whole or not at all; it is on the disk when this returns. The texts of passwords
    /// are left out. What is sealed already is written while the rest is sealed.
    pub fn plan_run(&self, plan: impl Into<Arc<RunPlan>>, at: Timestamp) -> Result<RunId, Error> {
        let plan = plan.into();
        let run = self.journal.number_run();
        let numbers: Arc<[i64]> = plan
            .lines
            .iter()
            .map(|_| self.journal.number_update())
            .collect();
        let created_at = at.as_millisecond();
        let source = sealed::RunSource::from(plan.source.clone());
        self.journal.write_sealed(|sealer| {
            let row = run.to_string();
            let title = sealer.seal(self.place("runs", "title", &row), &plan.title)?;
            let source = sealer.seal(self.place("runs", "source", &row), &source)?;
            let (connection, key) = (self.connection.clone(), sealer.key);
            let sealing = Sealing {
                connection: self.connection.clone(),
                sealer: sealer.clone(),
                plan: Arc::clone(&plan),
                run,
                numbers: Arc::clone(&numbers),
            };
            let parts = Ahead::make(sealing.parts(), move |number| sealing.part(number));
            Ok(move |store: &Store| {
                let (database, connection) = (&store.database, connection.as_str());
                database
                    .prepare_cached(
                        "INSERT INTO runs (id, connection, title, source, key, state, created_at)
                         VALUES (?1, ?2, ?3, ?4, ?5, 'planned', ?6)",
                    )?
                    .execute(params![run, connection, title, source, key, created_at])?;
                for number in 0..parts.len() {
                    match &*parts.take(number)? {
                        Part::Lines(lines) => insert_lines(database, connection, key, run, lines)?,
                        Part::Rows(first, chunks) => {
                            insert_rows(database, connection, key, run, *first, chunks)?;
                        }
                    }
                }
                Ok(())
            })
        })?;
        Ok(RunId(run))
    }
}

/// What sealing a run takes, on whatever thread. Not the journal, which its threads would keep open.
struct Sealing {
    connection: ConnectionId,
    sealer: Sealer,
    plan: Arc<RunPlan>,
    run: i64,
    numbers: Arc<[i64]>,
}

impl Sealing {
    fn line_parts(&self) -> usize {
        self.plan.lines.len().div_ceil(LINES)
    }

    fn parts(&self) -> usize {
        self.line_parts() + self.plan.rows.len().div_ceil(CHUNK * CHUNKS)
    }

    fn part(&self, number: usize) -> Result<Part, Error> {
        if let Some(number) = number.checked_sub(self.line_parts()) {
            let first = number * CHUNKS;
            let chunks = self.plan.rows.chunks(CHUNK).enumerate();
            let chunks = chunks.skip(first).take(CHUNKS);
            let sealed = chunks.map(|(at, rows)| self.rows(at, rows));
            return Ok(Part::Rows(first, sealed.collect::<Result<_, Error>>()?));
        }
        let lines = self.plan.lines.iter().zip(&*self.numbers).enumerate();
        let lines = lines.skip(number * LINES).take(LINES);
        let sealed = lines.map(|(at, (line, id))| self.line(*id, at, line));
        Ok(Part::Lines(sealed.collect::<Result<_, Error>>()?))
    }

    fn line(&self, id: i64, line: usize, planned: &PlannedLine) -> Result<Sealed, Error> {
        let customer = planned.customer.as_str();
        let place = row_of(customer, id);
        let changes: Vec<Change> = planned.changes.iter().map(bare).collect();
        let intended = sealed::Intended::Seen {
            seen: planned.seen.clone().into(),
            changes: changes.into(),
        };
        Ok(Sealed {
            id,
            line,
            row: planned.row,
            wave: planned.wave,
            changes: self
                .sealer
                .seal(self.place("updates", "changes", &place), &intended)?,
            customer: customer.to_owned(),
        })
    }

    fn rows(&self, chunk: usize, rows: &[InputRow]) -> Result<Chunk, Error> {
        use crate::Fate::{Left, Repeats, Same};
        let count = |of: fn(&InputRow) -> bool| rows.iter().filter(|row| of(row)).count();
        let place = chunk_of(self.run, chunk);
        let sealed = sealed::InputRows::from(rows.to_vec());
        Ok(Chunk {
            rows: self
                .sealer
                .seal(self.place("run_rows", "rows", &place), &sealed)?,
            count: rows.len(),
            same: count(|row| row.fate == Same),
            repeated: count(|row| matches!(row.fate, Repeats(_))),
            left_out: count(|row| matches!(row.fate, Left(_))),
        })
    }

    fn place<'a>(&'a self, table: &'a str, column: &'a str, row: &'a str) -> Place<'a> {
        Place::of(&self.connection, table, column, row)
    }
}

fn insert_lines(
    database: &Connection,
    connection: &str,
    key: i64,
    run: i64,
    lines: &[Sealed],
) -> Result<(), Error> {
    let mut insert = database.prepare_cached(
        "INSERT INTO updates
             (id, connection, customer, key, run, line, row, wave, changes, seen, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, x'', 'planned')",
    )?;
    for line in lines {
        insert.execute(params![
            line.id,
            connection,
            line.customer,
            key,
            run,
            line.line,
            line.row,
            line.wave,
            line.changes
        ])?;
    }
    Ok(())
}

fn insert_rows(
    database: &Connection,
    connection: &str,
    key: i64,
    run: i64,
    first: usize,
    chunks: &[Chunk],
) -> Result<(), Error> {
    let mut insert = database.prepare_cached(
        "INSERT INTO run_rows
             (run, chunk, connection, key, rows, count, same, repeated, left_out)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (at, chunk) in chunks.iter().enumerate() {
        insert.execute(params![
            run,
            first + at,
            connection,
            key,
            chunk.rows,
            chunk.count,
            chunk.same,
            chunk.repeated,
            chunk.left_out
        ])?;
    }
    Ok(())
}

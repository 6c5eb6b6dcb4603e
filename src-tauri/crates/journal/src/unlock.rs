use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::{
    Error, Finding, Journal, JournalKey,
    erase::immediate,
    seal::{Place, Sealer},
    store::Store,
};

/// Every encrypted column: table, column, and the SQL of its [`Place::row`].
const SEALED: [(&str, &str, &str); 11] = [
    ("drafts", "base", "customer"),
    ("drafts", "draft", "customer"),
    ("recents", "name", "customer"),
    ("runs", "title", "CAST(id AS TEXT)"),
    ("runs", "source", "CAST(id AS TEXT)"),
    ("runs", "stop", "CAST(id AS TEXT)"),
    ("run_rows", "rows", "run || '/' || chunk"),
    ("updates", "changes", "customer || '/' || id"),
    ("updates", "seen", "customer || '/' || id"),
    ("updates", "after", "customer || '/' || id"),
    ("updates", "reason", "customer || '/' || id"),
];

const PROBE: &[u8] = b"ficha";

/// Stands for a key that the disk had no room for; stored keys count from 1.
const NOT_ENROLLED: i64 = 0;

impl Journal {
    /// Makes personal columns readable with the key from the keychain.
    ///
    /// Rows under another key that was meant to last stay: it may be the key of another computer
    /// that shares the folder. What sessions without a keychain left is deleted, save updates;
    /// what this process wrote under a session's key moves to this one.
    ///
    /// A key that was here before unlocks even where nothing can be written.
    pub fn unlock(&self, key: JournalKey) -> Result<Vec<Finding>, Error> {
        self.take_over(key, true)
    }

    /// Works with a key that is kept nowhere: what it encrypts dies with this process. Rows under
    /// the keychain's key are left alone, unreadable for now. On a full disk too: what can be read
    /// without writing is read, and the first write that finds room stores what it needs.
    pub fn unlock_for_session(&self, key: JournalKey) -> Result<Vec<Finding>, Error> {
        self.take_over(key, false)
    }

    fn take_over(&self, secret: JournalKey, kept: bool) -> Result<Vec<Finding>, Error> {
        self.alone(move |store| {
            let in_use = store.sealer.clone();
            let mut current = in_use.changing();
            let before = current.clone();
            let known = find(&store.database, &secret, kept)?;
            let enrolled = enroll(store, before.as_deref(), &secret, known.as_ref(), kept);
            // A session's rows have to move before anything reads with another key.
            let stays = |known: &Sealer| {
                before.as_deref().is_none_or(|before| {
                    before.kept || before.key == NOT_ENROLLED || before.key == known.key
                })
            };
            let full = matches!(enrolled, Err(Error::Full | Error::Gone));
            let (sealer, findings) = match known.filter(stays) {
                Some(sealer) if full => (sealer, Vec::new()),
                // No row has this key yet, so that there is something to read with it.
                None if full && !kept && before.is_none() => {
                    let sealer = Sealer::new(NOT_ENROLLED, false, &secret);
                    *current = Some(Arc::new(sealer));
                    store.to_enroll = Some(secret);
                    return Ok(Vec::new());
                }
                _ => enrolled?,
            };
            *current = Some(Arc::new(sealer));
            store.to_enroll = None;
            Ok(findings)
        })
    }
}

/// Enrolls a session's key for which there was no room before.
pub(crate) fn enroll_late(store: &mut Store) -> Result<(), Error> {
    if let Some(secret) = store.to_enroll.clone() {
        let in_use = store.sealer.clone();
        let mut current = in_use.changing();
        let before = current.clone();
        let (sealer, _) = enroll(store, before.as_deref(), &secret, None, false)?;
        *current = Some(Arc::new(sealer));
        store.to_enroll = None;
    }
    Ok(())
}

/// Finds the stored key that `secret` is.
fn find(database: &Connection, secret: &JournalKey, kept: bool) -> Result<Option<Sealer>, Error> {
    let mut select = database.prepare("SELECT id, kept, probe FROM keys ORDER BY id DESC")?;
    let probes = select
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<Vec<(i64, bool, Vec<u8>)>, _>>()?;
    Ok(probes.into_iter().find_map(|(id, was_kept, probe)| {
        let sealer = Sealer::new(id, kept || was_kept, secret);
        let opens = sealer.open_bytes(probe_of(&id.to_string()), &probe).is_ok();
        opens.then_some(sealer)
    }))
}

/// Writes down what a key's arrival changes. Where that is nothing, nothing is written.
fn enroll(
    store: &mut Store,
    before: Option<&Sealer>,
    secret: &JournalKey,
    known: Option<&Sealer>,
    kept: bool,
) -> Result<(Sealer, Vec<Finding>), Error> {
    store.files.check()?;
    let transaction = immediate(&mut store.database)?;
    let sealer = match known {
        Some(known) => known.clone(),
        None => add(&transaction, secret, kept)?,
    };
    if sealer.kept {
        transaction.execute(
            "UPDATE keys SET kept = 1 WHERE id = ?1 AND kept = 0",
            [sealer.key],
        )?;
    }
    if let Some(before) = before
        && !before.kept
        && before.key != sealer.key
    {
        reseal(&transaction, before, &sealer)?;
    }
    abandon_sessions(&transaction, &sealer)?;
    let findings = if sealer.kept && has_unreported_details(&transaction, &sealer)? {
        vec![Finding::DetailsLost]
    } else {
        Vec::new()
    };
    transaction.commit()?;
    Ok((sealer, findings))
}

/// Stores the probe by which a new key will be known again.
fn add(transaction: &Transaction<'_>, secret: &JournalKey, kept: bool) -> Result<Sealer, Error> {
    let id = next_id(transaction, "keys")?;
    let sealer = Sealer::new(id, kept, secret);
    let probe = sealer.seal_bytes(probe_of(&id.to_string()), PROBE)?;
    transaction.execute(
        "INSERT INTO keys (id, kept, probe) VALUES (?1, ?2, ?3)",
        (id, kept, probe),
    )?;
    Ok(sealer)
}

fn probe_of(row: &str) -> Place<'_> {
    Place {
        table: "keys",
        column: "probe",
        connection: "",
        row,
    }
}

/// The number the table's next row would get by itself.
pub(crate) fn next_id(database: &Connection, table: &str) -> Result<i64, Error> {
    let last: Option<i64> = database
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = ?1")?
        .query_row([table], |row| row.get(0))
        .optional()?;
    Ok(last.unwrap_or(0) + 1)
}

/// Moves every row from one key to another. A cell that does not open stays as unreadable as it is.
fn reseal(transaction: &Transaction<'_>, from: &Sealer, to: &Sealer) -> Result<(), Error> {
    for (table, column, row) in SEALED {
        let mut select = transaction.prepare(&format!(
            "SELECT rowid, connection, {row}, {column} FROM {table}
             WHERE key = ?1 AND {column} IS NOT NULL"
        ))?;
        let cells = select
            .query_map([from.key], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?
            .collect::<Result<Vec<(i64, String, String, Vec<u8>)>, _>>()?;
        let mut update = transaction.prepare(&format!(
            "UPDATE {table} SET {column} = ?1 WHERE rowid = ?2"
        ))?;
        for (rowid, connection, row, cell) in &cells {
            let place = Place {
                table,
                column,
                connection,
                row,
            };
            if let Ok(plain) = from.open_bytes(place, cell) {
                update.execute((to.seal_bytes(place, &plain)?, rowid))?;
            }
        }
    }
    for table in ["drafts", "recents", "runs", "run_rows", "updates"] {
        // A row already there under the new key is the older one.
        transaction.execute(
            &format!("UPDATE OR REPLACE {table} SET key = ?1 WHERE key = ?2"),
            (to.key, from.key),
        )?;
    }
    Ok(())
}

/// Deletes drafts, last opened and what was never sent of runs under keys of past sessions, which nobody has any
/// more.
fn abandon_sessions(transaction: &Transaction<'_>, current: &Sealer) -> Result<(), Error> {
    let gone = "SELECT id FROM keys WHERE id <> ?1 AND kept = 0";
    for table in ["drafts", "recents"] {
        transaction.execute(
            &format!("DELETE FROM {table} WHERE key IN ({gone})"),
            [current.key],
        )?;
    }
    for unsent in [
        "updates WHERE state = 'planned' AND key",
        "run_rows WHERE key",
        "runs WHERE id NOT IN (SELECT run FROM updates WHERE run IS NOT NULL) AND key",
    ] {
        transaction.execute(&format!("DELETE FROM {unsent} IN ({gone})"), [current.key])?;
    }
    transaction.execute(
        &format!(
            "DELETE FROM keys WHERE id IN ({gone}) AND id NOT IN (SELECT key FROM updates)
             AND id NOT IN (SELECT key FROM runs)"
        ),
        [current.key],
    )?;
    Ok(())
}

/// Whether anything is under another key that was meant to last, asked once per key.
fn has_unreported_details(transaction: &Transaction<'_>, current: &Sealer) -> Result<bool, Error> {
    let noted = transaction.execute(
        "UPDATE keys SET noted = 1 WHERE id <> ?1 AND kept = 1 AND noted = 0 AND (
             id IN (SELECT key FROM drafts) OR id IN (SELECT key FROM recents)
             OR id IN (SELECT key FROM runs) OR id IN (SELECT key FROM run_rows) OR id IN (SELECT key FROM updates))",
        [current.key],
    )?;
    Ok(noted > 0)
}

#[cfg(test)]
mod tests;

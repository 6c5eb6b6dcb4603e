use rusqlite::{OptionalExtension, Transaction};

use crate::{
    Error, Finding, Journal, JournalKey,
    erase::immediate,
    seal::{Place, Sealer},
};

/// Every encrypted column: table, column, and the SQL of its [`Place::row`].
const SEALED: [(&str, &str, &str); 5] = [
    ("drafts", "base", "customer"),
    ("drafts", "draft", "customer"),
    ("recents", "name", "customer"),
    ("updates", "intent", "customer || '/' || id"),
    ("updates", "held", "customer || '/' || id"),
];

const PROBE: &[u8] = b"ficha";

impl Journal {
    /// Makes personal columns readable with the key from the keychain.
    ///
    /// Rows under any other key are lost for good: drafts and last opened are deleted, updates stay
    /// without their details. What this process wrote under a session's key moves to this one.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "taken from the caller and wiped here"
    )]
    pub fn unlock(&self, key: JournalKey) -> Result<Vec<Finding>, Error> {
        self.take_over(&key, true)
    }

    /// Works with a key that is kept nowhere: what it encrypts dies with this process. Rows under
    /// the keychain's key are left alone, unreadable for now.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "taken from the caller and wiped here"
    )]
    pub fn unlock_for_session(&self, key: JournalKey) -> Result<Vec<Finding>, Error> {
        self.take_over(&key, false)
    }

    fn take_over(&self, secret: &JournalKey, kept: bool) -> Result<Vec<Finding>, Error> {
        self.with(|store| {
            let transaction = immediate(&mut store.database)?;
            let sealer = enroll(&transaction, secret, kept)?;
            if let Some(before) = &store.sealer
                && !before.kept
                && before.key != sealer.key
            {
                reseal(&transaction, before, &sealer)?;
            }
            let lost = abandon_others(&transaction, &sealer)?;
            transaction.commit()?;
            store.sealer = Some(sealer);
            Ok(if lost {
                vec![Finding::DetailsLost]
            } else {
                Vec::new()
            })
        })
    }
}

/// Finds the stored key that `secret` is, or stores its probe as a new one.
fn enroll(transaction: &Transaction<'_>, secret: &JournalKey, kept: bool) -> Result<Sealer, Error> {
    let mut select = transaction.prepare("SELECT id, probe FROM keys ORDER BY id DESC")?;
    let probes = select
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(i64, Vec<u8>)>, _>>()?;
    for (id, probe) in probes {
        let sealer = Sealer::new(id, kept, secret);
        if sealer.open_bytes(probe_of(&id.to_string()), &probe).is_ok() {
            transaction.execute("UPDATE keys SET kept = ?1 WHERE id = ?2", (kept, id))?;
            return Ok(sealer);
        }
    }
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

/// The number the table's next row will get, known before it is written: its ciphertext is bound
/// to it.
pub(crate) fn next_id(transaction: &Transaction<'_>, table: &str) -> Result<i64, Error> {
    let last: Option<i64> = transaction
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
    for table in ["drafts", "recents", "updates"] {
        // A row already there under the new key is the older one.
        transaction.execute(
            &format!("UPDATE OR REPLACE {table} SET key = ?1 WHERE key = ?2"),
            (to.key, from.key),
        )?;
    }
    Ok(())
}

/// Deletes drafts and last opened under keys that nobody has any more; whether one of those keys
/// was meant to last and something was under it. To a session, the keychain's key is not gone.
fn abandon_others(transaction: &Transaction<'_>, current: &Sealer) -> Result<bool, Error> {
    let gone = "SELECT id FROM keys WHERE id <> ?1 AND (?2 OR kept = 0)";
    let given = (current.key, current.kept);
    let used: bool = transaction.query_row(
        &format!(
            "SELECT EXISTS (SELECT 1 FROM keys WHERE kept = 1 AND id IN ({gone}) AND (
                 id IN (SELECT key FROM drafts) OR id IN (SELECT key FROM recents)
                 OR id IN (SELECT key FROM updates)))"
        ),
        given,
        |row| row.get(0),
    )?;
    for table in ["drafts", "recents"] {
        transaction.execute(&format!("DELETE FROM {table} WHERE key IN ({gone})"), given)?;
    }
    // Said once: from now on it is a key like a past session's.
    transaction.execute(
        &format!("UPDATE keys SET kept = 0 WHERE id IN ({gone})"),
        given,
    )?;
    transaction.execute(
        &format!("DELETE FROM keys WHERE id IN ({gone}) AND id NOT IN (SELECT key FROM updates)"),
        given,
    )?;
    Ok(used)
}

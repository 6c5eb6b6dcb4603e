use rusqlite::{Connection, TransactionBehavior};

use crate::Error;

/// One step per version, never edited once released.
const STEPS: [&str; 3] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
];

#[expect(clippy::cast_possible_wrap, reason = "a handful of steps")]
pub(crate) const VERSION: i64 = STEPS.len() as i64;

pub(crate) fn version(database: &Connection) -> Result<i64, Error> {
    Ok(database.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings the file to [`VERSION`], one transaction per step.
pub(crate) fn migrate(database: &mut Connection) -> Result<(), Error> {
    let from = version(database)?;
    for (step, to) in STEPS.iter().zip(1..) {
        if to > from {
            let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute_batch(step)?;
            transaction.pragma_update(None, "user_version", to)?;
            transaction.commit()?;
        }
    }
    Ok(())
}

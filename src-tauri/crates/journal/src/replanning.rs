//! Lines of a run that are planned again.

use crate::{Book, Error, RunId};

impl Book {
    /// Plans those lines of a run again that reading back proved not to be applied, and that were not tried `most`
    /// times yet. Returns how many.
    pub fn replan_not_applied(&self, run: RunId, most: u32) -> Result<usize, Error> {
        let connection = self.connection.clone();
        self.journal.write(move |store| {
            let changed = store
                .database
                .prepare_cached(
                    "UPDATE updates SET state = 'planned', started_at = NULL, left_by = NULL,
                         sent = NULL, settled_at = NULL, noted_at = NULL, after = NULL, reason = NULL
                     WHERE run = ?1 AND connection = ?2 AND state = 'not_applied' AND tries < ?3",
                )?
                .execute((run.0, connection.as_str(), most))?;
            Ok(changed)
        })
    }

    /// Counts lines of a run with an intent and no outcome as tried once, however often the program ended on them:
    /// most of them never left.
    pub fn recount_intents(&self, run: RunId) -> Result<(), Error> {
        let connection = self.connection.clone();
        self.journal.write(move |store| {
            store
                .database
                .prepare_cached(
                    "UPDATE updates SET tries = 1
                     WHERE run = ?1 AND connection = ?2 AND state = 'intent' AND tries > 1",
                )?
                .execute((run.0, connection.as_str()))?;
            Ok(())
        })
    }
}

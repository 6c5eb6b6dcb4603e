//! Taking an update back: its inverse becomes a draft, and goes the way of any other.

use journal::{Details, IntentId, State};
use quentli::CustomerId;
use record::{Field, Held, can_undo, cannot_undo, held_in, inverse};

use crate::{
    Error, Opened, Outcome, School,
    records::{self, Record},
    work::Work,
};

/// Whether an update can be taken back, while its values are at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undoable {
    /// Some of what it wrote can be put back.
    pub possible: bool,
    /// What it wrote, or may have written, that nobody can put back.
    pub impossible: Vec<Field>,
}

/// A draft that takes an update back, to be reviewed.
#[derive(Clone, Debug)]
pub struct Undo {
    /// `None` where something else typed into the family is kept, which nobody asked to lose. Nothing was done then.
    pub opened: Option<Opened>,
    /// What the draft does not put back.
    pub impossible: Vec<Field>,
}

impl Undoable {
    pub(crate) fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Applied { rows, .. } | Outcome::Different { rows, .. } => Self {
                possible: rows.iter().any(can_undo),
                impossible: cannot_undo(rows),
            },
            _ => Self::default(),
        }
    }
}

/// Lays the inverse of an update over the record as it is now. What someone else changed since is a conflict to
/// decide, as for any other draft. Returns what cannot be put back, or nothing where a draft is kept that `replace`
/// does not give up.
pub(crate) async fn undo(
    work: &Work,
    school: &School,
    id: &CustomerId,
    update: IntentId,
    replace: bool,
) -> Result<Option<Vec<Field>>, Error> {
    let _turn = work.turn(school, id).await;
    let rows = rows(school, id, update)?;
    records::open(work, school, id).await?;
    work.with_record(school, id, |record| {
        let Some(now) = record.theirs.clone().or_else(|| record.base.clone()) else {
            return Ok(None);
        };
        let inverse = inverse(&rows, &now);
        if inverse.draft.is_empty() {
            return Err(Error::NothingToUndo);
        }
        if !record.draft.is_empty() {
            if !replace {
                return Ok(None);
            }
            record.discard(school, id)?;
        }
        // Without a step for the new draft: what is being typed meanwhile, into the record as it was shown, would go.
        let steps = std::mem::take(&mut record.steps);
        *record = Record {
            base: Some(inverse.base),
            draft: inverse.draft,
            steps,
            ..Record::default()
        };
        record.meet(Some(now));
        record.save(school, id);
        Ok(Some(inverse.impossible))
    })?
}

/// What the update is known to have done.
fn rows(school: &School, id: &CustomerId, update: IntentId) -> Result<Vec<Held>, Error> {
    let stored = school.book.update(update)?;
    let stored = stored.filter(|stored| {
        stored.customer == *id && matches!(stored.state, State::Applied | State::Different)
    });
    let rows = match stored.map(|stored| stored.details) {
        Some(Details::Readable {
            intent,
            after: Some(after),
            ..
        }) => held_in(&intent.changes, &after.values),
        _ => Vec::new(),
    };
    if rows.iter().any(can_undo) {
        Ok(rows)
    } else {
        Err(Error::NothingToUndo)
    }
}

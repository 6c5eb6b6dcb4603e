//! One step of a wave in the journal: what became of some lines, and the intents of the next. One wait for the disk
//! serves both.

use std::{collections::HashSet, time::Duration};

use jiff::SignedDuration;
use journal::{Intended, IntentId, LineStep, SettledLine, Waiting};
use tokio::task::spawn_blocking;

use super::{FRESH, feed::Read};
use crate::School;

/// What is to be written down of lines that are on their way no longer.
#[derive(Default)]
pub(super) struct Ended {
    pub(super) settled: Vec<SettledLine>,
    pub(super) unsent: Vec<Waiting>,
    pub(super) again: Vec<Waiting>,
}

impl Ended {
    pub(super) fn len(&self) -> usize {
        self.settled.len() + self.unsent.len() + self.again.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What came of a step.
pub(super) struct Written {
    pub(super) ended: Ended,
    /// Their intents are on the disk.
    pub(super) intended: Vec<Read>,
    /// They were to have an intent and have none: erased meanwhile, or it could not be written.
    pub(super) without: Vec<IntentId>,
    /// Before it was written.
    pub(super) intended_at: Duration,
    pub(super) failed: bool,
}

/// Writes a step down, in one transaction.
pub(super) async fn write(school: &School, ended: Ended, mut batch: Vec<Read>) -> Written {
    let Ended {
        settled,
        unsent,
        again,
    } = ended;
    let ids = |lines: &[Waiting]| lines.iter().map(|line| line.id).collect();
    let intended_at = school.pace.uptime();
    let step = LineStep {
        withdrawn: ids(&unsent),
        again: ids(&again),
        intended: (!batch.is_empty()).then(|| intents(school, &batch)),
        settled,
    };
    let book = school.book.clone();
    let written = spawn_blocking(move || {
        let intended = book.write_lines(&step);
        (step.settled, intended)
    });
    let (settled, intended) = written
        .await
        .unwrap_or_else(|_| (Vec::new(), Err(journal::Error::Damaged)));
    let failed = intended.is_err();
    let intended: HashSet<IntentId> = intended.unwrap_or_default().into_iter().collect();
    let without = batch.extract_if(.., |read| !intended.contains(&read.line.id));
    Written {
        without: without.map(|read| read.line.id).collect(),
        intended: batch,
        ended: Ended {
            settled,
            unsent,
            again,
        },
        intended_at,
        failed,
    }
}

fn intents(school: &School, batch: &[Read]) -> Intended {
    let started_at = school.now();
    // They are sent while their records are fresh, or withdrawn.
    let longest = FRESH + school.client.longest_attempt();
    let left_by = SignedDuration::try_from(longest)
        .ok()
        .and_then(|longest| started_at.checked_add(longest).ok())
        .unwrap_or(started_at);
    Intended {
        ids: batch.iter().map(|read| read.line.id).collect(),
        started_at,
        left_by,
    }
}

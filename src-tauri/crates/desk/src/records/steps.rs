//! What happened to an open record while the page held a form of it.

use quentli::Customer;
use record::{Change, Draft, PasswordSent, Side, left_of, rebase};

/// One thing that changes what a draft means.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// The record moved on under the draft; `mine` is what the user kept of their own.
    Moved {
        from: Customer,
        to: Customer,
        mine: Vec<Side>,
    },
    /// An update proved to be applied.
    Sent {
        changes: Vec<Change>,
        base: Option<Customer>,
        now: Customer,
        password: PasswordSent,
    },
    /// The draft stays as it is: it is empty, or there is something to decide first.
    Noted,
    Discarded,
}

/// The steps that a page may not have been shown, and how many there were in all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps {
    revision: u32,
    latest: Vec<Step>,
}

/// The page is shown each step at its next edit, so that more than a few are never outstanding.
const REMEMBERED: usize = 8;

impl Steps {
    /// Names the record as it is now.
    pub(crate) fn revision(&self) -> u32 {
        self.revision
    }

    pub(crate) fn push(&mut self, step: Step) {
        self.revision += 1;
        if self.latest.len() == REMEMBERED {
            self.latest.remove(0);
        }
        self.latest.push(step);
    }

    pub(crate) fn are_shown_at(&self, revision: u32) -> bool {
        revision == self.revision
    }

    /// A draft that was typed into the record of an earlier revision, for the record as it is now.
    pub(crate) fn carry(&self, revision: u32, draft: Draft) -> Draft {
        let missed = self.revision.saturating_sub(revision) as usize;
        let missed = &self.latest[self.latest.len().saturating_sub(missed)..];
        missed.iter().fold(draft, |draft, step| step.carry(draft))
    }
}

impl Step {
    fn carry(&self, draft: Draft) -> Draft {
        match self {
            Self::Moved { from, to, mine } => rebase(from, to, &draft, mine),
            Self::Sent {
                changes,
                base,
                now,
                password,
            } => left_of(&draft, changes, base.as_ref(), Some(now), *password),
            Self::Noted => draft,
            Self::Discarded => Draft::default(),
        }
    }
}

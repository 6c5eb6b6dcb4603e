//! The records open in this session: what each was loaded as, what is being typed into it.

mod open;
mod shown;
mod steps;

use std::collections::{HashMap, VecDeque};

use quentli::{Customer, CustomerId};
use record::{Change, Draft, Side, check, conflict, rebase, title};

use crate::{Error, Kept, School, school::FamilyKey};

pub(crate) use open::{kept, look, open};
pub use shown::{Checked, Conflict, Edited, Opened, RequestPreview, Reviewed};
pub(crate) use shown::{opened, review};
pub(crate) use steps::{Step, Steps};

/// A family with something typed that was not sent.
#[derive(Clone, Debug)]
pub struct Unsent {
    pub customer: CustomerId,
    pub title: String,
    /// Changes and problems together.
    pub count: usize,
    pub kept: Kept,
}

/// One open record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// As the person saw it; `None` for a key that cannot read.
    pub base: Option<Customer>,
    /// As it is now, where it moved on and the person has not decided yet.
    pub theirs: Option<Customer>,
    pub draft: Draft,
    /// Why the draft is in memory alone.
    pub unsaved: Option<journal::Error>,
    /// What was shown as old → new last, with the draft it was of. Nothing else may be sent.
    pub reviewed: Option<(Draft, Vec<Change>)>,
    /// Quentli's refusal of this draft asked for a verification code.
    pub code_offered: bool,
    /// What the page has not been shown yet.
    pub steps: Steps,
}

/// What is about to be sent: exactly what was reviewed.
pub(crate) struct Prepared {
    pub base: Option<Customer>,
    pub changes: Vec<Change>,
    pub draft: Draft,
}

/// The records opened lately, by connection and id. Old ones are let go: their drafts are in the
/// journal, and those whose drafts are not stay.
#[derive(Debug, Default)]
pub(crate) struct Records {
    open: HashMap<FamilyKey, Record>,
    order: VecDeque<FamilyKey>,
}

const KEPT_OPEN: usize = 32;

impl Records {
    pub(crate) fn get(&mut self, school: &School, id: &CustomerId) -> Option<&mut Record> {
        self.open.get_mut(&school.key(id))
    }

    pub(crate) fn put(&mut self, school: &School, id: &CustomerId, record: Record) {
        let key = school.key(id);
        self.order.retain(|other| *other != key);
        self.order.push_back(key.clone());
        self.open.insert(key, record);
        while self.order.len() > KEPT_OPEN {
            let saved = |key: &FamilyKey| {
                let record = self.open.get(key);
                record.is_none_or(|record| record.unsaved.is_none())
            };
            let Some(at) = self.order.iter().position(saved) else {
                return;
            };
            if let Some(oldest) = self.order.remove(at) {
                self.open.remove(&oldest);
            }
        }
    }

    /// Lets go of all but the drafts that are nowhere else.
    pub(crate) fn clear(&mut self) {
        self.open.retain(|_, record| record.unsaved.is_some());
        self.order.retain(|key| self.open.contains_key(key));
    }

    /// Lets go of everything.
    pub(crate) fn erase(&mut self) {
        *self = Self::default();
    }

    /// Everything typed that was not sent, problems included, in the order it was opened. `kept` says
    /// where drafts of a connection are that reached the journal.
    pub(crate) fn unsent(&self, kept: impl Fn(&str) -> Kept) -> Vec<(String, Unsent)> {
        let records = self.order.iter().filter_map(|key| {
            let record = self.open.get(key)?;
            let (connection, id) = key;
            let unsent = unsent(id, record.base.as_ref(), &record.draft)?;
            let kept = record.kept(kept(connection));
            Some((connection.clone(), Unsent { kept, ..unsent }))
        });
        records.collect()
    }
}

/// What of a draft was not sent; `None` where that is nothing.
pub(crate) fn unsent(id: &CustomerId, base: Option<&Customer>, draft: &Draft) -> Option<Unsent> {
    let checked = check(base, draft);
    let count = checked.changes.len() + checked.problems.len();
    (count > 0).then(|| Unsent {
        customer: id.clone(),
        title: base.map_or_else(|| id.to_string(), title),
        count,
        kept: Kept::Memory,
    })
}

impl Record {
    /// Takes what was typed into the record as the page was shown it at `revision`, and keeps it. A disk
    /// that is full keeps nothing, and nobody from working: the draft is then in memory, and said to be.
    /// False where the record has moved on since, so that the page has to be shown it anew.
    pub(crate) fn edit(
        &mut self,
        school: &School,
        id: &CustomerId,
        revision: Option<u32>,
        draft: Draft,
    ) -> bool {
        let is_current = revision.is_none_or(|revision| self.steps.are_shown_at(revision));
        let draft = match revision {
            Some(revision) if !is_current => self.steps.carry(revision, draft),
            _ => draft,
        };
        if draft != self.draft {
            self.code_offered = false;
        }
        self.draft = draft;
        self.save(school, id);
        is_current
    }

    pub(crate) fn save(&mut self, school: &School, id: &CustomerId) {
        let saved = school
            .book
            .save_draft(id, self.base.as_ref(), &self.draft, school.now());
        self.unsaved = saved.err();
    }

    pub(crate) fn checked(&self, school: &School) -> Checked {
        Checked {
            found: check(self.base.as_ref(), &self.draft),
            kept: self.kept(school.drafts_kept()),
        }
    }

    /// Where the draft is; `saved` is where drafts are that reached the journal.
    pub(crate) fn kept(&self, saved: Kept) -> Kept {
        match &self.unsaved {
            Some(journal::Error::Full) => Kept::DiskFull,
            Some(_) => Kept::Failed,
            None => saved,
        }
    }

    /// Leaves the draft, and takes the record as it was last read.
    pub(crate) fn discard(&mut self, school: &School, id: &CustomerId) -> Result<(), Error> {
        let discarded = school.book.discard_draft(id);
        // One that never reached the disk needs no disk to go.
        if self.unsaved.is_none() || school.book.has_draft(id)? {
            discarded?;
        }
        let base = self.theirs.take().or_else(|| self.base.take());
        let mut steps = std::mem::take(&mut self.steps);
        steps.push(Step::Discarded);
        *self = Self {
            base,
            steps,
            ..Self::default()
        };
        Ok(())
    }

    /// Goes on from the record as it is now, keeping the user's value where they chose it.
    pub(crate) fn take_theirs(&mut self, school: &School, id: &CustomerId, mine: &[Side]) {
        if let (Some(base), Some(theirs)) = (self.base.take(), self.theirs.take()) {
            let draft = rebase(&base, &theirs, &self.draft, mine);
            self.code_offered &= draft == self.draft;
            self.draft = draft;
            self.base = Some(theirs.clone());
            self.reviewed = None;
            self.steps.push(Step::Moved {
                from: base,
                to: theirs,
                mine: mine.to_vec(),
            });
            self.save(school, id);
        }
    }

    /// Goes on over the record as it is `now`: the draft is taken along where nobody touched the same, else
    /// there is a conflict to decide.
    pub(crate) fn meet(&mut self, now: Option<Customer>) {
        self.reviewed = None;
        let (Some(base), Some(now)) = (self.base.take(), now.clone()) else {
            self.base = now;
            self.theirs = None;
            self.steps.push(Step::Noted);
            return;
        };
        let collides = conflict(&base, &now, &self.draft)
            .rows
            .iter()
            .any(|row| row.mine.is_some());
        if collides {
            self.base = Some(base);
            self.theirs = Some(now);
            self.steps.push(Step::Noted);
        } else {
            self.draft = rebase(&base, &now, &self.draft, &[]);
            self.base = Some(now.clone());
            self.theirs = None;
            self.steps.push(Step::Moved {
                from: base,
                to: now,
                mine: Vec::new(),
            });
        }
    }

    /// What someone else changed, where the person has not decided yet.
    pub(crate) fn conflict(&self) -> Option<Conflict> {
        let (base, theirs) = (self.base.as_ref()?, self.theirs.as_ref()?);
        let archived_at = match base.archived_at.value() {
            None => theirs.archived_at.value().cloned(),
            Some(_) => None,
        };
        Some(Conflict {
            revision: self.steps.revision(),
            found: conflict(base, theirs, &self.draft),
            archived_at,
        })
    }

    /// What may be sent now: nothing but what was reviewed last.
    pub(crate) fn prepare(&self) -> Result<Prepared, Error> {
        match &self.reviewed {
            Some((draft, changes)) if *draft == self.draft && self.theirs.is_none() => {
                Ok(Prepared {
                    base: self.base.clone(),
                    changes: changes.clone(),
                    draft: draft.clone(),
                })
            }
            _ => Err(self.why_not()),
        }
    }

    fn why_not(&self) -> Error {
        let checked = check(self.base.as_ref(), &self.draft);
        if !checked.problems.is_empty() {
            Error::Problems(checked.problems)
        } else if checked.changes.is_empty() {
            Error::NothingToSend
        } else {
            Error::NotReviewed
        }
    }
}

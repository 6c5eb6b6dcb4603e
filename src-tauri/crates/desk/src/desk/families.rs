//! Calls about families of the connection in use.

use std::sync::atomic::{AtomicBool, Ordering};

use journal::{IntentId, KeyId, Recent};
use quentli::{Customer, CustomerId};
use record::{Draft, FamilyFilter, Side};

use super::Desk;
use crate::{
    DraftLine, Edited, Error, Export, Exported, FamilyList, Found, KeptDraft, Opened, Pending,
    Report, Reviewed, School, Undo, drafts, export, records, roster, search, updates,
};

/// How many families opened last are offered before anything is typed.
const RECENT: usize = 10;

impl Desk {
    pub async fn find(&self, at: u32, text: &str) -> Result<Found, Error> {
        let school = self.school(at)?;
        let found = search::find(&school, text).await;
        self.work.still(&school)?;
        found
    }

    /// What is found so far among the families in hand, without asking the server.
    pub fn find_in_hand(&self, at: u32, text: &str) -> Result<Found, Error> {
        Ok(search::in_hand(&self.school(at)?, text))
    }

    /// Some of the families in hand, by name.
    pub fn families(
        &self,
        at: u32,
        filter: FamilyFilter,
        from: usize,
        most: usize,
    ) -> Result<FamilyList, Error> {
        roster::list(&self.work, &self.school(at)?, filter, from, most)
    }

    /// Has all families read anew, in the background.
    pub fn read_families(&self, at: u32) -> Result<(), Error> {
        roster::read_anew(&self.work, &self.school(at)?);
        Ok(())
    }

    /// Writes families into a workbook that can be read back, once all are in hand as they are now. `progress` takes how many
    /// of how many are written. Returns nothing, and leaves no file, where `stop` came to be true meanwhile.
    pub async fn export_families(
        &self,
        at: u32,
        export: &Export,
        progress: impl Fn(usize, usize),
        stop: &AtomicBool,
    ) -> Result<Option<Exported>, Error> {
        let school = self.school(at)?;
        roster::fresh(&self.work, &school).await?;
        export::families(&self.work, &school, export, progress, stop)
    }

    /// The families opened last, the latest first, each with its record where that is in hand.
    pub fn recent(&self, at: u32) -> Result<Vec<(Recent, Option<Customer>)>, Error> {
        let school = self.school(at)?;
        let recent = school.book.recent(RECENT)?.into_iter();
        let with_record = recent.map(|one| {
            let known = school.roster.known(&one.customer);
            (one, known)
        });
        Ok(with_record.collect())
    }

    pub fn drafts(&self, at: u32) -> Result<Vec<DraftLine>, Error> {
        drafts::list(&self.work, &self.school(at)?)
    }

    /// A draft by itself: its family may be gone from Quentli.
    pub fn kept_draft(&self, at: u32, id: &str) -> Result<Option<KeptDraft>, Error> {
        drafts::kept(&self.work, &self.school(at)?, id)
    }

    /// Discards the draft that a line of [`Desk::drafts`] names by its family and its key, without opening
    /// the family.
    pub fn drop_draft(&self, at: u32, id: &str, key: Option<KeyId>) -> Result<(), Error> {
        drafts::discard(&self.work, &self.school(at)?, id, key)
    }

    /// Reads a record, always, and lays the draft over it that was kept.
    pub async fn open_record(&self, at: u32, id: &str) -> Result<Opened, Error> {
        let (school, id) = (self.school(at)?, search::id(id)?);
        records::open(&self.work, &school, &id).await?;
        let organization = self.work.with_record(&school, &id, |record| {
            let base = record.base.as_ref();
            base.and_then(|base| base.organization_id.value().cloned())
        })?;
        if let Some(organization) = organization {
            self.session.learn_organization(&school, &organization);
        }
        // History that stays a day longer harms nobody.
        if !self.purged.load(Ordering::Relaxed) && self.session.purge(&school).unwrap_or_default() {
            self.purged.store(true, Ordering::Relaxed);
        }
        self.shown(&school, &id)
    }

    /// Reads a record to compare it with another; it is not opened.
    pub async fn look_at(&self, at: u32, id: &str) -> Result<Customer, Error> {
        let (school, id) = (self.school(at)?, search::id(id)?);
        records::look(&self.work, &school, &id).await
    }

    /// Takes what was typed into a record as it was shown at `revision`, and keeps it.
    pub fn edit(
        &self,
        at: u32,
        id: &str,
        revision: Option<u32>,
        draft: Draft,
    ) -> Result<Edited, Error> {
        let (school, id) = (self.school(at)?, search::id(id)?);
        let (is_current, checked) = self.work.with_record(&school, &id, |record| {
            let is_current = record.edit(&school, &id, revision, draft);
            (is_current, record.checked(&school))
        })?;
        let moved = (!is_current).then(|| self.shown(&school, &id));
        Ok(Edited {
            checked,
            moved: moved.transpose()?,
        })
    }

    /// Leaves the draft, and takes the record as it was last read.
    pub fn discard(&self, at: u32, id: &str) -> Result<Opened, Error> {
        let (school, id) = (self.school(at)?, search::id(id)?);
        self.work
            .with_record(&school, &id, |record| record.discard(&school, &id))??;
        self.shown(&school, &id)
    }

    /// Decides a conflict as it was shown at `revision`: goes on from the record as it is now, with the user's
    /// value where `mine` says so. Decides nothing where the record has moved on since: the values are others.
    pub fn rebase(
        &self,
        at: u32,
        id: &str,
        revision: Option<u32>,
        mine: &[Side],
    ) -> Result<Opened, Error> {
        let (school, id) = (self.school(at)?, search::id(id)?);
        self.work.with_record(&school, &id, |record| {
            if revision.is_none_or(|revision| record.steps.are_shown_at(revision)) {
                record.take_theirs(&school, &id, mine);
            }
        })?;
        self.shown(&school, &id)
    }

    /// Takes what was typed as [`Desk::edit`] does, and remembers its changes as those that may be sent.
    pub fn review(
        &self,
        at: u32,
        id: &str,
        revision: Option<u32>,
        draft: Draft,
    ) -> Result<Reviewed, Error> {
        let (school, id) = (self.school(at)?, search::id(id)?);
        let (is_current, reviewed) = self.work.with_record(&school, &id, |record| {
            let is_current = record.edit(&school, &id, revision, draft);
            let reviewed = records::review(&school, &id, record);
            if !is_current {
                record.reviewed = None;
            }
            (is_current, reviewed)
        })?;
        let moved = (!is_current).then(|| self.shown(&school, &id));
        Ok(Reviewed {
            moved: moved.transpose()?,
            ..reviewed
        })
    }

    /// Sends what was reviewed last; `code` is the verification code as typed.
    pub async fn update(&self, at: u32, id: &str, code: &str) -> Result<Report, Error> {
        let (school, id) = (self.school(at)?, search::id(id)?);
        let code = record::check_code(code).map_err(|problem| Error::Problems(vec![problem]))?;
        updates::send(&self.work, &school, &id, code).await
    }

    /// What came of a family's last update, by reading back where that is not known.
    pub async fn outcome(&self, at: u32, id: &str) -> Result<Report, Error> {
        let (school, id) = (self.school(at)?, search::id(id)?);
        updates::outcome(&self.work, &school, &id).await
    }

    /// Lays the inverse of an update over the record as it is now, as a draft to be reviewed. Another draft of the
    /// family is given up only where `replace` says so.
    pub async fn undo(
        &self,
        at: u32,
        id: &str,
        update: IntentId,
        replace: bool,
    ) -> Result<Undo, Error> {
        let (school, id) = (self.school(at)?, search::id(id)?);
        let undone = updates::undo(&self.work, &school, &id, update, replace).await?;
        let opened = undone.is_some().then(|| self.shown(&school, &id));
        Ok(Undo {
            opened: opened.transpose()?,
            impossible: undone.unwrap_or_default(),
        })
    }

    /// The person has seen what came of an update. Returns what is still pending.
    pub fn acknowledge(&self, at: u32, update: IntentId) -> Result<Vec<Pending>, Error> {
        let school = self.school(at)?;
        updates::acknowledge(&school, update)?;
        self.pending(&school)
    }

    /// The person takes a family's updates off the list without knowing what came of them. Returns what is
    /// still pending.
    pub async fn give_up(&self, at: u32, id: &str) -> Result<Vec<Pending>, Error> {
        let (school, id) = (self.school(at)?, search::id(id)?);
        updates::give_up(&self.work, &school, &id).await?;
        self.pending(&school)
    }

    fn pending(&self, school: &School) -> Result<Vec<Pending>, Error> {
        self.work.still(school)?;
        updates::pending(&self.work, school)
    }

    fn shown(&self, school: &School, id: &CustomerId) -> Result<Opened, Error> {
        let pending = updates::pending(&self.work, school)?.into_iter();
        let pending = pending.into_iter().find(|update| update.customer == *id);
        self.work.with_record(school, id, |record| {
            records::opened(school, id, record, pending)
        })?
    }
}

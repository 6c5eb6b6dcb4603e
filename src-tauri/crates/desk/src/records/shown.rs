//! An open record as it is shown.

use jiff::Timestamp;
use journal::LastSent;
use quentli::{Customer, CustomerId, CustomerPatch, Update};
use record::{Draft, check, title};

use super::Record;
use crate::{Error, Kept, Pending, School};

/// An open record, for a form.
#[derive(Clone, Debug)]
pub struct Opened {
    pub customer: CustomerId,
    /// Names the record as it is shown here; edits say which they were made in.
    pub revision: u32,
    /// As it was read; `None` for a key that cannot read.
    pub base: Option<Customer>,
    pub title: String,
    pub draft: Draft,
    pub draft_saved_at: Option<Timestamp>,
    pub checked: Checked,
    /// What this computer last sent in write-only fields.
    pub last_sent: Vec<LastSent>,
    pub conflict: Option<Conflict>,
    pub pending: Option<Pending>,
}

/// What a draft comes to, and where it is.
#[derive(Clone, Debug)]
pub struct Checked {
    pub found: record::Checked,
    pub kept: Kept,
}

/// What became of an edit.
#[derive(Clone, Debug)]
pub struct Edited {
    pub checked: Checked,
    /// The record as it is now, where it moved on since it was shown.
    pub moved: Option<Opened>,
}

/// Someone else changed the record since it was loaded.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Names the record as it is shown here; a decision is about this one.
    pub revision: u32,
    pub found: record::Conflict,
    /// Set where it was archived meanwhile.
    pub archived_at: Option<String>,
}

/// Old → new, with the exact request.
#[derive(Clone, Debug)]
pub struct Reviewed {
    pub customer: CustomerId,
    pub title: String,
    pub found: record::Checked,
    /// `None` where there is nothing that could be sent.
    pub request: Option<RequestPreview>,
    /// Quentli asked for a verification code for this draft.
    pub code_needed: bool,
    /// The record as it is now, where it moved on since it was shown. Nothing was reviewed then.
    pub moved: Option<Opened>,
    pub archived_at: Option<String>,
}

/// The exact request, its key masked.
#[derive(Clone, Debug)]
pub struct RequestPreview {
    pub method: &'static str,
    pub url: String,
    pub headers: [(&'static str, &'static str); 2],
    /// Indented JSON.
    pub body: String,
}

pub(crate) fn opened(
    school: &School,
    id: &CustomerId,
    record: &Record,
    pending: Option<Pending>,
) -> Result<Opened, Error> {
    let base = record.base.as_ref();
    // Where the draft itself is not in question: a journal that cannot be read now hides no record.
    let stored = school.book.draft(id).ok().flatten();
    Ok(Opened {
        customer: id.clone(),
        revision: record.steps.revision(),
        title: base.map_or_else(|| id.to_string(), title),
        base: base.cloned(),
        draft: record.draft.clone(),
        draft_saved_at: stored.map(|stored| stored.saved_at),
        checked: record.checked(school),
        last_sent: school.book.last_sent(id)?,
        conflict: record.conflict(),
        pending,
    })
}

pub(crate) fn review(school: &School, id: &CustomerId, record: &mut Record) -> Reviewed {
    let found = check(record.base.as_ref(), &record.draft);
    let sendable = found.problems.is_empty() && !found.changes.is_empty();
    let reviewed = || (record.draft.clone(), found.changes.clone());
    record.reviewed = sendable.then(reviewed);
    let base = record.base.as_ref();
    Reviewed {
        customer: id.clone(),
        title: base.map_or_else(|| id.to_string(), title),
        request: sendable.then(|| preview(school, id, &record::patch(&found.changes))),
        found,
        code_needed: record.code_offered,
        moved: None,
        archived_at: base.and_then(|base| base.archived_at.value().cloned()),
    }
}

fn preview(school: &School, id: &CustomerId, patch: &CustomerPatch) -> RequestPreview {
    let mut shown = patch.clone();
    shown.password = shown
        .password
        .map(|_| quentli::Password::new("••••••••".to_owned()));
    let update = Update {
        patch: shown,
        otp: None,
    };
    let server = school.connection.server.trim_end_matches('/');
    RequestPreview {
        method: "PATCH",
        url: format!("{server}/v1/customers/{id}"),
        headers: [
            ("Authorization", "Bearer sk_…"),
            ("Content-Type", "application/json"),
        ],
        body: serde_json::to_string_pretty(&update).unwrap_or_default(),
    }
}

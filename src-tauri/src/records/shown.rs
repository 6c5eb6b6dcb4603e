//! An open record as the page shows it.

use quentli::{CustomerId, CustomerPatch, Update};
use record::{Field, check, value_of};

use super::Record;
use crate::{
    error::CommandError,
    session::Desk,
    wire::{self, Opened, Reviewed, all, iso, title},
};

/// A record for the form.
pub fn opened(
    desk: &Desk,
    id: &CustomerId,
    record: &Record,
    pending: Option<wire::Pending>,
) -> Result<Opened, CommandError> {
    let base = record.base.as_ref();
    let values = base.map_or_else(Default::default, |customer| {
        Field::ALL
            .iter()
            .map(|spec| (spec.field, value_of(customer, spec.field)))
            .collect()
    });
    let last_sent = desk
        .book
        .last_sent(id)?
        .into_iter()
        .map(|sent| wire::LastSent {
            field: sent.field,
            value: sent.value,
            at: iso(sent.at),
        });
    // Where the draft itself is not in question: a journal that cannot be read now hides no record.
    let saved_at = desk.book.draft(id).ok().flatten();
    let saved_at = saved_at.map(|stored| iso(stored.saved_at));
    Ok(Opened {
        id: id.to_string(),
        revision: record.steps.revision(),
        facts: base.map(Into::into),
        title: base.map_or_else(|| id.to_string(), title),
        values,
        draft: record.draft.clone(),
        draft_saved_at: saved_at,
        checked: record.checked(desk),
        last_sent: last_sent.collect(),
        conflict: record.conflict(),
        pending,
    })
}

/// Old → new, with the exact request.
pub fn review(desk: &Desk, id: &CustomerId, record: &mut Record) -> Reviewed {
    let checked = check(record.base.as_ref(), &record.draft);
    record.reviewed.clone_from(&checked.changes);
    let sendable = checked.problems.is_empty() && !checked.changes.is_empty();
    let request = sendable.then(|| preview(desk, id, &record::patch(&checked.changes)));
    Reviewed {
        id: id.to_string(),
        title: record.base.as_ref().map_or_else(|| id.to_string(), title),
        changes: all(checked.changes),
        problems: all(checked.problems),
        notices: checked.notices,
        request,
        code_needed: record.code_offered,
        moved: None,
        archived_at: record
            .base
            .as_ref()
            .and_then(|base| base.archived_at.value().cloned()),
    }
}

fn preview(desk: &Desk, id: &CustomerId, patch: &CustomerPatch) -> wire::RequestPreview {
    let mut shown = patch.clone();
    shown.password = shown
        .password
        .map(|_| quentli::Password::new("••••••••".to_owned()));
    let update = Update {
        patch: shown,
        otp: None,
    };
    let header = |key: &str, value: &str| wire::Pair {
        key: key.into(),
        value: value.into(),
    };
    wire::RequestPreview {
        method: "PATCH".into(),
        url: format!(
            "{}/v1/customers/{id}",
            desk.connection.server.trim_end_matches('/')
        ),
        headers: vec![
            header("Authorization", "Bearer sk_…"),
            header("Content-Type", "application/json"),
        ],
        body: serde_json::to_string_pretty(&update).unwrap_or_default(),
    }
}

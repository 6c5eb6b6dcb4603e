use quentli::CustomerId;
use record::{Draft, Side};
use tauri::State;

use crate::{
    app::App,
    error::CommandError,
    records, search,
    session::Desk,
    updates,
    wire::{Edited, Opened, Reviewed},
    work::Work,
};

#[tauri::command]
pub async fn open(app: State<'_, App>, at: u32, id: String) -> Result<Opened, CommandError> {
    let (desk, id) = (app.desk(at)?, search::id(&id)?);
    records::open(&app.work, &desk, &id).await?;
    let organization = app.work.with_record(&desk, &id, |record| {
        let base = record.base.as_ref();
        base.and_then(|base| base.organization_id.value().cloned())
    })?;
    app.learn(&desk, organization.as_ref()).await?;
    shown(&app.work, &desk, &id)
}

#[tauri::command]
pub async fn edit(
    app: State<'_, App>,
    at: u32,
    id: String,
    revision: Option<u32>,
    draft: Draft,
) -> Result<Edited, CommandError> {
    let (desk, id) = (app.desk(at)?, search::id(&id)?);
    let (is_current, checked) = app.work.with_record(&desk, &id, |record| {
        let is_current = record.edit(&desk, &id, revision, draft);
        (is_current, record.checked(&desk))
    })?;
    let moved = (!is_current).then(|| shown(&app.work, &desk, &id));
    Ok(Edited {
        checked,
        moved: moved.transpose()?,
    })
}

#[tauri::command]
pub async fn discard(app: State<'_, App>, at: u32, id: String) -> Result<Opened, CommandError> {
    let (desk, id) = (app.desk(at)?, search::id(&id)?);
    app.work
        .with_record(&desk, &id, |record| record.discard(&desk, &id))??;
    shown(&app.work, &desk, &id)
}

#[tauri::command]
pub async fn rebase(
    app: State<'_, App>,
    at: u32,
    id: String,
    mine: Vec<Side>,
) -> Result<Opened, CommandError> {
    let (desk, id) = (app.desk(at)?, search::id(&id)?);
    app.work
        .with_record(&desk, &id, |record| record.take_theirs(&desk, &id, &mine))?;
    shown(&app.work, &desk, &id)
}

#[tauri::command]
pub async fn review(
    app: State<'_, App>,
    at: u32,
    id: String,
    revision: Option<u32>,
    draft: Draft,
) -> Result<Reviewed, CommandError> {
    let (desk, id) = (app.desk(at)?, search::id(&id)?);
    let (is_current, reviewed) = app.work.with_record(&desk, &id, |record| {
        let is_current = record.edit(&desk, &id, revision, draft);
        let reviewed = records::review(&desk, &id, record);
        if !is_current {
            record.reviewed.clear();
        }
        (is_current, reviewed)
    })?;
    let moved = (!is_current).then(|| shown(&app.work, &desk, &id));
    Ok(Reviewed {
        moved: moved.transpose()?,
        ..reviewed
    })
}

/// An open record for the form.
fn shown(work: &Work, desk: &Desk, id: &CustomerId) -> Result<Opened, CommandError> {
    let mut pending = updates::pending(work, desk)?.into_iter();
    let pending = pending.find(|update| update.customer_id == id.as_str());
    work.with_record(desk, id, |record| {
        records::opened(desk, id, record, pending)
    })?
}

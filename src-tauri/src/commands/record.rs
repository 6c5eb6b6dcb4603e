use desk::{Draft, Side};
use quentli::CustomerId;
use tauri::State;

use crate::{
    app::App,
    error::{CommandError, ErrorCode},
    records, search,
    session::Desk,
    wire::{Checked, Opened, Problem, Reviewed, Settled, Updated},
};

#[tauri::command]
pub async fn open(app: State<'_, App>, id: String) -> Result<Opened, CommandError> {
    let (desk, id) = (app.desk().await?, search::id(&id)?);
    let record = records::open(&desk, &id).await?;
    if let Some(organization) = record
        .base
        .as_ref()
        .and_then(|base| base.organization_id.value())
    {
        app.session().await?.learn_organization(organization)?;
    }
    let opened = records::opened(&desk, &id, &record)?;
    app.put_record(&desk, &id, record);
    Ok(opened)
}

#[tauri::command]
pub async fn edit(app: State<'_, App>, id: String, draft: Draft) -> Result<Checked, CommandError> {
    let (desk, id) = (app.desk().await?, search::id(&id)?);
    let mut record = app.record(&desk, &id)?;
    let checked = records::edit(&desk, &id, &mut record, draft)?;
    app.put_record(&desk, &id, record);
    Ok(checked)
}

#[tauri::command]
pub async fn discard(app: State<'_, App>, id: String) -> Result<Opened, CommandError> {
    let (desk, id) = (app.desk().await?, search::id(&id)?);
    let mut record = app.record(&desk, &id)?;
    records::discard(&desk, &id, &mut record)?;
    let opened = records::opened(&desk, &id, &record)?;
    app.put_record(&desk, &id, record);
    Ok(opened)
}

#[tauri::command]
pub async fn rebase(
    app: State<'_, App>,
    id: String,
    mine: Vec<Side>,
) -> Result<Opened, CommandError> {
    let (desk, id) = (app.desk().await?, search::id(&id)?);
    let mut record = app.record(&desk, &id)?;
    records::take_theirs(&desk, &id, &mut record, &mine)?;
    let opened = records::opened(&desk, &id, &record)?;
    app.put_record(&desk, &id, record);
    Ok(opened)
}

#[tauri::command]
pub async fn review(
    app: State<'_, App>,
    id: String,
    draft: Draft,
) -> Result<Reviewed, CommandError> {
    let (desk, id) = (app.desk().await?, search::id(&id)?);
    let mut record = app.record(&desk, &id)?;
    records::edit(&desk, &id, &mut record, draft)?;
    let reviewed = records::review(&desk, &id, &mut record);
    app.put_record(&desk, &id, record);
    Ok(reviewed)
}

/// Sends what was reviewed last.
#[tauri::command]
pub async fn update(
    app: State<'_, App>,
    id: String,
    code: Option<String>,
) -> Result<Updated, CommandError> {
    let (desk, id) = (app.desk().await?, search::id(&id)?);
    let _turn = app.turn(&id).await;
    let mut record = app.record(&desk, &id)?;
    let code = desk::check_code(&code.unwrap_or_default())
        .map_err(|problem| CommandError::problems(vec![Problem::from(problem)]))?;
    let updated = records::update(&desk, &id, &mut record, code).await?;
    app.put_record(&desk, &id, record);
    Ok(updated)
}

#[tauri::command]
pub async fn read_back(app: State<'_, App>, id: String) -> Result<Updated, CommandError> {
    let (desk, id) = (app.desk().await?, search::id(&id)?);
    let updated = settle_one(&app, &desk, &id).await?;
    updated.ok_or_else(|| CommandError::new(ErrorCode::NothingToSend))
}

/// Reads back every update whose outcome nobody knows.
#[tauri::command]
pub async fn settle(app: State<'_, App>) -> Result<Vec<Settled>, CommandError> {
    let desk = app.desk().await?;
    let mut settled = Vec::new();
    for (id, update) in records::pending(&desk)? {
        if let Some(updated) = settle_one(&app, &desk, &id).await? {
            settled.push(Settled { update, updated });
        }
    }
    Ok(settled)
}

/// `None` where nothing is pending for the record (any more).
async fn settle_one(
    app: &App,
    desk: &Desk,
    id: &CustomerId,
) -> Result<Option<Updated>, CommandError> {
    let _turn = app.turn(id).await;
    let Some(outcome) = records::read_back(desk, id).await? else {
        return Ok(None);
    };
    // Only now: it may have been opened, or typed into, while Quentli was asked.
    let open = app.record(desk, id).ok();
    let is_open = open.is_some();
    let mut record = match open {
        Some(record) => record,
        None => records::kept(desk, id)?,
    };
    let updated = records::finish(desk, id, &mut record, outcome, false).await?;
    if is_open {
        app.put_record(desk, id, record);
    }
    Ok(Some(updated))
}

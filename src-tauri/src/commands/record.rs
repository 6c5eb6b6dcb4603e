use desk::{Draft, Side};
use tauri::State;

use crate::{
    app::App,
    error::CommandError,
    records, search,
    wire::{Checked, Opened, Problem, Reviewed, Updated},
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
    // After a restart the record is not open: what matters is in the intent.
    let mut record = app.record(&desk, &id).unwrap_or_default();
    let updated = records::read_back(&desk, &id, &mut record).await?;
    if record.base.is_some() {
        app.put_record(&desk, &id, record);
    }
    Ok(updated)
}

use record::{Draft, Side};
use tauri::State;

use crate::{
    app::App,
    wire::{Card, CommandError, Edited, Opened, Reviewed},
};

#[tauri::command]
pub async fn open(app: State<'_, App>, at: u32, id: String) -> Result<Opened, CommandError> {
    Ok(app.desk()?.open_record(at, &id).await?.into())
}

#[tauri::command]
pub async fn look_at(app: State<'_, App>, at: u32, id: String) -> Result<Card, CommandError> {
    Ok((&app.desk()?.look_at(at, &id).await?).into())
}

#[tauri::command]
pub async fn edit(
    app: State<'_, App>,
    at: u32,
    id: String,
    revision: Option<u32>,
    draft: Draft,
) -> Result<Edited, CommandError> {
    Ok(app.desk()?.edit(at, &id, revision, draft)?.into())
}

#[tauri::command]
pub async fn discard(app: State<'_, App>, at: u32, id: String) -> Result<Opened, CommandError> {
    Ok(app.desk()?.discard(at, &id)?.into())
}

#[tauri::command]
pub async fn rebase(
    app: State<'_, App>,
    at: u32,
    id: String,
    revision: Option<u32>,
    mine: Vec<Side>,
) -> Result<Opened, CommandError> {
    Ok(app.desk()?.rebase(at, &id, revision, &mine)?.into())
}

#[tauri::command]
pub async fn review(
    app: State<'_, App>,
    at: u32,
    id: String,
    revision: Option<u32>,
    draft: Draft,
) -> Result<Reviewed, CommandError> {
    Ok(app.desk()?.review(at, &id, revision, draft)?.into())
}

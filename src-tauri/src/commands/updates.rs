use desk::IntentId;
use tauri::State;

use crate::{
    app::App,
    wire::{CommandError, Pending, Undo, UpdateReport, all},
};

#[tauri::command]
pub async fn update(
    app: State<'_, App>,
    at: u32,
    id: String,
    code: Option<String>,
) -> Result<UpdateReport, CommandError> {
    let code = code.unwrap_or_default();
    Ok(app.desk()?.update(at, &id, &code).await?.into())
}

#[tauri::command]
pub async fn outcome(
    app: State<'_, App>,
    at: u32,
    id: String,
) -> Result<UpdateReport, CommandError> {
    Ok(app.desk()?.outcome(at, &id).await?.into())
}

#[tauri::command]
pub async fn undo(
    app: State<'_, App>,
    at: u32,
    id: String,
    update: i64,
    replace: bool,
) -> Result<Undo, CommandError> {
    let desk = app.desk()?;
    Ok(desk.undo(at, &id, IntentId(update), replace).await?.into())
}

#[tauri::command]
pub async fn acknowledge(
    app: State<'_, App>,
    at: u32,
    update: i64,
) -> Result<Vec<Pending>, CommandError> {
    Ok(all(app.desk()?.acknowledge(at, IntentId(update))?))
}

#[tauri::command]
pub async fn give_up(
    app: State<'_, App>,
    at: u32,
    id: String,
) -> Result<Vec<Pending>, CommandError> {
    Ok(all(app.desk()?.give_up(at, &id).await?))
}

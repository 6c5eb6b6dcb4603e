use desk::KeyId;
use tauri::State;

use crate::{
    app::App,
    wire::{CommandError, DraftLine, KeptDraft, all},
};

#[tauri::command]
pub async fn drafts(app: State<'_, App>, at: u32) -> Result<Vec<DraftLine>, CommandError> {
    Ok(all(app.desk()?.drafts(at)?))
}

#[tauri::command]
pub async fn kept_draft(
    app: State<'_, App>,
    at: u32,
    id: String,
) -> Result<Option<KeptDraft>, CommandError> {
    Ok(app.desk()?.kept_draft(at, &id)?.map(Into::into))
}

#[tauri::command]
pub async fn drop_draft(
    app: State<'_, App>,
    at: u32,
    id: String,
    key: Option<i64>,
) -> Result<(), CommandError> {
    Ok(app.desk()?.drop_draft(at, &id, key.map(KeyId))?)
}

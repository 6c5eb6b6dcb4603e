use tauri::State;

use crate::{
    app::App,
    drafts,
    error::CommandError,
    wire::{DraftLine, KeptDraft},
};

#[tauri::command]
pub async fn drafts(app: State<'_, App>, at: u32) -> Result<Vec<DraftLine>, CommandError> {
    drafts::list(&app.work, &app.desk(at)?)
}

/// A draft by itself: its family may be gone from Quentli.
#[tauri::command]
pub async fn kept_draft(
    app: State<'_, App>,
    at: u32,
    id: String,
) -> Result<Option<KeptDraft>, CommandError> {
    drafts::kept(&app.work, &app.desk(at)?, &id)
}

/// Discards a draft without opening its family. `key` is the line's, null for what is in memory.
#[tauri::command]
pub async fn drop_draft(
    app: State<'_, App>,
    at: u32,
    id: String,
    key: Option<i64>,
) -> Result<(), CommandError> {
    drafts::discard(&app.work, &app.desk(at)?, &id, key)
}

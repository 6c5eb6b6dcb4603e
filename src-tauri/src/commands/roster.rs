use tauri::State;

use crate::{
    app::App,
    wire::{CommandError, Found, Hit, all},
};

#[tauri::command]
pub async fn find(app: State<'_, App>, at: u32, text: String) -> Result<Found, CommandError> {
    Ok(app.desk()?.find(at, &text).await?.into())
}

#[tauri::command]
pub async fn recent(app: State<'_, App>, at: u32) -> Result<Vec<Hit>, CommandError> {
    Ok(all(app.desk()?.recent(at)?))
}

use tauri::State;

use crate::{
    app::App,
    wire::{CommandError, FamilyFilter, FamilyList, Found, Hit, all},
};

#[tauri::command]
pub async fn find(app: State<'_, App>, at: u32, text: String) -> Result<Found, CommandError> {
    Ok(app.desk()?.find(at, &text).await?.into())
}

#[tauri::command]
pub async fn find_in_hand(
    app: State<'_, App>,
    at: u32,
    text: String,
) -> Result<Found, CommandError> {
    Ok(app.desk()?.find_in_hand(at, &text)?.into())
}

#[tauri::command]
pub async fn recent(app: State<'_, App>, at: u32) -> Result<Vec<Hit>, CommandError> {
    Ok(all(app.desk()?.recent(at)?))
}

#[tauri::command]
pub async fn families(
    app: State<'_, App>,
    at: u32,
    filter: FamilyFilter,
    from: usize,
    most: usize,
) -> Result<FamilyList, CommandError> {
    Ok(app.desk()?.families(at, filter, from, most)?.into())
}

#[tauri::command]
pub async fn read_families(app: State<'_, App>, at: u32) -> Result<(), CommandError> {
    Ok(app.desk()?.read_families(at)?)
}

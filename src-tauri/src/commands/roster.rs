use tauri::State;

use crate::{
    app::App,
    error::CommandError,
    search,
    wire::{Found, Hit},
};

/// How many families opened last are offered before anything is typed.
const RECENT: usize = 10;

#[tauri::command]
pub async fn find(app: State<'_, App>, at: u32, text: String) -> Result<Found, CommandError> {
    let desk = app.desk(at)?;
    let found = search::find(&desk, &text).await;
    app.work.still(&desk)?;
    found
}

#[tauri::command]
pub async fn recent(app: State<'_, App>, at: u32) -> Result<Vec<Hit>, CommandError> {
    let desk = app.desk(at)?;
    let recent = desk.book.recent(RECENT)?;
    Ok(recent.into_iter().map(Hit::from).collect())
}

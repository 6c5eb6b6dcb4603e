use journal::IntentId;
use tauri::State;

use crate::{
    app::App,
    error::CommandError,
    search,
    session::Desk,
    updates,
    wire::{Pending, Problem, UpdateReport},
};

/// Sends what was reviewed last.
#[tauri::command]
pub async fn update(
    app: State<'_, App>,
    at: u32,
    id: String,
    code: Option<String>,
) -> Result<UpdateReport, CommandError> {
    let (desk, id) = (app.desk(at)?, search::id(&id)?);
    let code = record::check_code(&code.unwrap_or_default())
        .map_err(|problem| CommandError::problems(vec![Problem::from(problem)]))?;
    updates::send(&app.work, &desk, &id, code).await
}

/// What came of a family's last update, by reading back where that is not known.
#[tauri::command]
pub async fn outcome(
    app: State<'_, App>,
    at: u32,
    id: String,
) -> Result<UpdateReport, CommandError> {
    let (desk, id) = (app.desk(at)?, search::id(&id)?);
    updates::outcome(&app.work, &desk, &id).await
}

/// The person has seen what came of an update.
#[tauri::command]
pub async fn acknowledge(
    app: State<'_, App>,
    at: u32,
    update: i64,
) -> Result<Vec<Pending>, CommandError> {
    let desk = app.desk(at)?;
    updates::acknowledge(&desk, IntentId(update))?;
    listed(&app, &desk)
}

/// The person takes a family's updates off the list without knowing what came of them.
#[tauri::command]
pub async fn give_up(
    app: State<'_, App>,
    at: u32,
    id: String,
) -> Result<Vec<Pending>, CommandError> {
    let (desk, id) = (app.desk(at)?, search::id(&id)?);
    updates::give_up(&app.work, &desk, &id).await?;
    listed(&app, &desk)
}

/// What is still pending, for the list of the connection that is in use.
fn listed(app: &App, desk: &Desk) -> Result<Vec<Pending>, CommandError> {
    app.work.still(desk)?;
    updates::pending(&app.work, desk)
}

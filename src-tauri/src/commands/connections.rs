use tauri::State;

use crate::{
    app::App,
    wire::{CommandError, ConnectionForm, Probe, Session},
};

#[tauri::command]
pub async fn probe_connection(
    app: State<'_, App>,
    form: ConnectionForm,
) -> Result<Probe, CommandError> {
    Ok(app.desk()?.test_connection(&form.into()).await?.into())
}

#[tauri::command]
pub async fn save_connection(
    app: State<'_, App>,
    form: ConnectionForm,
) -> Result<Session, CommandError> {
    Ok(app.desk()?.save_connection(&form.into()).await?.into())
}

/// Ends the test of a connection that is under way.
#[tauri::command]
pub async fn stop_connecting(app: State<'_, App>) -> Result<(), CommandError> {
    app.desk()?.stop_connecting();
    Ok(())
}

#[tauri::command]
pub async fn choose_connection(app: State<'_, App>, id: String) -> Result<Session, CommandError> {
    Ok(app.desk()?.choose_connection(&id).await?.into())
}

#[tauri::command]
pub async fn forget_connection(app: State<'_, App>, id: String) -> Result<Session, CommandError> {
    Ok(app.desk()?.forget_connection(&id).await?.into())
}

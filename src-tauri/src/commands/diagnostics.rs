use tauri::State;

use crate::{
    app::App,
    diagnostics, home,
    wire::{CommandError, Diagnostics, ErrorCode, Session},
};

/// Answers even where Ficha's own files cannot be used: then more than ever.
#[tauri::command]
pub async fn diagnostics(app: State<'_, App>) -> Result<Diagnostics, CommandError> {
    let session: Option<Session> = match app.desk() {
        Ok(desk) => desk.status().await.ok().map(Into::into),
        Err(_) => None,
    };
    Ok(diagnostics::diagnostics(&app, session.as_ref()))
}

/// Shows the folder of the log and the crashes in the system's file manager.
#[tauri::command]
pub async fn open_diagnostics(app: State<'_, App>) -> Result<(), CommandError> {
    let folder = app.home.diagnostics();
    home::create(&folder).map_err(|_| CommandError::new(ErrorCode::FolderUnusable))?;
    open::that_detached(folder).map_err(|_| CommandError::new(ErrorCode::NoFileManager))
}

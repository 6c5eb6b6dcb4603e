use tauri::{AppHandle, State};
use zeroize::Zeroizing;

use crate::{
    app::App,
    diagnostics,
    error::{CommandError, ErrorCode},
    window,
    wire::{Session, Settings},
};

#[tauri::command]
pub async fn set_settings(
    handle: AppHandle,
    app: State<'_, App>,
    settings: Settings,
) -> Result<Settings, CommandError> {
    app.settings.set_settings(settings);
    window::apply(&handle, settings).map_err(|_| CommandError::new(ErrorCode::Internal))?;
    Ok(settings)
}

/// `None` follows the system, an empty text uses none.
#[tauri::command]
pub async fn set_proxy(
    app: State<'_, App>,
    proxy: Option<Zeroizing<String>>,
) -> Result<Session, CommandError> {
    let mut session = app.session().await?;
    session
        .set_proxy(proxy.as_deref().map(String::as_str))
        .await?;
    app.describe(&session).await
}

#[tauri::command]
pub async fn set_retention(app: State<'_, App>, days: u16) -> Result<Session, CommandError> {
    let session = app.session().await?;
    session.set_retention_days(days)?;
    app.describe(&session).await
}

/// Drafts, families opened last and finished updates, gone from the disk too.
#[tauri::command]
pub async fn erase(app: State<'_, App>) -> Result<Session, CommandError> {
    let session = app.session().await?;
    app.journal()?.erase()?;
    app.work.erased();
    app.describe(&session).await
}

#[tauri::command]
pub async fn diagnostics(app: State<'_, App>) -> Result<String, CommandError> {
    let session = app.session().await?;
    let session = app.describe(&session).await?;
    Ok(diagnostics::text(&session, &app.settings.settings()))
}

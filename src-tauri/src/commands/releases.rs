use tauri::State;

use crate::{
    app::App,
    newer::Releases,
    wire::{CommandError, ErrorCode, Newest, Session},
};

/// Asks whether a newer Ficha was released. The page calls it where the setting or a click says so.
#[tauri::command]
pub async fn newest_release(app: State<'_, App>) -> Result<Newest, CommandError> {
    let Some(releases) = Releases::of_this_build() else {
        return Ok(Newest::Unknown);
    };
    let proxy = app.desk()?.proxy().await?;
    Ok(releases.newest(proxy.as_deref().map(String::as_str)).await)
}

/// Whether to ask at each start.
#[tauri::command]
pub async fn set_tell_newer(app: State<'_, App>, tell: bool) -> Result<Session, CommandError> {
    Ok(app.desk()?.set_tell_newer(tell).await?.into())
}

/// Opens the releases page in the person's browser: always the same address.
#[tauri::command]
pub async fn open_releases() -> Result<(), CommandError> {
    let Some(releases) = Releases::of_this_build() else {
        // The page offers it only where `start` answered `updates`.
        return Err(CommandError::new(ErrorCode::Internal));
    };
    open::that_detached(releases.page).map_err(|_| CommandError::new(ErrorCode::NoBrowser))
}

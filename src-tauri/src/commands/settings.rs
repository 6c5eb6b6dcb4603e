use tauri::{AppHandle, Runtime, State};
use zeroize::Zeroizing;

use crate::{
    app::App,
    crash, settings, window,
    wire::{CommandError, ErrorCode, ProxyScript, Session, Settings},
};

#[tauri::command]
pub async fn set_settings<R: Runtime>(
    handle: AppHandle<R>,
    app: State<'_, App>,
    settings: Settings,
) -> Result<Settings, CommandError> {
    app.settings.set_settings(settings);
    window::apply(&handle, settings).map_err(|_| CommandError::new(ErrorCode::Internal))?;
    Ok(settings)
}

#[tauri::command]
pub async fn print<R: Runtime>(handle: AppHandle<R>) -> Result<(), CommandError> {
    window::print(&handle).map_err(|_| CommandError::new(ErrorCode::Internal))
}

/// `None` follows the system, an empty text uses none.
#[tauri::command]
pub async fn set_proxy(
    app: State<'_, App>,
    proxy: Option<Zeroizing<String>>,
) -> Result<Session, CommandError> {
    let proxy = proxy.as_deref().map(String::as_str);
    Ok(app.desk()?.set_proxy(proxy).await?.into())
}

/// The script that takes a proxy's place in the system's settings. Ficha does not run it.
#[tauri::command]
pub async fn proxy_script() -> Result<Option<ProxyScript>, CommandError> {
    Ok(settings::proxy_script().map(ProxyScript::from))
}

#[tauri::command]
pub async fn set_retention(app: State<'_, App>, days: u16) -> Result<Session, CommandError> {
    Ok(app.desk()?.set_retention_days(days).await?.into())
}

#[tauri::command]
pub async fn erase(app: State<'_, App>) -> Result<Session, CommandError> {
    let status = app.desk()?.erase().await?;
    // It holds no personal data, but shows when somebody worked.
    app.log.erase();
    crash::erase(&app.home.diagnostics());
    Ok(status.into())
}
